package planning

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
)

func change(id string, action plan.Action, replacement plan.Replacement, names ...string) plan.Change {
	r := plan.ResourceChange{LogicalResourceId: id, Action: action, Replacement: replacement}
	for _, name := range names {
		r.Details = append(r.Details, plan.Detail{Target: plan.Target{Attribute: "Properties", Name: name}})
	}
	return plan.Change{ResourceChange: r}
}

func TestDifferences(t *testing.T) {
	same := change("Same", plan.Modify, plan.ReplacementFalse, "A", "B")
	predicted := []plan.Change{
		same, change("Added", plan.Add, ""), change("Gone", plan.Modify, plan.ReplacementFalse, "A"),
		change("Worse", plan.Modify, plan.ReplacementFalse, "A"), change("Values", plan.Modify, plan.ReplacementFalse, "A", "B"),
		change("Metadata", plan.Modify, plan.ReplacementFalse),
	}
	predicted[5].ResourceChange.Details = []plan.Detail{{Target: plan.Target{Attribute: "Metadata"}}}
	answered := []plan.Change{
		change("Added", plan.Add, ""), change("Worse", plan.Modify, plan.ReplacementConditional, "A"),
		change("Values", plan.Modify, plan.ReplacementFalse, "B", "C"), change("New", plan.Remove, ""), same,
		change("Metadata", plan.Modify, plan.ReplacementFalse, "A"),
	}
	want := []string{
		"Gone: AWS says that it is left as it is, and predicted was that it is changed in place",
		"Metadata: AWS does not change Metadata, which was predicted",
		"Metadata: AWS changes A, which was not predicted",
		"New: AWS says that it is removed, and predicted was that it is left as it is",
		"Values: AWS does not change A, which was predicted",
		"Values: AWS changes C, which was not predicted",
		"Worse: AWS says that it is perhaps replaced, and predicted was that it is changed in place",
	}
	if diff := cmp.Diff(want, differences(predicted, answered)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	at := &target.Target{Name: "churn", Origins: map[string]string{"/Resources/Role/Properties": "stacks/churn/stack.cue:7:3"}}
	invalid := &changeset.Invalid{Stack: "churn", Reason: "it will not do (AWS::EarlyValidation::PropertyValidation)", Failures: []changeset.Failure{
		{Resource: "Role", Type: "AWS::IAM::Role", Path: "/Resources/Role/Properties/Path", Reason: "it is wrong"},
		{Resource: "Queue", Path: "/Resources/Queue", Reason: "a queue of this name exists"},
	}}
	const want = `CloudFormation refuses the change: it will not do (AWS::EarlyValidation::PropertyValidation)
  stacks/churn/stack.cue:7: Role/Properties/Path (AWS::IAM::Role): it is wrong
  Queue: a queue of this name exists
  correct the spec, and run the same command again`
	if diff := cmp.Diff(want, refused(at, fmt.Errorf("create: %w", invalid)).Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want+"\n  the change set is left over", refused(at, errors.Join(invalid, errors.New("the change set is left over"))).Error()); diff != "" {
		t.Errorf("with what is left (-want +got):\n%s", diff)
	}
	other := errors.New("other")
	if refused(at, other) != other {
		t.Error("another error is changed")
	}
}
