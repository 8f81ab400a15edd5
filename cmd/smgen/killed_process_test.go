//go:build unix

package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// must runs the program, which has to succeed, and returns its standard output.
func (p *pipeline) must(t *testing.T, args ...string) string {
	t.Helper()
	cmd, stderr := p.smgen(t, args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", args, err, out, stderr)
	}
	return string(out)
}

// executed is how many change sets were executed.
func (p *pipeline) executed() int {
	n := 0
	for _, call := range p.Calls() {
		if call.Action == "ExecuteChangeSet" && call.Error == "" {
			n++
		}
	}
	return n
}

// TestDeployPlanKilled kills the program at each call of the deployment of a saved
// plan: the same plan ends what was begun, and does nothing twice.
func TestDeployPlanKilled(t *testing.T) {
	notShort(t)
	t.Parallel()
	const last = 24
	var rest atomic.Bool
	t.Run("at", func(t *testing.T) {
		for at := int32(1); at <= last; at++ {
			t.Run(fmt.Sprint(at), func(t *testing.T) {
				t.Parallel()
				if rest.Load() {
					return // there are not so many
				}
				p := newPipeline(t, "churn")
				p.deploy(t, exitOK)
				p.spec(t, "churn", "cron(0 3 * * ? *)")
				p.spec(t, "fraud", "cron(0 3 * * ? *)")
				p.must(t, "plan", "--out", "plan.json", "--rate", "1000")
				if !p.killAt(t, at, "deploy", "--plan", "plan.json", "--rate", "1000") {
					rest.Store(true)
				}
				p.waitIdle(t)
				p.must(t, "deploy", "--plan", "plan.json", "--rate", "1000")
				if n := p.executed(); n != 3 {
					t.Errorf("%d change sets were executed, want 3: one that creates each stack, and one update", n)
				}
				if left := p.left(t); left != "" {
					t.Errorf("left over: %s", left)
				}
			})
		}
	})
	if !rest.Load() {
		t.Errorf("there are more than %d calls; kill it at each of them", last)
	}
}

// TestPlanKilled kills a plan at each of its calls. It has changed nothing and made no
// stack, the plan is the same afterwards, and what is left of change sets goes with
// the next deployment.
func TestPlanKilled(t *testing.T) {
	notShort(t)
	t.Parallel()
	p := newPipeline(t, "churn")
	p.deploy(t, exitOK)
	p.spec(t, "churn", "cron(0 3 * * ? *)")
	p.spec(t, "fraud", "cron(0 3 * * ? *)")
	digest := func() string {
		t.Helper()
		name := p.dir + "/plan.json"
		p.must(t, "plan", "--out", name, "--rate", "1000", "--now", "2027-01-31T00:00:00Z")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`"digest": "sha256:[0-9a-f]+"`).FindString(string(text))
	}
	before := digest()
	if before == "" {
		t.Fatal("the plan has no digest")
	}
	for at := int32(1); p.killAt(t, at, "plan", "--out", p.dir+"/killed.json", "--rate", "1000"); at++ {
		if _, err := os.Stat(p.dir + "/killed.json"); err == nil {
			t.Errorf("killed at call %d, it has saved a plan", at)
		}
		if left := p.left(t); strings.Contains(left, "the empty stack") {
			t.Errorf("killed at call %d: left over: %s", at, left)
		}
		if at > 20 {
			t.Fatal("there is no end of calls")
		}
	}
	if after := digest(); after != before {
		t.Errorf("the plan was %s, and is %s", before, after)
	}
	if n := p.executed(); n != 1 {
		t.Errorf("%d change sets were executed, want that of the beginning", n)
	}
	p.must(t, "deploy", "--plan", "plan.json", "--rate", "1000")
	if left := p.left(t); left != "" {
		t.Errorf("left over after the deployment: %s", left)
	}
}

// TestDestroyKilled kills the program at each call of a deletion: run again, the
// stack is gone.
func TestDestroyKilled(t *testing.T) {
	notShort(t)
	t.Parallel()
	p := newPipeline(t, "churn")
	destroy := []string{"destroy", "stacks/churn", "--confirm", "churn-staging", "--rate", "1000"}
	for at, more := int32(1), true; more; at++ {
		p.deploy(t, exitOK)
		more = p.killAt(t, at, destroy...)
		p.must(t, destroy...)
		if text := p.ask(t, "DescribeStacks", "churn-staging"); !strings.Contains(text, "does not exist") {
			t.Errorf("killed at call %d, and run again: %s", at, text)
		}
		if at > 20 {
			t.Fatal("there is no end of calls")
		}
	}
}

// TestPlanDiskFull writes a report to a disk that is full.
func TestPlanDiskFull(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	p := newPipeline(t, "churn")
	for _, args := range [][]string{{"plan"}, {"plan", "-o", "/dev/full"}, {"plan", "--out", "plan.json"}} {
		cmd, stderr := p.smgen(t, append(args, "--rate", "1000")...)
		if len(args) != 3 || args[1] != "-o" {
			cmd.Stdout = full
		}
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != exitFindings || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%v: exit code %d, want %d, and the reason:\n%s", args, code, exitFindings, stderr)
		}
	}
}
