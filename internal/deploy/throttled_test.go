package deploy_test

import (
	"fmt"
	"testing"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

// TestThrottled deploys many stacks through throttling. One in twenty fails for a
// reason of its own: what is told of each stack is what became of it, and no change
// set is executed twice.
func TestThrottled(t *testing.T) {
	t.Parallel()
	stacks := 400
	if testing.Short() {
		stacks = 100
	}
	sideBySide(t, []float64{0.1, 0.5}, func(part float64) string { return fmt.Sprint(part) }, func(t *testing.T, part float64) {
		c := newCloud(t)
		var targets []*target.Target
		for i := range stacks {
			targets = append(targets, stack(fmt.Sprintf("s%d", i), 1))
			if i%20 == 0 {
				c.FailResource(localcfn.ResourceFault{Stack: targets[i].Name, Do: localcfn.Create})
			}
		}
		c.Throttle(part, 1)
		o := c.options(c.plan(t, targets...), targets...)
		o.Fresh, o.Concurrency = true, 40
		report := run(t, o, &printer{})
		executed, throttled := map[string]bool{}, 0
		for _, call := range c.Calls() {
			switch {
			case call.Error == "Throttling":
				throttled++
			case call.Action == "ExecuteChangeSet" && call.Error == "":
				executed[call.Stack] = true // the change set's ARN
			}
		}
		if got := float64(throttled) / float64(c.Count()); got < part*0.8 || got > part*1.2 {
			t.Errorf("%.2f of the calls were throttled", got)
		}
		c.Clear()
		live, err := changeset.List(t.Context(), c.at(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range report.Stacks {
			is, want := live[s.Target.Name], progress.Deployed
			if is == nil {
				want = progress.Failed
			}
			if s.Result != want || is != nil && is.Status != "CREATE_COMPLETE" {
				t.Errorf("%s is told to be %s (%s), and is %+v", s.Target.Name, s.Result, s.Message, is)
			}
			if is == nil {
				continue
			}
			// An answer that comes late is asked for again, by a token that keeps
			// CloudFormation from executing again.
			if n := c.begun(t, s.Target.Name); n != 1 {
				t.Errorf("%s was executed %d times", s.Target.Name, n)
			}
		}
		if len(executed) != stacks {
			t.Errorf("%d change sets were executed, want %d", len(executed), stacks)
		}
		if got, want := report.Summary(), fmt.Sprintf("%d deployed, %d failed", stacks-stacks/20, stacks/20); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}
