package output_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

// identities returns the fingerprints that a report has in each format.
func identities(t *testing.T, r *output.Report) map[string][]string {
	t.Helper()
	var plain struct {
		Findings []struct{ Fingerprint string }
	}
	var gitlab []struct{ Fingerprint string }
	var sarif struct {
		Runs []struct {
			Results []struct{ PartialFingerprints map[string]string }
		}
	}
	for _, read := range []struct {
		format output.Format
		into   any
	}{{output.JSON{}, &plain}, {output.GitLab{}, &gitlab}, {output.SARIF{}, &sarif}} {
		if err := json.Unmarshal([]byte(written(t, read.format, r)), read.into); err != nil {
			t.Fatal(err)
		}
	}
	all := map[string][]string{}
	for _, f := range plain.Findings {
		all["json"] = append(all["json"], f.Fingerprint)
	}
	for _, f := range gitlab {
		all["gitlab"] = append(all["gitlab"], f.Fingerprint)
	}
	for _, f := range sarif.Runs[0].Results {
		all["sarif"] = append(all["sarif"], f.PartialFingerprints["smgenFinding/v1"])
	}
	for _, list := range all {
		slices.Sort(list)
	}
	return all
}

// TestFingerprintsSurvive moves all lines, which changes no identity.
func TestFingerprintsSurvive(t *testing.T) {
	findings := []diag.Diagnostic{
		{Pos: at(3, 2), Path: "jobs.a.image", Message: "one"},
		{Pos: at(3, 2), Path: "jobs.a.image", Message: "two"},
		{Pos: at(3, 2), Path: "jobs.a.image", Message: "two", Rule: "SM101"},
		{Pos: at(3, 2), Path: "jobs.b.image", Message: "one"},
		{Pos: at(3, 2), Message: "conflicts with stacks/defaults.cue:14:3, see line 14"},
		{Pos: at(4, 2), Message: "conflicts with stacks/defaults.cue:14:3, see line 14"},
		{Pos: at(4, 2), Message: "another one"},
		{Pos: diag.Position{File: "stacks/b/stack.cue", Line: 3, Column: 2}, Path: "jobs.a.image", Message: "one"},
		{Message: "no place"},
	}
	before := identities(t, repository(t, source, findings...))
	var moved []diag.Diagnostic
	for _, d := range findings {
		if d.Pos.IsValid() {
			d.Pos.Line += 40
			d.Pos.Column += 3
		}
		if d.Path == "" && len(d.Message) > 20 {
			d.Message = "conflicts with stacks/defaults.cue:54:6, see line 54"
		}
		moved = append(moved, d)
	}
	after := identities(t, repository(t, source, moved...))
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("fingerprints change when lines move (-before +after):\n%s", diff)
	}
	for format, list := range before {
		if n := len(slices.Compact(slices.Clone(list))); n != len(findings) {
			t.Errorf("%s: %d findings have %d fingerprints", format, len(findings), n)
		}
	}
	if diff := cmp.Diff(before["json"], before["sarif"]); diff != "" {
		t.Errorf("JSON and SARIF call findings differently:\n%s", diff)
	}
}
