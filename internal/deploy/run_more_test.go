package deploy_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/order"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

// TestOnceMore: a new role is not known everywhere at once.
func TestOnceMore(t *testing.T) {
	t.Parallel()
	const reason = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
	for times, want := range map[int]string{1: "churn deployed", 2: "churn failed"} {
		c := newCloud(t)
		c.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Create, Reason: reason, Times: times})
		report := c.deploy(t, stack("churn", 1))
		if got := results(report); got != want {
			t.Errorf("failed %d times: %s, want %s", times, got, want)
		}
		if n := c.count("ExecuteChangeSet"); n != 2 {
			t.Errorf("failed %d times: %d change sets were executed, want 2", times, n)
		}
	}
}

// TestBusy meets a deployment of somebody else.
func TestBusy(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, stack("churn", 1))
	plan, stalled := c.plan(t, stack("churn", 2)), c.plan(t, stack("churn", 3))
	c.StallOperation("churn")
	first, err := deploy.New(c.options(stalled, stack("churn", 3)))
	if err != nil {
		t.Fatal(err)
	}
	begun := make(chan struct{})
	var told atomic.Bool
	c.Before(func(call localcfn.Call) {
		if call.Action == "DescribeStackEvents" && len(first.Running()) > 0 && told.CompareAndSwap(false, true) {
			close(begun)
		}
	})
	go first.Do(context.Background(), &printer{}) // the endpoint's end is its end
	<-begun
	for {
		s, err := changeset.Get(t.Context(), c.at(t), "churn")
		if err != nil {
			t.Fatal(err)
		}
		if s.IsBusy() {
			break
		}
	}
	report := run(t, c.options(plan, stack("churn", 2)), &printer{})
	s := report.Stacks[0]
	want := "the stack is being deployed by smgen, arn:aws:sts::123456789012:assumed-role/local/smgen, https://ci.example/1; wait for the end of that, and run the same command again"
	if diff := cmp.Diff(want, s.Message); diff != "" || s.Result != progress.Failed || s.Next != "smgen events -f stacks/churn" {
		t.Errorf("%s\n%+v", diff, s)
	}
}

// TestNoExecute leaves the change sets.
func TestNoExecute(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, stack("churn", 1))
	targets := []*target.Target{stack("churn", 2), stack("fresh", 1)}
	o := c.options(c.plan(t, targets...), targets...)
	o.NoExecute = true
	report := run(t, o, &printer{})
	if got := results(report); got != "churn planned, fresh planned" || report.Stacks[0].ChangeSet == "" {
		t.Errorf("got %s, and the change set %q", got, report.Stacks[0].ChangeSet)
	}
	if n := c.count("ExecuteChangeSet"); n != 1 {
		t.Errorf("%d change sets were executed, want that of the beginning", n)
	}
	if left := c.left(t); len(left) != 3 {
		t.Errorf("there are %v, want two change sets and an empty stack", left)
	}
	// Whoever deploys then leaves nothing of it.
	if got := results(c.deploy(t, targets...)); got != "churn deployed, fresh deployed" {
		t.Errorf("got %s", got)
	}
	if left := c.left(t); left != nil {
		t.Errorf("left over: %v", left)
	}
}

func TestCircle(t *testing.T) {
	t.Parallel()
	a, b := stack("a", 1), stack("b", 1)
	a.Imports, a.Exports, b.Imports, b.Exports = []string{"y"}, []string{"x"}, []string{"x"}, []string{"y"}
	_, err := deploy.New(deploy.Options{Targets: []*target.Target{a, b}})
	if !errors.As(err, new(*order.CircleError)) {
		t.Errorf("error %v, want a circle", err)
	}
}
