package trace_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/trace"
)

// TestParent goes up from a value in JSON text to the template.
func TestParent(t *testing.T) {
	var got []string
	for pointer, ok := "/Resources/A/Properties/Input#/request/RoleArn", true; ok; pointer, ok = trace.Parent(pointer) {
		got = append(got, pointer)
	}
	want := []string{
		"/Resources/A/Properties/Input#/request/RoleArn", "/Resources/A/Properties/Input#/request", "/Resources/A/Properties/Input#",
		"/Resources/A/Properties/Input", "/Resources/A/Properties", "/Resources/A", "/Resources", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("going up (-want +got):\n%s", diff)
	}
}

// TestRules demands that each kind of finding explains itself, and that each
// finding is of one.
func TestRules(t *testing.T) {
	var ids []string
	severities := map[string]diag.Severity{}
	for _, r := range trace.Rules() {
		ids = append(ids, r.ID)
		severities[r.ID] = r.Severity
		if r.Title == "" || !strings.HasSuffix(r.Doc, ".") || !strings.HasPrefix(r.ID, "SM2") {
			t.Errorf("%s: want an ID of the family SM2, a title, and sentences that explain it", r.ID)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("the IDs are %v; want each once, in order", ids)
	}
	templates := goldenTemplates(t)
	met := map[string]bool{}
	for _, c := range findingCases() {
		for _, f := range trace.Prove(edit(templates[c.file], c.id, c.path, c.value), placeOf(c.file)) {
			if f.Rule == "SM127" {
				continue // package policy's
			}
			met[f.Rule] = true
			if severity, known := severities[f.Rule]; !known || severity != f.Severity {
				t.Errorf("%s: %s has the severity %s, and its rule %s", c.name, f.Rule, f.Severity, severity)
			}
		}
	}
	for _, id := range ids {
		if id != "SM211" && !met[id] { // the mutations of training roles meet it
			t.Errorf("no case of TestFindings meets %s", id)
		}
	}
}
