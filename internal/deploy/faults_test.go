package deploy_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

// TestInterrupted interrupts at each call in turn: whatever was not executed leaves
// nothing, and whatever was is followed to its end.
func TestInterrupted(t *testing.T) {
	var rest atomic.Bool
	for at := int32(1); at <= 24; at++ {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			c.deploy(t, stack("churn", 1))
			targets := []*target.Target{stack("churn", 2), stack("fresh", 1)}
			o := c.options(c.plan(t, targets...), targets...)
			o.Concurrency = 1
			r, err := deploy.New(o)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var calls atomic.Int32
			c.Before(func(localcfn.Call) {
				if calls.Add(1) == at {
					cancel()
				}
			})
			var p printer
			report := r.Do(ctx, &p)
			c.Clear()
			if !report.Interrupted {
				rest.Store(true)
			}
			if left := c.left(t); left != nil {
				t.Errorf("left over: %v\n%s", left, p.text())
			}
			for _, s := range report.Stacks {
				deployed := template(t, c, s.Target.Name) == string(s.Target.Template)
				switch s.Result {
				case progress.Deployed:
					if !deployed {
						t.Errorf("%s is told to be deployed, and is not", s.Target.Name)
					}
				case progress.Interrupted:
					if deployed {
						t.Errorf("%s is deployed, and told to be %s: %s", s.Target.Name, s.Result, s.Message)
					}
				default:
					t.Errorf("%s is %s: %s", s.Target.Name, s.Result, s.Message)
				}
			}
			if report.Interrupted && !strings.Contains(p.text(), "interrupted: no other stack is begun") {
				t.Errorf("it is not told that the run stops:\n%s", p.text())
			}
			// Once more, all is done.
			if got := results(c.deploy(t, targets...)); strings.Contains(got, "failed") || strings.Contains(got, "interrupted") {
				t.Errorf("run again: %s", got)
			}
		})
	}
	t.Cleanup(func() {
		if !rest.Load() {
			t.Error("each run was interrupted; more calls have to be tried")
		}
	})
}

// TestThrottled deploys many stacks through throttling, and again with nothing to do.
func TestThrottled(t *testing.T) {
	for _, test := range []struct {
		part   float64
		stacks int
	}{{0.1, 400}, {0.5, 400}} {
		t.Run(fmt.Sprint(test.part), func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			var targets []*target.Target
			for i := range test.stacks {
				targets = append(targets, stack(fmt.Sprintf("s%d", i), 1))
			}
			c.Throttle(test.part, 1)
			o := c.options(c.plan(t, targets...), targets...)
			o.Fresh, o.Concurrency = true, 100
			report := run(t, o, &printer{})
			if n := report.Count(progress.Deployed); n != test.stacks {
				t.Errorf("%s, want %d deployed", report.Summary(), test.stacks)
			}
			executed := map[string]int{}
			for _, call := range c.Calls() {
				if call.Action == "ExecuteChangeSet" && call.Error == "" {
					executed[call.Stack]++
				}
			}
			for name, n := range executed {
				if n != 1 {
					t.Errorf("the change set of %s was executed %d times", name, n)
				}
			}
			if len(executed) != test.stacks {
				t.Errorf("%d stacks were executed, want %d", len(executed), test.stacks)
			}
		})
	}
}

// TestExpired lets the credentials expire while stacks are under way, at each action.
func TestExpired(t *testing.T) {
	for _, action := range []string{"CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStackEvents"} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t)
			c.deploy(t, stack("churn", 1))
			targets := []*target.Target{stack("churn", 2)}
			plan := c.plan(t, targets...)
			c.FailCall(localcfn.CallFault{Action: action, Kind: localcfn.Expired})
			if action == "DescribeStackEvents" {
				c.FailCall(localcfn.CallFault{Action: "DescribeStacks", Kind: localcfn.Expired, From: 2})
			}
			report := run(t, c.options(plan, targets...), &printer{})
			s := report.Stacks[0]
			if s.Result != progress.Failed || !strings.Contains(s.Message, "get new credentials, and run the same command again") {
				t.Errorf("%s: %s", s.Result, s.Message)
			}
			c.Clear()
			if got := results(run(t, c.options(plan, targets...), &printer{})); got != "churn deployed" && got != "churn unchanged" {
				t.Errorf("with new credentials: %s", got)
			}
			if left := c.left(t); left != nil {
				t.Errorf("left over: %v", left)
			}
		})
	}
}

// TestDisturbed breaks connections and answers with 500 at each action, before and
// after it was done.
func TestDisturbed(t *testing.T) {
	for _, action := range []string{"CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DescribeStackEvents", "DescribeStacks"} {
		for name, kind := range map[string]localcfn.Kind{
			"500": localcfn.ServerError, "500 after": localcfn.ServerErrorAfter, "reset": localcfn.ResetBefore, "reset after": localcfn.ResetAfter,
		} {
			t.Run(action+" "+name, func(t *testing.T) {
				t.Parallel()
				c := newCloud(t)
				c.deploy(t, stack("churn", 1))
				targets := []*target.Target{stack("churn", 2), stack("fresh", 1)}
				plan := c.plan(t, targets...)
				c.FailCall(localcfn.CallFault{Action: action, Kind: kind, Times: 2})
				if got := results(run(t, c.options(plan, targets...), &printer{})); got != "churn deployed, fresh deployed" {
					t.Errorf("got %s", got)
				}
				if n := c.count("ExecuteChangeSet"); n < 3 {
					t.Errorf("%d change sets were executed, want 3", n)
				}
				if left := c.left(t); left != nil {
					t.Errorf("left over: %v", left)
				}
			})
		}
	}
}
