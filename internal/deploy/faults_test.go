package deploy_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

// lastCall is more than the calls that the runs of these tests make, without those
// that wait.
const lastCall = 24

// steps are the calls of a run, counted from 1.
func steps() (list []int32) {
	for at := int32(1); at <= lastCall; at++ {
		list = append(list, at)
	}
	return list
}

// TestInterrupted interrupts at each call in turn: whatever was not executed leaves
// nothing, and whatever was is followed to its end.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	var rest atomic.Bool
	sideBySide(t, steps(), func(at int32) string { return fmt.Sprint(at) }, func(t *testing.T, at int32) {
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
	if !rest.Load() {
		t.Error("each run was interrupted; more calls have to be tried")
	}
}

// TestExpired lets the credentials expire at each call in turn, for good: that is
// told, and with new ones the same plan is carried out to its end.
func TestExpired(t *testing.T) {
	t.Parallel()
	var rest atomic.Bool
	sideBySide(t, steps(), func(at int32) string { return fmt.Sprint(at) }, func(t *testing.T, at int32) {
		c := newCloud(t)
		c.deploy(t, stack("churn", 1))
		targets := []*target.Target{stack("churn", 2), stack("fresh", 1)}
		plan := c.plan(t, targets...)
		c.FailCall(localcfn.CallFault{Kind: localcfn.Expired, From: int(at)})
		o := c.options(plan, targets...)
		o.Concurrency, o.Sessions = 1, c.unopened()
		report := run(t, o, &printer{})
		c.Clear()
		if report.Count(progress.Deployed) == len(targets) {
			rest.Store(true)
		}
		for _, s := range report.Stacks {
			deployed := template(t, c, s.Target.Name) == string(s.Target.Template)
			switch {
			case s.Result == progress.Deployed && deployed:
			case s.Result == progress.Failed && strings.Contains(s.Message, "get new credentials, and run the same command again"):
				if deployed && !strings.Contains(s.Message, "the deployment goes on in AWS") && !strings.Contains(s.Message, "the stack is deployed, and then") {
					t.Errorf("%s is deployed, and that is not told: %s", s.Target.Name, s.Message)
				}
			default:
				t.Errorf("%s is %s: %s", s.Target.Name, s.Result, s.Message)
			}
		}
		c.idle(t)
		report = run(t, c.options(plan, targets...), &printer{})
		if report.Count(progress.Deployed, progress.Unchanged) != len(targets) {
			t.Errorf("with new credentials: %s", results(report))
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
		for name, want := range map[string]int{"churn": 2, "fresh": 1} {
			if n := c.begun(t, name); n != want {
				t.Errorf("%s was changed %d times, want %d", name, n, want)
			}
		}
	})
	if !rest.Load() {
		t.Error("each run was stopped; more calls have to be tried")
	}
}

// TestDisturbed breaks connections and answers with 500 at each call in turn, twice,
// before and after it was done: all is deployed, once.
func TestDisturbed(t *testing.T) {
	t.Parallel()
	type fault struct {
		name string
		kind localcfn.Kind
		at   int32
	}
	var cases []fault
	for _, at := range steps() {
		cases = append(cases, fault{"500", localcfn.ServerError, at}, fault{"500 after", localcfn.ServerErrorAfter, at},
			fault{"reset", localcfn.ResetBefore, at}, fault{"reset after", localcfn.ResetAfter, at})
	}
	var rest atomic.Bool
	sideBySide(t, cases, func(f fault) string { return fmt.Sprintf("%s %d", f.name, f.at) }, func(t *testing.T, f fault) {
		c := newCloud(t)
		c.deploy(t, stack("churn", 1))
		fresh := stack("fresh", 1)
		fresh.Settings = target.Settings{Protected: true}
		targets := []*target.Target{stack("churn", 2), fresh}
		o := c.options(c.plan(t, targets...), targets...)
		o.Concurrency, o.Sessions = 1, c.unopened()
		before := c.Count()
		c.FailCall(localcfn.CallFault{Kind: f.kind, From: int(f.at), Times: 2})
		if got := results(run(t, o, &printer{})); got != "churn deployed, fresh deployed" {
			t.Errorf("got %s", got)
		}
		if c.Count()-before < int(f.at) {
			rest.Store(true)
		}
		c.Clear()
		for name, want := range map[string]int{"churn": 2, "fresh": 1} {
			if n := c.begun(t, name); n != want {
				t.Errorf("%s was changed %d times, want %d", name, n, want)
			}
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
	})
	if !rest.Load() {
		t.Error("each run was disturbed; more calls have to be tried")
	}
}

// TestDisturbedActions disturbs each action of a run that takes all steps, twice: code
// and a large template are uploaded, and the stacks have settings of their own.
func TestDisturbedActions(t *testing.T) {
	t.Parallel()
	deployAll := func(t *testing.T, disturb func(c *cloud)) (actions []string) {
		c := newCloud(t)
		c.bucket(t)
		c.deploy(t, stack("churn", 1))
		churn, launched := stack("churn", 2), launched("one")
		churn.Settings = target.Settings{Protected: true, Policy: `{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}`}
		churn.Bucket = launched.Bucket
		churn.Template = append(churn.Template, strings.Repeat(" ", 60_000)...)
		launched.Name = "launched"
		o := c.options(c.plan(t, churn, launched), churn, launched)
		o.Sessions, o.Read = c.unopened(), func(target.Artifact) ([]byte, error) { return []byte("one"), nil }
		before := c.Count()
		disturb(c)
		if report := run(t, o, &printer{}); results(report) != "churn deployed, launched deployed" {
			t.Errorf("got %s: %s %s", results(report), report.Stacks[0].Message, report.Stacks[1].Message)
		}
		c.Clear()
		for name, want := range map[string]int{"churn": 2, "launched": 1} {
			if n := c.begun(t, name); n != want {
				t.Errorf("%s was changed %d times, want %d", name, n, want)
			}
		}
		if left := c.left(t); left != nil {
			t.Errorf("left over: %v", left)
		}
		for _, call := range c.Calls()[before:] {
			if !slices.Contains(actions, call.Action) {
				actions = append(actions, call.Action)
			}
		}
		return actions
	}
	all := deployAll(t, func(*cloud) {})
	for _, action := range []string{"GetCallerIdentity", "PutObject", "SetStackPolicy", "UpdateTerminationProtection"} {
		if !slices.Contains(all, action) {
			t.Fatalf("the run calls %q, and not %s", all, action)
		}
	}
	kinds := []localcfn.Kind{localcfn.Throttled, localcfn.ServerError, localcfn.ServerErrorAfter, localcfn.ResetBefore, localcfn.ResetAfter}
	sideBySide(t, kinds, func(k localcfn.Kind) string { return fmt.Sprint(k) }, func(t *testing.T, kind localcfn.Kind) {
		deployAll(t, func(c *cloud) {
			for _, action := range all {
				c.FailCall(localcfn.CallFault{Action: action, Kind: kind, Times: 2})
			}
		})
	})
}

// TestWrongAccount: a plan is for its account, and so are the credentials.
func TestWrongAccount(t *testing.T) {
	c := newCloud(t)
	plan := c.plan(t, stack("churn", 1))
	elsewhere := stack("churn", 1)
	elsewhere.Account = "210987654321"
	before := c.Count()
	s := run(t, c.options(plan, elsewhere), &printer{}).Stacks[0]
	if diff := cmp.Diff("this is not what was reviewed; make a new plan, and have it reviewed:\n  the plan has no stack churn in 210987654321, eu-central-1", s.Message); diff != "" || s.Result != progress.Stale {
		t.Errorf("a plan from another account: %s\n%s", s.Result, diff)
	}
	if n := c.Count() - before; n > 0 {
		t.Errorf("%d calls were made for a plan of another account", n)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "LOCAL210987654321")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local")
	o := c.options(plan, stack("churn", 1))
	o.Sessions = session.New(session.Options{Endpoint: c.url, Rate: 1e6})
	s = run(t, o, &printer{}).Stacks[0]
	if s.Result != progress.Failed || !strings.HasPrefix(s.Message, "the credentials belong to account 210987654321 (") || !strings.Contains(s.Message, "and the spec says 123456789012; choose others with --profile") {
		t.Errorf("credentials of another account: %s: %s", s.Result, s.Message)
	}
	for _, call := range c.Calls()[before:] {
		if call.Service != "sts" {
			t.Errorf("%s was called", call.Action)
		}
	}
}
