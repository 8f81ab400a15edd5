package trace_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

const goldens = "../../testdata/golden"

// goldenTemplates reads every committed template, by its directory.
func goldenTemplates(tb testing.TB) map[string]*template.Document {
	tb.Helper()
	found := map[string]*template.Document{}
	for _, root := range []string{goldens, "testdata"} {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, "template.json") {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			found[strings.TrimPrefix(filepath.ToSlash(name), goldens+"/")], err = template.Parse(text)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if len(found) < 20 {
		tb.Fatalf("found %d templates; want all goldens", len(found))
	}
	return found
}

// placeOf is where the golden of a name is deployed.
func placeOf(name string) trace.Place {
	switch {
	case strings.Contains(name, "china"):
		return trace.Place{Partition: "aws-cn", Region: "cn-north-1", Account: "123456789012"}
	case strings.Contains(name, "govcloud"):
		return trace.Place{Partition: "aws-us-gov", Region: "us-gov-west-1", Account: "123456789012"}
	case strings.HasPrefix(name, "stacks/"):
		return trace.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}
	}
	return trace.Place{Partition: "aws", Region: "eu-central-1", Account: "123456789012"}
}

// TestGoldens proves every template that smgen renders: there is nothing to say
// but what cannot be proven.
func TestGoldens(t *testing.T) {
	for name, d := range goldenTemplates(t) {
		for _, f := range trace.Prove(d, placeOf(name)) {
			if f.Severity != diag.Note {
				t.Errorf("%s: %s %s: %s\n\t%s", name, f.Rule, f.Pointer, f.Message, f.Help)
			}
		}
		if len(trace.Launches(d, placeOf(name))) == 0 {
			t.Errorf("%s: no launch was found", name)
		}
	}
}
