package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/policy"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

// finds returns what the named rules find in a stack at a time, in words, in the
// order of the jobs and the rules.
func finds(t *testing.T, cue string, now time.Time, ids ...string) []string {
	t.Helper()
	stack := spectest.Load(t, cue)
	requests := map[string]*request.Request{}
	for _, name := range stack.JobNames() {
		requests[name], _ = request.Build(stack, stack.Jobs[name], request.Names{TrainingJobName: spec.Literal("train-").Append(spec.Part{Run: "id"})})
	}
	var list []string
	for _, d := range policy.Check(policy.Input{Stack: stack, Requests: requests, Now: now}) {
		if slices.Contains(ids, d.Rule) {
			list = append(list, d.Rule+" "+d.Severity.String()+" "+d.Path+": "+d.Message)
			if d.Help == "" || !d.Pos.IsValid() {
				t.Errorf("finding %+v, want a next step and a place", d)
			}
		}
	}
	return list
}

// expects compares what rules find in specs.
func expects(t *testing.T, specs map[string][]string, ids ...string) {
	t.Helper()
	for cue, want := range specs {
		if diff := cmp.Diff(want, finds(t, cue, now, ids...)); diff != "" {
			t.Errorf("%s\nfindings (-want +got):\n%s", cue, diff)
		}
	}
}
