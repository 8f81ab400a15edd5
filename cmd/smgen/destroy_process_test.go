//go:build unix

package main

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/smgen/smgen/internal/localcfn"
)

// TestDestroyInterrupted asks once, which ends the deletion that is under way and
// begins no other, and twice, which leaves at once and says what goes on.
func TestDestroyInterrupted(t *testing.T) {
	t.Parallel()
	for _, signals := range []int{1, 2} {
		p := newPipeline(t, "churn", "fraud")
		p.deploy(t, exitOK)
		if signals == 2 {
			p.StallOperation("churn-staging")
		}
		cmd, stderr := p.smgen(t, "destroy", "stacks/...", "--confirm", "churn-staging,fraud-staging", "--rate", "1000", "--concurrency", "1")
		var deleting atomic.Bool
		code := p.interrupt(t, cmd, signals, func(call localcfn.Call) bool {
			deleting.CompareAndSwap(false, call.Action == "DeleteStack")
			return deleting.Load() && call.Action == "DescribeStackEvents"
		})
		if code != exitInterrupted {
			t.Errorf("%d signals: exit code %d, want %d", signals, code, exitInterrupted)
		}
		wants := []string{"interrupted: nothing else is begun; CloudFormation is at work on churn-staging, which is followed to its end; interrupt again to leave at once\n"}
		if signals == 2 {
			wants = append(wants, "\nsmgen: left at once; CloudFormation goes on with churn-staging; smgen status tells how it ends\n")
		} else {
			wants = append(wants, "churn-staging: deleted\n", "\n2 stacks: 1 deleted, 1 interrupted\n", "\nsmgen: interrupted; 1 stack deleted, and the others are as they were\n")
		}
		for _, want := range wants {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%d signals: %q is not told:\n%s", signals, want, stderr)
			}
		}
	}
}

// TestDestroyFails has a deletion fail among others: what stands in the way and what
// to do is told, and the exit code is that of some.
func TestDestroyFails(t *testing.T) {
	t.Parallel()
	p := newPipeline(t, "churn", "fraud")
	p.deploy(t, exitOK)
	p.FailResource(localcfn.ResourceFault{Stack: "churn-staging", LogicalID: "NightlySchedule", Do: localcfn.Delete, Reason: "it is \u202elocked"})
	cmd, stderr := p.smgen(t, "destroy", "stacks/...", "--confirm", "churn-staging,fraud-staging", "--rate", "1000")
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitSome {
		t.Errorf("exit code %d, want %d", code, exitSome)
	}
	for _, want := range []string{
		"fraud-staging: deleted\n", "\n2 stacks: 1 deleted, 1 failed\n",
		`churn-staging: failed, it is DELETE_FAILED: NightlySchedule (AWS::Scheduler::Schedule) could not be deleted: it is \u202elocked. Remove what stands in the way, and run smgen destroy stacks/churn again; ` +
			"or leave it behind with smgen destroy stacks/churn --retain NightlySchedule; or with --force, which leaves behind whatever cannot be deleted then\n",
	} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("%q is not told:\n%s", want, stderr)
		}
	}
	cmd, stderr = p.smgen(t, "destroy", "stacks/churn", "--confirm", "churn-staging", "--retain", "NightlySchedule", "--rate", "1000")
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitOK {
		t.Errorf("retained: exit code %d:\n%s", code, stderr)
	}
}
