package lifecycle_test

import (
	"slices"
	"testing"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

func TestEveryStatusIsReachedAndLeft(t *testing.T) {
	reached := map[lifecycle.Status]bool{lifecycle.Absent: true}
	queue := []lifecycle.Status{lifecycle.Absent}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for _, next := range s.Next() {
			if !slices.Contains(lifecycle.Statuses(), next) {
				t.Errorf("%q leads to %q, which is no status", s, next)
			}
			if !reached[next] {
				reached[next] = true
				queue = append(queue, next)
			}
		}
	}
	for _, s := range lifecycle.Statuses() {
		if !reached[s] {
			t.Errorf("no way leads to %s", s)
		}
		if len(s.Next()) == 0 != s.Gone() {
			t.Errorf("%s is the end: %v, gone: %v", s, len(s.Next()) == 0, s.Gone())
		}
	}
}

// What may begin has to have a way to go.
func TestOperationsBegin(t *testing.T) {
	begins := map[lifecycle.Operation][]lifecycle.Status{
		lifecycle.Create: {lifecycle.CreateInProgress}, lifecycle.Update: {lifecycle.UpdateInProgress}, lifecycle.UpdateFailing: {lifecycle.UpdateInProgress},
		lifecycle.Delete: {lifecycle.DeleteInProgress}, lifecycle.Force: {lifecycle.DeleteInProgress},
		lifecycle.Rollback: {lifecycle.RollbackInProgress, lifecycle.UpdateRollbackInProgress}, lifecycle.Continue: {lifecycle.UpdateRollbackInProgress}, lifecycle.Cancel: {lifecycle.UpdateRollbackInProgress},
	}
	for _, s := range append(lifecycle.Statuses(), lifecycle.Absent) {
		for o, firsts := range begins {
			if s.Allows(o) && !slices.ContainsFunc(firsts, s.May) {
				t.Errorf("%q allows to %s, and has no way to it", s, o)
			}
		}
		if s.Busy() && (s.Allows(lifecycle.Update) || s.Allows(lifecycle.Create) || s.Allows(lifecycle.Rollback) || s.Allows(lifecycle.Continue) || s.Allows(lifecycle.Detect)) {
			t.Errorf("%s is busy, and allows something else to begin", s)
		}
	}
}

// As the user guide says of each status.
func TestAllows(t *testing.T) {
	for _, test := range []struct {
		operation lifecycle.Operation
		statuses  []lifecycle.Status
	}{
		{lifecycle.Create, []lifecycle.Status{lifecycle.Absent, lifecycle.ReviewInProgress}},
		{lifecycle.Update, []lifecycle.Status{lifecycle.CreateComplete, lifecycle.UpdateComplete, lifecycle.UpdateRollbackComplete}},
		{lifecycle.UpdateFailing, []lifecycle.Status{lifecycle.CreateComplete, lifecycle.UpdateComplete, lifecycle.UpdateRollbackComplete, lifecycle.CreateFailed, lifecycle.UpdateFailed}},
		{lifecycle.Delete, []lifecycle.Status{
			lifecycle.ReviewInProgress, lifecycle.CreateInProgress, lifecycle.CreateComplete, lifecycle.CreateFailed, lifecycle.RollbackComplete, lifecycle.RollbackFailed,
			lifecycle.UpdateComplete, lifecycle.UpdateFailed, lifecycle.UpdateRollbackComplete, lifecycle.UpdateRollbackFailed, lifecycle.DeleteFailed,
		}},
		{lifecycle.Force, []lifecycle.Status{lifecycle.DeleteFailed}},
		{lifecycle.Rollback, []lifecycle.Status{lifecycle.CreateFailed, lifecycle.UpdateFailed}},
		{lifecycle.Continue, []lifecycle.Status{lifecycle.UpdateRollbackFailed}},
		{lifecycle.Cancel, []lifecycle.Status{lifecycle.UpdateInProgress}},
	} {
		for _, s := range append(lifecycle.Statuses(), lifecycle.Absent) {
			if got, want := s.Allows(test.operation), slices.Contains(test.statuses, s); got != want {
				t.Errorf("%q allows to %s: %v", s, test.operation, got)
			}
		}
	}
}
