package changeset_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

func TestCreateNew(t *testing.T) {
	e := serve(t)
	want := stackOf("churn", 1)
	cs, err := e.create(want)
	if err != nil {
		t.Fatal(err)
	}
	if !cs.New || cs.Empty || cs.Operation() != changeset.CreateStack || !strings.HasPrefix(cs.Name, changeset.Prefix) || cs.StackID == "" {
		t.Errorf("got %+v", cs)
	}
	document, err := template.Parse(want.Template)
	if err != nil {
		t.Fatal(err)
	}
	predicted := plan.Compare(nil, document, plan.Options{}).Changes
	if diff := cmp.Diff(changeset.DigestOfNew(want, "tree", predicted), cs.Digest(want, "tree")); diff != "" {
		t.Errorf("the digest is not the predicted one: %s", diff)
	}
	if s := e.current("churn"); s.Status != "REVIEW_IN_PROGRESS" || !s.IsNew() {
		t.Errorf("the stack is %+v", s)
	}
	if err := cs.Delete(t.Context(), e.Clients); err != nil {
		t.Fatal(err)
	}
	if s := e.current("churn"); s != nil {
		t.Errorf("the stack is still %s", s.Status)
	}
	e.nothingLeft("Delete")
}

func TestCreateUpdate(t *testing.T) {
	e := serve(t)
	e.deploy(stackOf("churn", 1))
	want := stackOf("churn", 2)
	cs, err := e.create(want)
	if err != nil {
		t.Fatal(err)
	}
	if cs.New || cs.Empty || cs.Operation() != changeset.UpdateStack || len(cs.Changes) != 1 {
		t.Fatalf("got %+v", cs)
	}
	got := cs.Changes[0].ResourceChange.Details[0].Target
	if got.Label != "DelaySeconds" || got.BeforeValue != "1" || got.AfterValue != "2" {
		t.Errorf("got %+v", got)
	}
	again, err := e.create(want) // two plans on one stack
	if err != nil {
		t.Fatal(err)
	}
	if again.ID == cs.ID || again.Digest(want, "tree") != cs.Digest(want, "tree") {
		t.Error("two change sets of one change are not two, or have different digests")
	}
	for _, one := range []*changeset.ChangeSet{cs, again} {
		if err := one.Delete(t.Context(), e.Clients); err != nil {
			t.Error(err)
		}
	}
	if s := e.current("churn"); s == nil || s.Status != "CREATE_COMPLETE" {
		t.Errorf("the stack is %+v", s)
	}
	e.nothingLeft("Delete")
	deployed, err := changeset.Template(t.Context(), e.Clients, "churn")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(stackOf("churn", 1).Template), string(deployed)); diff != "" {
		t.Errorf("the deployed template (-want +got):\n%s", diff)
	}
}

