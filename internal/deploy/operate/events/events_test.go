package events_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/operate/events"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

const (
	queue  = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}}}`
	queue2 = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}}}}`
)

func words(list []progress.Event) []string {
	var out []string
	for _, e := range list {
		text := e.Resource + " " + e.Status
		if strings.HasSuffix(e.Status, "_FAILED") {
			text += ": " + e.Reason
		}
		out = append(out, text)
	}
	return out
}

// TestLastOperation reads an update that failed and was rolled back: all of it, and
// nothing of the creation before.
func TestLastOperation(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	e.Deploy(operatetest.Target("churn", queue))
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Update, Reason: "no such\nthing"})
	s := e.Deploy(operatetest.Target("churn", queue2))
	last, err := events.Last(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"churn UPDATE_IN_PROGRESS", "Queue UPDATE_IN_PROGRESS", "Queue UPDATE_FAILED: no such\nthing",
		"churn UPDATE_ROLLBACK_IN_PROGRESS", "Queue UPDATE_IN_PROGRESS", "Queue UPDATE_COMPLETE",
		"churn UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "churn UPDATE_ROLLBACK_COMPLETE",
	}
	if diff := cmp.Diff(want, words(last.Events)); diff != "" {
		t.Error(diff)
	}
}

// TestFollow begins to follow in the middle of a creation, and while half of all
// calls are throttled: no event is missing, and none comes twice.
func TestFollow(t *testing.T) {
	t.Parallel()
	e := operatetest.StartSlow(t, 200*time.Millisecond)
	churn := operatetest.Target("churn", queue)
	in := e.Propose(churn, types.OnStackFailureRollback)
	e.Faults.Throttle(0.5, 7)
	e.Begin(churn, in)
	s := e.Find(churn)
	if s.Status() != "CREATE_IN_PROGRESS" {
		t.Skip("the creation was faster than the first look")
	}
	got := follow(t, func(print func(progress.Event)) (*execute.End, error) { return events.Follow(t.Context(), s, print) })
	want := []string{"churn CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_COMPLETE", "churn CREATE_COMPLETE"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFollowUpdate begins in the middle of an update: nothing of the creation before
// is told.
func TestFollowUpdate(t *testing.T) {
	t.Parallel()
	e := operatetest.StartSlow(t, 200*time.Millisecond)
	churn := operatetest.Target("churn", queue)
	e.Deploy(churn)
	churn.Template = []byte(queue2)
	e.Begin(churn, e.Propose(churn, types.OnStackFailureRollback))
	s := e.Find(churn)
	if s.Status() != "UPDATE_IN_PROGRESS" {
		t.Fatal(s.Status())
	}
	got := follow(t, func(print func(progress.Event)) (*execute.End, error) { return events.Follow(t.Context(), s, print) })
	want := []string{
		"churn UPDATE_IN_PROGRESS", "Queue UPDATE_IN_PROGRESS", "Queue UPDATE_COMPLETE",
		"churn UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "churn UPDATE_COMPLETE",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFollowNext waits for a stack that does not exist yet, and then for its update.
func TestFollowNext(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", queue)
	for _, step := range []struct {
		template string
		want     string
	}{{queue, "churn CREATE_COMPLETE"}, {queue2, "churn UPDATE_COMPLETE"}} {
		s := e.Find(churn)
		churn.Template = []byte(step.template)
		var later sync.WaitGroup
		later.Go(func() {
			time.Sleep(100 * time.Millisecond)
			e.Begin(churn, e.Propose(churn, types.OnStackFailureRollback))
		})
		got := follow(t, func(print func(progress.Event)) (*execute.End, error) { return events.Follow(t.Context(), s, print) })
		later.Wait()
		if len(got) < 3 || got[len(got)-1] != step.want {
			t.Errorf("got %q, want the last %s", got, step.want)
		}
		e.Settled(churn)
	}
}

// follow returns the events of a stack's resources as they were printed.
func follow(t *testing.T, run func(func(progress.Event)) (*execute.End, error)) []string {
	t.Helper()
	var list []progress.Event
	end, err := run(func(e progress.Event) {
		if e.Kind == progress.Resource {
			list = append(list, e)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if last := list[len(list)-1]; last.Status != end.Status {
		t.Errorf("it ends as %s, and the last event is %s", end.Status, last.Status)
	}
	return words(list)
}
