package status_test

import (
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/deploy/operate/status"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
)

// TestOf looks at a stack as it goes from nothing to deployed, and from there to
// specs that have changed.
func TestOf(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../../testdata/golden/schedules/template.json")
	if err != nil {
		t.Fatal(err)
	}
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", string(text))
	of := func(o status.Options) *status.Stack { return status.Of(t.Context(), e.Find(churn), o) }
	if got := of(status.Options{Now: now}); got.Phase != operate.NotDeployed || got.Specs != status.NotCompared {
		t.Errorf("before: %+v", got)
	}
	proposed := e.Propose(churn, types.OnStackFailureRollback)
	if got := of(status.Options{Now: now}); got.Phase != operate.Waiting || got.Problem != "" || len(got.Starts) != 0 {
		t.Errorf("with a change set: %+v", got)
	}
	e.Begin(churn, proposed)
	e.Settled(churn)
	got := of(status.Options{Now: now})
	if got.Phase != operate.Deployed || got.Specs != status.Same || got.Problem != "" || time.Since(got.Since) > time.Minute {
		t.Errorf("deployed: %+v", got)
	}
	if len(got.Starts) != 7 || got.Starts[0].Job != "schedules-test-often" {
		t.Errorf("deployed: %+v", got.Starts)
	}
	churn.Template = []byte(`{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`)
	if got := of(status.Options{Now: now}); got.Specs != status.Differs || len(got.Starts) != 7 {
		t.Errorf("other specs: %+v", got)
	}
	if got := of(status.Options{Now: now, Quick: true}); got.Specs != status.NotCompared || len(got.Starts) != 0 || got.Phase != operate.Deployed {
		t.Errorf("quick: %+v", got)
	}
	churn.Template = nil
	if got := of(status.Options{Now: now}); got.Specs != status.Mistaken || len(got.Starts) != 7 {
		t.Errorf("specs with mistakes: %+v", got)
	}
}

// TestCalls counts: one list for many stacks, and one call more for each that is
// deployed.
func TestCalls(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	const queue = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`
	var targets []*target.Target
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		targets = append(targets, operatetest.Target(name, queue))
	}
	e.Deploy(targets[0])
	e.Deploy(targets[1])
	for quick, want := range map[bool]map[string]int{
		true: {"DescribeStacks": 1}, false: {"DescribeStacks": 1, "GetTemplate": 2},
	} {
		before := e.Count()
		for _, s := range operate.Find(t.Context(), e.Sessions, targets) {
			status.Of(t.Context(), s, status.Options{Quick: quick, Now: now})
		}
		got := map[string]int{}
		for _, c := range e.Calls()[before:] {
			got[c.Action]++
		}
		for action, n := range got {
			if n != want[action] {
				t.Errorf("quick %v: %d calls of %s, want %d", quick, n, action, want[action])
			}
		}
	}
}

// TestUnderWay says who is deploying.
func TestUnderWay(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`)
	in := e.Propose(churn, types.OnStackFailureRollback)
	e.Faults.StallOperation("churn")
	e.Begin(churn, in)
	got := status.Of(t.Context(), e.Find(churn), status.Options{Now: now})
	if got.Phase != operate.UnderWay || got.By != "smgen, the test" {
		t.Errorf("%s by %q", got.Phase, got.By)
	}
}

var denied = localcfn.CallFault{Action: "DescribeStacks", Kind: localcfn.Denied}

// TestProblem says what is the matter with a place, and not that nothing is there.
func TestProblem(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	e.Faults.FailCall(denied)
	churn := operatetest.Target("churn", "{}")
	s := operate.Find(t.Context(), e.Sessions, []*target.Target{churn})[0]
	if got := status.Of(t.Context(), s, status.Options{Now: now}); got.Problem == "" {
		t.Errorf("%+v", got)
	}
}
