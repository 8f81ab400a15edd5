package compile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spectest"
)

// TestRuleExamples tries the examples of every rule: the bad one breaks that rule
// and no other, the good one breaks none. Notes of other rules are let pass, as
// those of the launch proof say what cannot be known.
func TestRuleExamples(t *testing.T) {
	for _, rule := range policy.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			good := example(t, rule.Good, rule.OfStack)
			if diff := cmp.Diff([]string(nil), broken(good, rule.ID)); diff != "" {
				t.Errorf("the good example breaks rules (-want +got):\n%s\n%v", diff, good)
			}
			bad := example(t, rule.Bad, rule.OfStack)
			if diff := cmp.Diff([]string{rule.ID}, broken(bad, rule.ID)); diff != "" {
				t.Errorf("the bad example (-want +got):\n%s\n%v", diff, bad)
			}
			for _, d := range bad {
				if d.Rule == rule.ID && (d.Severity != rule.Severity || !d.Pos.IsValid() || d.Message == "") {
					t.Errorf("finding %+v, want the rule's severity, a place and a message", d)
				}
			}
		})
	}
}

// example compiles fields in a stack that is sound without them.
func example(t *testing.T, fields string, ofStack bool) []diag.Diagnostic {
	t.Helper()
	repository := spectest.Repository(t, map[string]string{spectest.Dir + "/" + source.StackFile: spectest.Example(fields, ofStack)})
	var diags []diag.Diagnostic
	more, err := compile.Run(t.Context(), compile.Options{
		Repository: repository, Dirs: []string{spectest.Dir}, Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	}, func(r *compile.Result) error {
		diags = append(diags, r.Diags...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return append(diags, more...)
}

// broken are the rules with findings that are not waived, in order: without the
// notes of other rules than the given one.
func broken(diags []diag.Diagnostic, id string) []string {
	var ids []string
	for _, d := range diags {
		if d.Rule == "" {
			d.Rule = policy.General
		}
		if d.Waiver == nil && (d.Severity != diag.Note || d.Rule == id) {
			ids = append(ids, d.Rule)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
