package removal_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/progress"
)

const queue = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}, "Other": {"Type": "AWS::SQS::Queue"}}}`

func look(t *testing.T, stacks ...*operate.Stack) []*removal.Removal {
	t.Helper()
	var list []*removal.Removal
	for _, s := range stacks {
		r, err := removal.Look(t.Context(), s, now)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := removal.FindImporters(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	return list
}

// run deletes stacks and returns what is left in words, and the names in the order
// in which their deletions began.
func run(t *testing.T, force removal.Force, removals ...*removal.Removal) (outcomes map[string]string, begun []string) {
	t.Helper()
	var mu sync.Mutex
	list, err := removal.Run(t.Context(), removals, 8, force, func(e progress.Event) {
		mu.Lock()
		defer mu.Unlock()
		if e.Kind == progress.StackBegins {
			begun = append(begun, e.Stack)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	outcomes = map[string]string{}
	for _, o := range list {
		outcomes[o.Name] = string(o.Result)
		if o.Err != nil {
			outcomes[o.Name] += ": " + o.Err.Error()
		}
	}
	return outcomes, begun
}

func TestDelete(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	target := operatetest.Target("churn", queue)
	s := e.Deploy(target)
	got, _ := run(t, removal.Force{}, look(t, s)...)
	if diff := cmp.Diff(map[string]string{"churn": "deleted"}, got); diff != "" {
		t.Error(diff)
	}
	if e.Find(target).Live != nil {
		t.Error("the stack is still there")
	}
	// Once more is no mistake: somebody else was faster.
	got, _ = run(t, removal.Force{}, &removal.Removal{Stack: s, Loss: &removal.Loss{}})
	if diff := cmp.Diff(map[string]string{"churn": "deleted"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestDeleteFails has a resource that cannot be deleted, and leaves it behind in the
// end.
func TestDeleteFails(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	target := operatetest.Target("churn", queue)
	s := e.Deploy(target)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Delete, Reason: "it is in use"})
	removals := look(t, s)
	if err := removals[0].CheckForce(removal.Force{All: true}); err == nil || !strings.Contains(err.Error(), "CREATE_COMPLETE") {
		t.Errorf("force on a sound stack: %v", err)
	}
	got, _ := run(t, removal.Force{}, removals...)
	for _, want := range []string{"failed: it is DELETE_FAILED", "Queue (AWS::SQS::Queue) could not be deleted: it is in use", "smgen destroy stacks/churn --retain Queue", "--force"} {
		if !strings.Contains(got["churn"], want) {
			t.Errorf("%q is missing in %s", want, got["churn"])
		}
	}
	removals = look(t, e.Find(target))
	if err := removals[0].CheckForce(removal.Force{Retain: []string{"Other"}}); err == nil || !strings.Contains(err.Error(), "which are Queue") {
		t.Errorf("retain what was deleted: %v", err)
	}
	force := removal.Force{Retain: []string{"Queue"}}
	if err := removals[0].CheckForce(force); err != nil {
		t.Error(err)
	}
	got, _ = run(t, force, removals...)
	if diff := cmp.Diff(map[string]string{"churn": "deleted"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestDeleteForced leaves behind whatever cannot be deleted.
func TestDeleteForced(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	target := operatetest.Target("churn", queue)
	s := e.Deploy(target)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Delete})
	run(t, removal.Force{}, look(t, s)...)
	got, _ := run(t, removal.Force{All: true}, look(t, e.Find(target))...)
	if diff := cmp.Diff(map[string]string{"churn": "deleted"}, got); diff != "" {
		t.Error(diff)
	}
}

const (
	exporter = `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "queue"}}}}`
	importer = `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "queue"}}}}}`
)

// TestOrder deletes the stack that imports first, refuses the exporter alone, and
// does not begin with it when the importer stays.
func TestOrder(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	base, top := operatetest.Target("base", exporter), operatetest.Target("top", importer)
	b := e.Deploy(base)
	s := e.Deploy(top)
	alone := look(t, b)
	if got := alone[0].Obstacle(alone); got != "base cannot be deleted: its export queue is imported by top; take the import out and deploy, or destroy that stack first" {
		t.Errorf("the exporter alone: %s", got)
	}
	both := look(t, b, s)
	if got := both[0].Obstacle(both); got != "" {
		t.Errorf("both: %s", got)
	}
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Delete, Reason: "no", Times: 1})
	got, begun := run(t, removal.Force{}, both...)
	if got["base"] != "skipped: it exports values that are still imported by top" || !slices.Equal(begun, []string{"top"}) {
		t.Errorf("%v, begun %v", got, begun)
	}
	got, begun = run(t, removal.Force{}, look(t, e.Find(base), e.Find(top))...)
	if diff := cmp.Diff(map[string]string{"base": "deleted", "top": "deleted"}, got); diff != "" || !slices.Equal(begun, []string{"top", "base"}) {
		t.Errorf("begun %v: %s", begun, diff)
	}
}

func TestObstacle(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	s := e.Deploy(operatetest.Target("churn", queue))
	e.Protect(s)
	r := look(t, e.Find(s.Target))[0]
	if got := r.Obstacle(nil); !strings.Contains(got, "churn is protected from deletion") || !strings.Contains(got, "smgen deploy stacks/churn") {
		t.Errorf("protected: %s", got)
	}
	r.Dir = ""
	if got := r.Obstacle(nil); !strings.Contains(got, "aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name churn --region us-east-1") {
		t.Errorf("protected, and no spec: %s", got)
	}
	got, _ := run(t, removal.Force{}, r)
	if !strings.Contains(got["churn"], "failed: ") {
		t.Errorf("a protected stack is %s", got["churn"])
	}
}

// TestThrottled deletes many stacks while half of all calls are throttled: all are
// deleted, and none is said to have failed.
func TestThrottled(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	var stacks []*operate.Stack
	want := map[string]string{}
	for i := range 5 {
		name := fmt.Sprintf("churn-%d", i)
		stacks = append(stacks, e.Deploy(operatetest.Target(name, queue)))
		want[name] = "deleted"
	}
	removals := look(t, stacks...)
	e.Faults.Throttle(0.5, 1)
	got, _ := run(t, removal.Force{}, removals...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	deletions := map[string]int{}
	for _, c := range e.Calls() {
		if c.Action == "DeleteStack" && c.Error == "" {
			deletions[c.Stack]++
		}
	}
	for name, n := range deletions {
		if n != 1 {
			t.Errorf("%s was deleted %d times", name, n)
		}
	}
}

// TestInterrupted is asked to stop while a deletion is under way: it ends, and no
// other begins.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	removals := look(t, e.Deploy(operatetest.Target("a", queue)), e.Deploy(operatetest.Target("b", queue)))
	ctx, cancel := context.WithCancel(t.Context())
	outcomes, err := removal.Run(ctx, removals, 1, removal.Force{}, func(e progress.Event) {
		if e.Kind == progress.Resource {
			cancel()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if outcomes[0].Result != progress.Deleted || outcomes[1].Result != progress.Interrupted {
		t.Errorf("%s and %s, want deleted and interrupted", outcomes[0].Result, outcomes[1].Result)
	}
	if e.Find(removals[1].Target).Live == nil {
		t.Error("the second stack is gone")
	}
}
