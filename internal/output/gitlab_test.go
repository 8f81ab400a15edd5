package output

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
)

// read returns a report in the form that GitLab reads.
func read(t *testing.T, r *Report, most int) ([]gitlabIssue, int) {
	t.Helper()
	var out strings.Builder
	if err := writeGitLab(&out, r, most); err != nil {
		t.Fatal(err)
	}
	var issues []gitlabIssue
	if err := json.Unmarshal([]byte(out.String()), &issues); err != nil {
		t.Fatal(err)
	}
	return issues, out.Len()
}

func TestGitLab(t *testing.T) {
	module := gitlabLocation{"cue.mod/module.cue", gitlabLines{1}}
	r := &Report{Findings: []diag.Diagnostic{
		{Severity: diag.Note, Message: "good to know"},
		{Severity: diag.Warning, Rule: "SM101", Path: "jobs.a", Message: "beware", Help: "mend <it>"},
		{Severity: diag.Warning, Message: "let pass", Waiver: &diag.Waiver{Reason: "we know"}},
		{Message: "wrong\x1b\xff"},
	}}
	want := []gitlabIssue{
		{`wrong\x1b` + "\ufffd", "SM001", "", "major", module},
		{"jobs.a: beware; mend <it>", "SM101", "", "minor", module},
		{"good to know", "SM001", "", "info", module},
	}
	got, _ := read(t, r, maxGitLab)
	for i := range got {
		if len(got[i].Fingerprint) != 32 {
			t.Errorf("fingerprint %q", got[i].Fingerprint)
		}
		got[i].Fingerprint = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
}

// TestGitLabFits leaves out what GitLab would not show, and counts it.
func TestGitLabFits(t *testing.T) {
	r := &Report{}
	for i := range 100 {
		r.Findings = append(r.Findings, diag.Diagnostic{Severity: diag.Note, Message: fmt.Sprint("note ", i)})
	}
	r.Findings = append(r.Findings, diag.Diagnostic{Message: "the error"})
	const most = 4_000
	issues, size := read(t, r, most)
	last := issues[len(issues)-1]
	want := fmt.Sprintf("and %d more findings, which GitLab would not show; smgen vet lists all of them", 101-(len(issues)-1))
	if size > most || size < most-600 || last.Description != want || issues[0].Description != "the error" {
		t.Errorf("%d bytes, from %q to %q; want at most %d, from the error to %q", size, issues[0].Description, last.Description, most, want)
	}
}
