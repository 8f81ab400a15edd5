package recovery_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/deploy/operate/recovery"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

const (
	queue  = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}, "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}}}}`
	queue2 = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}}, "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "b"}}}}`
)

// recover chooses and does it, and returns the stack's status at the end.
func recover(t *testing.T, s *operate.Stack, act recovery.Act, skip ...string) (string, error) {
	t.Helper()
	c := recovery.Choose(s.Status(), s.Path())
	if c.Act != act {
		t.Fatalf("%s: chose %q, want %q", s.Status(), c.Act, act)
	}
	return recovery.Run(t.Context(), s, c, skip, func(progress.Event) {})
}

// TestEmpty deletes a stack that was never created, and one that could not be.
func TestEmpty(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", queue)
	e.Propose(churn, types.OnStackFailureRollback)
	s := e.Find(churn)
	facts, err := recovery.Look(t.Context(), s, recovery.Choose(s.Status(), s.Path()))
	if err != nil || !slices.Equal(facts.Waiting, []string{"smgen-test, by smgen, the test"}) {
		t.Errorf("waiting: %q (%v)", facts.Waiting, err)
	}
	if status, err := recover(t, s, recovery.Delete); err != nil || status != "DELETE_COMPLETE" {
		t.Errorf("%s, %v", status, err)
	}
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Create, Times: 1})
	if s = e.Deploy(churn); s.Status() != "ROLLBACK_COMPLETE" {
		t.Fatal(s.Status())
	}
	if status, err := recover(t, s, recovery.Delete); err != nil || status != "DELETE_COMPLETE" {
		t.Errorf("%s, %v", status, err)
	}
	if s = e.Deploy(churn); s.Status() != "CREATE_COMPLETE" {
		t.Errorf("after that it is %s", s.Status())
	}
}

// TestContinue goes on with a rollback whose cause is gone, and skips a resource whose
// cause stays.
func TestContinue(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", queue)
	e.Deploy(churn)
	churn.Template = []byte(queue2)
	stuck := func() *operate.Stack {
		t.Helper()
		e.Faults.Clear()
		e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update, Reason: "it is wrong"})
		e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Rollback, Reason: "it is gone"})
		s := e.Deploy(churn)
		if s.Status() != "UPDATE_ROLLBACK_FAILED" {
			t.Fatal(s.Status())
		}
		return s
	}
	s := stuck()
	c := recovery.Choose(s.Status(), s.Path())
	facts, err := recovery.Look(t.Context(), s, c)
	if err != nil || len(facts.Resources) != 1 || facts.Resources[0].Words() != "Queue (AWS::SQS::Queue) is UPDATE_FAILED: it is gone" {
		t.Errorf("facts: %+v (%v)", facts.Resources, err)
	}
	if got := recovery.CheckSkip(c, facts, []string{"Topic"}); !strings.Contains(got, "which are Queue") {
		t.Errorf("skip what did not fail: %q", got)
	}
	if got := recovery.CheckSkip(c, facts, []string{"Queue"}); got != "" {
		t.Errorf("skip what failed: %q", got)
	}
	if status, err := recover(t, s, recovery.Continue); status != "UPDATE_ROLLBACK_FAILED" || err == nil ||
		!strings.Contains(err.Error(), "Queue (AWS::SQS::Queue) is UPDATE_FAILED: it is gone") || !strings.Contains(err.Error(), "--skip Queue") {
		t.Errorf("the cause is there: %s, %v", status, err)
	}
	e.Faults.Clear()
	if status, err := recover(t, e.Find(churn), recovery.Continue); err != nil || status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Errorf("the cause is gone: %s, %v", status, err)
	}
	s = stuck()
	if status, err := recover(t, s, recovery.Continue, "Queue"); err != nil || status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Errorf("skipped: %s, %v", status, err)
	}
}

// TestRollBack takes back what failed operations left: an update, and a creation.
func TestRollBack(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", queue)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Create})
	e.Begin(churn, e.Propose(churn, types.OnStackFailureDoNothing))
	s := e.Settled(churn)
	if s.Status() != "CREATE_FAILED" {
		t.Fatal(s.Status())
	}
	if status, err := recover(t, s, recovery.RollBack); err != nil || status != "DELETE_COMPLETE" {
		t.Errorf("a creation: %s, %v", status, err)
	}
	e.Faults.Clear()
	e.Deploy(churn)
	churn.Template = []byte(queue2)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update})
	in := e.Propose(churn, types.OnStackFailureRollback)
	in.DisableRollback = aws.Bool(true)
	e.Begin(churn, in)
	if s = e.Settled(churn); s.Status() != "UPDATE_FAILED" {
		t.Fatal(s.Status())
	}
	if status, err := recover(t, s, recovery.RollBack); err != nil || status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Errorf("an update: %s, %v", status, err)
	}
}

// TestCancel cancels an update that takes its time, and says whose it is.
func TestCancel(t *testing.T) {
	t.Parallel()
	e := operatetest.StartSlow(t, 300*time.Millisecond)
	churn := operatetest.Target("churn", queue)
	e.Deploy(churn)
	churn.Template = []byte(queue2)
	e.Begin(churn, e.Propose(churn, types.OnStackFailureRollback))
	s := e.Find(churn)
	facts, err := recovery.Look(t.Context(), s, recovery.Choose(s.Status(), s.Path()))
	if err != nil || facts.By != operatetest.By {
		t.Errorf("by %q (%v)", facts.By, err)
	}
	if status, err := recover(t, s, recovery.Cancel); err != nil || status != "UPDATE_ROLLBACK_COMPLETE" {
		t.Errorf("%s, %v", status, err)
	}
}

// TestThrottled continues a rollback while half of all calls are throttled.
func TestThrottled(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", queue)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Create, Times: 1})
	s := e.Deploy(churn)
	e.Faults.Throttle(0.5, 3)
	if status, err := recover(t, s, recovery.Delete); err != nil || status != "DELETE_COMPLETE" {
		t.Errorf("%s, %v", status, err)
	}
}
