package compile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
)

// TestWithoutConsequences keeps the findings that have nothing to do with the
// mistakes.
func TestWithoutConsequences(t *testing.T) {
	known := []diag.Diagnostic{
		{Path: "jobs.a.vpc", Message: "wrong"},
		{Path: "jobs[_].spot", Message: "wrong"},
		{Path: "jobs.b.imag", Message: "unknown field; did you mean image?"},
		{Path: "project", Message: "wrong"},
		{Path: `tags."cost center"`, Message: "wrong"},
		{Path: "jobs.c.schedule", Message: "fine", Severity: diag.Note},
	}
	for _, test := range []struct {
		path, message string
		kept          bool
	}{
		{"jobs.a.vpc", "x", false},
		{"jobs.a.vpc.subnets[0]", "x", false},
		{"jobs.a", "x", false},
		{"jobs", "x", false},
		{"", "x", false},
		{"jobs.a.vpcs", "x", true},
		{"jobs.c.vpc", "x", true},
		{"jobs.c.spot.maxWaitSeconds", "x", false},
		{"jobs.b.image", "x", false},
		{"jobs.c.image", "x", true},
		{"jobs.c.output", "differs from jobs.a.vpc of the other", false},
		{"jobs.c.output", "differs from jobs.a.vpc.subnets of the other", true},
		{"jobs.c.output", `differs from tags."cost center" of the stack`, false},
		{"jobs.c.output", "is no project of ours", true},
		{"jobs.c.schedule", "x", true},
		{"region", "x", true},
	} {
		found := []diag.Diagnostic{{Path: test.path, Message: test.message}}
		want := []diag.Diagnostic{}
		if test.kept {
			want = []diag.Diagnostic{{Path: test.path, Message: test.message}}
		}
		if diff := cmp.Diff(want, withoutConsequences(known, found)); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", test.path, test.message, diff)
		}
	}
}

// TestTooManyMistakes keeps nothing beside more mistakes than anybody mends at once.
func TestTooManyMistakes(t *testing.T) {
	found := []diag.Diagnostic{{Path: "jobs.b", Message: "x"}}
	known := make([]diag.Diagnostic, maxMistakes, maxMistakes+1)
	for i := range known {
		known[i] = diag.Diagnostic{Path: "jobs.a", Message: "wrong"}
	}
	if got := withoutConsequences(known, found); len(got) != 1 {
		t.Errorf("%d findings beside %d mistakes, want 1", len(got), len(known))
	}
	if got := withoutConsequences(append(known, known[0]), found); len(got) != 0 {
		t.Errorf("%d findings beside %d mistakes, want none", len(got), len(known)+1)
	}
}
