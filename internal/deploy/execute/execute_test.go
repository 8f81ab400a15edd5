package execute_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

func TestRun(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	var seen events
	end, err := execute.Run(t.Context(), c.Clients, of(c.changeSet(t, queues(1), target.Settings{})), seen.print)
	if err != nil || !end.Well() || end.Failure != nil || !strings.Contains(end.Outputs["URL"], "sqs") {
		t.Fatalf("got %+v, %v; want a stack that was created, with its output", end, err)
	}
	want := []string{
		"churn CREATE_IN_PROGRESS 0/2", "First CREATE_IN_PROGRESS 0/2", "First CREATE_COMPLETE 1/2",
		"Second CREATE_IN_PROGRESS 1/2", "Second CREATE_COMPLETE 2/2", "churn CREATE_COMPLETE 2/2",
	}
	if diff := cmp.Diff(want, seen.lines()); diff != "" {
		t.Error(diff)
	}
	if e := seen.list[0]; e.Kind != progress.Resource || e.Stack != "churn" || e.Dir != "stacks/churn" || e.Type != "AWS::CloudFormation::Stack" || e.Time.IsZero() {
		t.Errorf("the first event is %+v", e)
	}
	// An update tells its own events alone.
	seen = events{}
	end, err = execute.Run(t.Context(), c.Clients, of(c.changeSet(t, queues(2), target.Settings{})), seen.print)
	if err != nil || end.Status != "UPDATE_COMPLETE" {
		t.Fatalf("got %+v, %v; want a stack that was updated", end, err)
	}
	if lines := strings.Join(seen.lines(), " "); strings.Contains(lines, "CREATE_") || !strings.Contains(lines, "Second UPDATE_COMPLETE 2/2") {
		t.Errorf("the events of the update are %s", lines)
	}
}

func TestRunFails(t *testing.T) {
	const reason = "Resource handler returned message: \"no such thing\\nat all\" (HandlerErrorCode: InvalidRequest)"
	for _, test := range []struct {
		name   string
		exists bool
		fault  []localcfn.ResourceFault
		on     target.Settings
		want   string
	}{
		{"create", false, []localcfn.ResourceFault{{LogicalID: "Second", Do: localcfn.Create, Reason: reason}}, target.Settings{}, "DELETE_COMPLETE: Second CREATE_FAILED"},
		{"create, rolled back", false, []localcfn.ResourceFault{{LogicalID: "Second", Do: localcfn.Create, Reason: reason}}, target.Settings{OnFailure: "ROLLBACK"}, "ROLLBACK_COMPLETE: Second CREATE_FAILED"},
		{"create, kept", false, []localcfn.ResourceFault{{LogicalID: "Second", Do: localcfn.Create, Reason: reason}}, target.Settings{OnFailure: "DO_NOTHING"}, "CREATE_FAILED: Second CREATE_FAILED"},
		{"update", true, []localcfn.ResourceFault{{LogicalID: "Second", Do: localcfn.Update, Reason: reason}}, target.Settings{}, "UPDATE_ROLLBACK_COMPLETE: Second UPDATE_FAILED"},
		{
			"update, not undone", true,
			[]localcfn.ResourceFault{{LogicalID: "Second", Do: localcfn.Update, Reason: reason}, {LogicalID: "First", Do: localcfn.Rollback, Reason: "neither"}},
			target.Settings{}, "UPDATE_ROLLBACK_FAILED: Second UPDATE_FAILED",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			if test.exists {
				c.deploy(t, queues(1))
			}
			for _, f := range test.fault {
				c.FailResource(f)
			}
			cs := of(c.changeSet(t, queues(2), test.on))
			cs.OnFailure = test.on.OnFailure
			end, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
			if err != nil {
				t.Fatal(err)
			}
			if got := end.Status + ": " + end.Failure.Resource + " " + end.Failure.Status; got != test.want || end.Well() {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if end.Failure.Reason != reason || end.Failure.Type != "AWS::SQS::Queue" {
				t.Errorf("the failure is %+v, want the reason in full", end.Failure)
			}
		})
	}
}

// TestRunDisturbed repeats calls that fail in each way, at each step.
func TestRunDisturbed(t *testing.T) {
	for _, action := range []string{"ExecuteChangeSet", "DescribeStackEvents", "DescribeStacks"} {
		for name, kind := range map[string]localcfn.Kind{
			"throttled": localcfn.Throttled, "500": localcfn.ServerError, "500 after": localcfn.ServerErrorAfter, "reset": localcfn.ResetBefore, "reset after": localcfn.ResetAfter,
		} {
			t.Run(action+" "+name, func(t *testing.T) {
				t.Parallel()
				c := newCloud(t)
				cs := of(c.changeSet(t, queues(1), target.Settings{}))
				c.FailCall(localcfn.CallFault{Action: action, Kind: kind, Times: 1})
				end, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
				if err != nil || !end.Well() {
					t.Errorf("got %+v, %v; want a stack that was created", end, err)
				}
			})
		}
	}
}

