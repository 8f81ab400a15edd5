package planning_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
)

// TestPlanThrottled: half of all calls are throttled, and each stack is planned.
func TestPlanThrottled(t *testing.T) {
	c := serve(t)
	var targets []*target.Target
	for i := range 12 {
		name := fmt.Sprintf("s%d", i)
		if i%3 > 0 {
			c.deploy(stackOf(name, one, 1))
		}
		targets = append(targets, stackOf(name, one, i%3))
	}
	c.faults.Throttle(0.5, 1)
	_, looks, errs := c.plan(t.Context(), targets...)
	c.faults.Clear()
	if len(errs) > 0 || len(looks) != len(targets) {
		t.Errorf("%d of %d were planned: %v", len(looks), len(targets), errs)
	}
	c.nothingLeft(targets...)
}

// TestPlanDisturbed disturbs each action of a plan in each way, twice.
func TestPlanDisturbed(t *testing.T) {
	for _, kind := range []localcfn.Kind{localcfn.ServerError, localcfn.ServerErrorAfter, localcfn.ResetBefore, localcfn.ResetAfter} {
		c := serve(t)
		targets := []*target.Target{stackOf("a", one, 2), stackOf("b", one, 1), stackOf("c", one, 2)}
		c.deploy(stackOf("a", one, 1), stackOf("b", one, 1))
		actions := []string{"GetCallerIdentity", "DescribeStacks", "GetTemplate", "CreateChangeSet", "DescribeChangeSet", "DeleteChangeSet"}
		for _, action := range actions {
			c.faults.FailCall(localcfn.CallFault{Action: action, Kind: kind, Times: 2})
		}
		c.sessions = session.New(session.Options{Endpoint: c.url, Local: true, Rate: 1000})
		before := c.Count()
		_, looks, errs := c.plan(t.Context(), targets...)
		called := map[string]bool{}
		for _, call := range c.Calls()[before:] {
			called[call.Action] = true
		}
		for action := range called {
			if !slices.Contains(actions, action) {
				t.Errorf("a plan calls %s, which is not disturbed", action)
			}
		}
		c.faults.Clear()
		if len(errs) > 0 || len(looks) != len(targets) || looks["a"].Entry.Operation != changeset.UpdateStack || looks["b"].Entry.Operation != changeset.Nothing || looks["c"].Entry.Operation != changeset.CreateStack {
			t.Errorf("kind %d: %d of %d were planned: %v", kind, len(looks), len(targets), errs)
		}
		c.nothingLeft(targets...)
	}
}

// TestPlanInterrupted interrupts the plan at each of its calls.
func TestPlanInterrupted(t *testing.T) {
	c := serve(t)
	targets := []*target.Target{stackOf("a", one, 2), stackOf("b", one, 2), stackOf("c", one, 2)}
	c.deploy(stackOf("a", one, 1), stackOf("b", one, 1))
	for at := int64(1); ; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		var calls atomic.Int64
		c.faults.Before(func(localcfn.Call) {
			if calls.Add(1) == at {
				cancel()
				time.Sleep(10 * time.Millisecond)
			}
		})
		c.plan(ctx, targets...)
		done := ctx.Err() == nil
		cancel()
		c.faults.Clear()
		c.nothingLeft(targets...)
		if t.Failed() {
			t.Fatalf("interrupted at call %d", at)
		}
		if done {
			break
		}
	}
}