// TestCreateEmpty: what changes nothing takes three calls, and leaves nothing.
func TestCreateEmpty(t *testing.T) {
	e := serve(t)
	want := stackOf("churn", 1)
	e.deploy(want)
	current, before := e.current("churn"), e.Count()
	cs, err := changeset.Create(t.Context(), e.Clients, changeset.Request{Target: want, Current: current})
	if err != nil {
		t.Fatal(err)
	}
	calls := slices.Compact(e.since(before)) // what is not made yet is asked for again
	if diff := cmp.Diff([]string{"CreateChangeSet", "DescribeChangeSet", "DeleteChangeSet"}, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if !cs.Empty || cs.Operation() != changeset.Nothing || len(cs.Changes) != 0 {
		t.Errorf("got %+v", cs)
	}
	e.nothingLeft("an empty change set")
}

func TestCreateInvalid(t *testing.T) {
	for _, isNew := range []bool{true, false} {
		e := serve(t)
		if !isNew {
			e.deploy(stackOf("churn", 1))
		}
		e.faults.FailValidation("churn", "Queue", "AWS::SQS::Queue", "/Properties/DelaySeconds", "it is too much")
		_, err := e.create(stackOf("churn", 2))
		var invalid *changeset.Invalid
		if !errors.As(err, &invalid) {
			t.Fatalf("got %v", err)
		}
		want := []changeset.Failure{{Resource: "Queue", Type: "AWS::SQS::Queue", Path: "/Resources/Queue/Properties/DelaySeconds", Check: "PROPERTY_VALIDATION", Reason: "it is too much"}}
		if diff := cmp.Diff(want, invalid.Failures); diff != "" {
			t.Errorf("failures (-want +got):\n%s", diff)
		}
		if !strings.Contains(invalid.Reason, "AWS::EarlyValidation") || !strings.Contains(err.Error(), "it is too much") {
			t.Errorf("got %v", err)
		}
		e.nothingLeft("a failed validation")
	}
}

// TestCreateThrough disturbs each call in each way: the change set is made all the
// same, and is gone when it is deleted.
func TestCreateThrough(t *testing.T) {
	kinds := map[string]localcfn.Kind{
		"throttled": localcfn.Throttled, "500": localcfn.ServerError, "500 after": localcfn.ServerErrorAfter,
		"reset": localcfn.ResetBefore, "reset after": localcfn.ResetAfter,
	}
	for _, action := range []string{"CreateChangeSet", "DescribeChangeSet", "DeleteChangeSet", "DescribeStacks", "ListChangeSets", "DeleteStack"} {
		for kind, fault := range kinds {
			t.Run(action+" "+kind, func(t *testing.T) {
				t.Parallel()
				e := serve(t)
				e.faults.FailCall(localcfn.CallFault{Action: action, Kind: fault, Times: 1})
				cs, err := e.create(stackOf("churn", 2))
				if err != nil {
					t.Fatal(err)
				}
				if err := cs.Delete(t.Context(), e.Clients); err != nil {
					t.Error(err)
				}
				e.faults.Clear()
				e.nothingLeft(action + " " + kind)
			})
		}
	}
}

// TestCreateInterrupted cancels the run at each of its calls, before it is answered
// and after.
func TestCreateInterrupted(t *testing.T) {
	for _, name := range []string{"churn", "fraud"} { // a new stack, and one that is there
		for at := int64(1); ; at++ {
			e := serve(t)
			e.deploy(stackOf("fraud", 1))
			current := e.current(name)
			ctx, cancel := context.WithCancel(t.Context())
			var calls atomic.Int64
			e.faults.Before(func(localcfn.Call) {
				if calls.Add(1) == at {
					cancel()
					time.Sleep(20 * time.Millisecond) // the client knows before it is answered
				}
			})
			cs, err := changeset.Create(ctx, e.Clients, changeset.Request{Target: stackOf(name, 2), Current: current})
			e.faults.Clear()
			done := ctx.Err() == nil
			if !done {
				time.Sleep(40 * time.Millisecond) // what nobody waits for is done by then, too
			}
			switch {
			case err == nil:
				// All of it was there in time.
				if err := cs.Delete(ctx, e.Clients); err != nil {
					t.Error(err)
				}
			case !errors.Is(err, context.Canceled):
				t.Errorf("interrupted at call %d: got %v", at, err)
			}
			cancel()
			e.nothingLeft(fmt.Sprintf("an interrupt of %s at call %d", name, at))
			if done {
				if at < 3 {
					t.Errorf("only %d calls were interrupted", at-1)
				}
				break
			}
		}
	}
}

// TestCreateStalled: a change set that never is ready is given up, and said to be
// left where CloudFormation does not delete it.
func TestCreateStalled(t *testing.T) {
	e := serve(t)
	e.deploy(stackOf("churn", 1))
	e.faults.StallChangeSet("churn")
	_, err := changeset.Create(t.Context(), e.Clients, changeset.Request{Target: stackOf("churn", 2), Current: e.current("churn"), Patience: 300 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "the change set of churn was not ready after 300ms; run the same command again") {
		t.Errorf("got %v", err)
	}
	if left := e.left(); len(left) > 0 && !strings.Contains(err.Error(), "is left over") {
		t.Errorf("left, and not told: %v", left)
	}
}

// TestCreateExpired: credentials that expire midway are told, and so is what is left.
func TestCreateExpired(t *testing.T) {
	e := serve(t)
	e.deploy(stackOf("churn", 1))
	current := e.current("churn")
	e.faults.FailCall(localcfn.CallFault{Action: "DescribeChangeSet", Kind: localcfn.Expired})
	_, err := changeset.Create(t.Context(), e.Clients, changeset.Request{Target: stackOf("churn", 2), Current: current})
	if err == nil || !strings.Contains(err.Error(), "get new credentials") {
		t.Errorf("got %v", err)
	}
	e.nothingLeft("expired credentials")
	e.faults.FailCall(localcfn.CallFault{Action: "DeleteChangeSet", Kind: localcfn.Expired})
	_, err = changeset.Create(t.Context(), e.Clients, changeset.Request{Target: stackOf("churn", 2), Current: current})
	if err == nil || !strings.Contains(err.Error(), "is left over") || !strings.Contains(err.Error(), "aws cloudformation delete-change-set --stack-name churn --change-set-name smgen-") {
		t.Errorf("got %v", err)
	}
}

// TestCreateBesideOthers: the empty stack stays as long as somebody else waits for it.
func TestCreateBesideOthers(t *testing.T) {
	e := serve(t)
	mine, err := e.create(stackOf("churn", 1))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := e.create(stackOf("churn", 2))
	if err != nil {
		t.Fatal(err)
	}
	if err := mine.Delete(t.Context(), e.Clients); err != nil {
		t.Fatal(err)
	}
	if s := e.current("churn"); s == nil {
		t.Error("the stack is gone under another change set")
	}
	if err := theirs.Delete(t.Context(), e.Clients); err != nil {
		t.Fatal(err)
	}
	e.nothingLeft("the second one")
}

// TestCreateConceals: a secret stands neither in the changes nor in the error.
func TestCreateConceals(t *testing.T) {
	e := serve(t)
	function := func(token string) []byte {
		return []byte(`{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Role": "arn:aws:iam::123456789012:role/r", "Code": {"ZipFile": "x"}, "Handler": "index.h", "Runtime": "python3.13",
			"Environment": {"Variables": {"API_TOKEN": "` + token + `", "MODE": "` + strings.ToUpper(token) + `"}}, "Tags": [{"Key": "password", "Value": "` + token + `"}]}}}}`)
	}
	old, new := stackOf("churn", 1), stackOf("churn", 1)
	old.Template, new.Template = function("hunter1"), function("hunter2")
	e.deploy(old)
	cs, err := e.create(new)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", cs.Changes)
	if strings.Contains(text, "hunter") || !strings.Contains(text, "(changed)") || !strings.Contains(text, "HUNTER2") {
		t.Errorf("got %s", text)
	}
}
