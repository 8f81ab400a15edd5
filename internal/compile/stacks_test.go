package compile_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// compileAll compiles every stack that has goldens, in order. None may have an
// error.
func compileAll(t *testing.T, format template.Format) []*compile.Result {
	t.Helper()
	return compileDirs(t, format, "stacks/...", golden+"/...")
}

func compileDirs(t *testing.T, format template.Format, patterns ...string) []*compile.Result {
	t.Helper()
	repository, err := source.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return compileIn(t, repository, format, patterns...)
}

func compileIn(t *testing.T, repository *source.Repository, format template.Format, patterns ...string) []*compile.Result {
	t.Helper()
	dirs, problems := repository.Find(repository.Dir, patterns)
	if len(problems) > 0 {
		t.Fatalf("find the stacks: %v", problems)
	}
	var results []*compile.Result
	more, err := compile.Run(context.Background(), compile.Options{
		Repository: repository, Dirs: dirs, Version: "devel", Format: format,
		Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}, func(r *compile.Result) error {
		results = append(results, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if diag.HasErrors(r.Diags) {
			t.Errorf("%s has errors:\n%s", r.Dir, findings(r.Diags))
		}
	}
	if diag.HasErrors(more) {
		t.Errorf("the stacks do not go together:\n%s", findings(more))
	}
	if t.Failed() {
		t.FailNow()
	}
	slices.SortFunc(results, func(a, b *compile.Result) int { return strings.Compare(a.Dir, b.Dir) })
	return results
}

// withoutAdvice leaves out the notes of the rules, about keys, networks and limits
// that a spec could have besides. Specs of tests rarely have them all.
func withoutAdvice(diags []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(diags), func(d diag.Diagnostic) bool {
		return d.Severity == diag.Note && (strings.HasPrefix(d.Rule, "SM5") || strings.HasPrefix(d.Rule, "SM6"))
	})
}
