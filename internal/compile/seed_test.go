package compile_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
)

// TestSeed carries an advanced job over from Terraform literally: what cannot
// work, and what would surprise, is found at its line.
func TestSeed(t *testing.T) {
	const dir = "testdata/seed/advanced-ml"
	repository, err := source.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var found []diag.Diagnostic
	_, err = compile.Run(context.Background(), compile.Options{
		Repository: repository, Dirs: []string{dir}, Version: "devel", Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}, func(r *compile.Result) error {
		found = r.Diags
		for _, d := range r.Diags {
			got = append(got, fmt.Sprintf("%s at line %d", d.Rule, d.Pos.Line))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	spec, err := os.ReadFile(filepath.Join(root, dir, source.StackFile))
	if err != nil {
		t.Fatal(err)
	}
	mark := regexp.MustCompile(`// want (SM[0-9]+)$`)
	wanted := 0
	for i, line := range strings.Split(string(spec), "\n") {
		if m := mark.FindStringSubmatch(line); m != nil {
			wanted++
			if want := fmt.Sprintf("%s at line %d", m[1], i+1); !slices.Contains(got, want) {
				t.Errorf("no finding of %s", want)
			}
		}
	}
	if wanted != 6 {
		t.Errorf("the spec wants %d findings, want 6", wanted)
	}
	if t.Failed() {
		t.Logf("findings:\n%s", findings(found))
	}
	if strings.Contains(string(findings(found)), "hooks.slack.com") {
		t.Error("the findings repeat the webhook's address")
	}
}