// TestRunOnce: the answer to the call that executes is lost, and the next attempt is
// refused.
func TestRunOnce(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	cs := of(c.changeSet(t, queues(1), target.Settings{}))
	c.FailCall(localcfn.CallFault{Action: "ExecuteChangeSet", Kind: localcfn.ResetAfter, Times: 1})
	c.FailCall(localcfn.CallFault{Action: "ExecuteChangeSet", Kind: localcfn.Denied})
	end, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
	if err != nil || !end.Well() {
		t.Errorf("got %+v, %v; want a stack that was created", end, err)
	}
}

func TestRunRefused(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	cs := of(c.changeSet(t, queues(1), target.Settings{}))
	c.FailCall(localcfn.CallFault{Action: "ExecuteChangeSet", Kind: localcfn.Denied})
	_, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
	if code := session.Code(err); code != "AccessDenied" {
		t.Errorf("error %v, want that of AWS", err)
	}
	if got := c.status(t); got != "REVIEW_IN_PROGRESS" {
		t.Errorf("the stack is %s", got)
	}
}

// TestRunOvertaken executes a change set that another one came before.
func TestRunOvertaken(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, queues(1))
	cs := of(c.changeSet(t, queues(2), target.Settings{}))
	c.deploy(t, queues(3))
	_, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
	if !errors.Is(err, changeset.ErrOvertaken) {
		t.Errorf("error %v, want that the stack was changed meanwhile", err)
	}
}

// TestRunInterrupted cancels while CloudFormation is at work.
func TestRunInterrupted(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	cs := of(c.changeSet(t, queues(1), target.Settings{}))
	ctx, cancel := context.WithCancel(t.Context())
	c.Before(func(call localcfn.Call) {
		if call.Action == "DescribeStackEvents" {
			cancel()
		}
	})
	end, err := execute.Run(ctx, c.Clients, cs, func(progress.Event) {})
	if err != nil || !end.Well() || ctx.Err() == nil {
		t.Errorf("got %+v, %v; want the operation followed to its end", end, err)
	}
	c.Clear()
	if _, err := execute.Run(ctx, c.Clients, of(c.changeSet(t, queues(2), target.Settings{})), func(progress.Event) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("a run that was cancelled before it began: %v", err)
	}
	if n := c.count("ExecuteChangeSet"); n != 1 {
		t.Errorf("%d change sets were executed, want 1", n)
	}
}

// TestFollowExpired: nobody may watch any more.
func TestFollowExpired(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	cs := of(c.changeSet(t, queues(1), target.Settings{}))
	for _, action := range []string{"DescribeStackEvents", "DescribeStacks"} {
		c.FailCall(localcfn.CallFault{Action: action, Kind: localcfn.Expired})
	}
	_, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
	var unfollowed *execute.UnfollowedError
	if !errors.As(err, &unfollowed) || !session.IsExpired(err) || !strings.Contains(err.Error(), "goes on in AWS") || !strings.Contains(err.Error(), "get new credentials") {
		t.Errorf("error %v, want that the operation goes on", err)
	}
}

// TestFollowWithoutEvents: who may not read events sees how it ends all the same.
func TestFollowWithoutEvents(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	cs := of(c.changeSet(t, queues(1), target.Settings{}))
	c.FailCall(localcfn.CallFault{Action: "DescribeStackEvents", Kind: localcfn.Denied})
	end, err := execute.Run(t.Context(), c.Clients, cs, func(progress.Event) {})
	if err != nil || !end.Well() {
		t.Errorf("got %+v, %v; want a stack that was created", end, err)
	}
}

// TestFailureWithoutDescribeEvents falls back to the stack's events.
func TestFailureWithoutDescribeEvents(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.FailResource(localcfn.ResourceFault{LogicalID: "First", Do: localcfn.Create, Reason: "no"})
	c.FailCall(localcfn.CallFault{Action: "DescribeEvents", Kind: localcfn.Denied})
	end := c.deploy(t, queues(1))
	if diff := cmp.Diff(&execute.Failure{Resource: "First", Type: "AWS::SQS::Queue", Status: "CREATE_FAILED", Reason: "no"}, end.Failure); diff != "" {
		t.Error(diff)
	}
}
