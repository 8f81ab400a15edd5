package localcfn_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn"
)

// pair is a template with two resources, the second of which needs the first. Its
// argument is the first one's VisibilityTimeout.
func pair(timeout string) string {
	return `{"Resources": {
		"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": ` + timeout + `}},
		"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::Join": ["-", [{"Fn::GetAtt": ["Queue", "QueueName"]}, "` + timeout + `"]]}}}}}`
}

// statuses returns the statuses of a stack's resources.
func (l *local) statuses(stack string) map[string]string {
	l.t.Helper()
	out, err := l.cfn.ListStackResources(l.ctx(), &cloudformation.ListStackResourcesInput{StackName: &stack})
	if err != nil {
		l.t.Fatal(err)
	}
	found := map[string]string{}
	for _, r := range out.StackResourceSummaries {
		found[*r.LogicalResourceId] = string(r.ResourceStatus)
	}
	return found
}

func TestFailedCreation(t *testing.T) {
	for _, test := range []struct {
		name, onFailure string
		status          types.StackStatus
		reason          string
		resources       map[string]string
	}{
		{"rolls back by default", "", types.StackStatusRollbackComplete, "", map[string]string{"Queue": "DELETE_COMPLETE", "Topic": "DELETE_COMPLETE"}},
		{"rolls back", "ROLLBACK", types.StackStatusRollbackComplete, "", map[string]string{"Queue": "DELETE_COMPLETE", "Topic": "DELETE_COMPLETE"}},
		{"does nothing", "DO_NOTHING", types.StackStatusCreateFailed, "The following resource(s) failed to create: [Topic]. ", map[string]string{"Queue": "CREATE_COMPLETE", "Topic": "CREATE_FAILED"}},
		{"deletes", "DELETE", types.StackStatusDeleteComplete, "", map[string]string{"Queue": "DELETE_COMPLETE", "Topic": "DELETE_COMPLETE"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults := &localcfn.Faults{}
			faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Create, Reason: "no more topics"})
			l := serve(t, localcfn.Options{Faults: faults})
			stack := l.deploy("stack", pair("30"), func(in *cloudformation.CreateChangeSetInput) {
				in.OnStackFailure = types.OnStackFailure(test.onFailure)
			})
			want(t, stack, test.status)
			if got := aws.ToString(stack.StackStatusReason); got != test.reason {
				t.Errorf("reason %q, want %q", got, test.reason)
			}
			if diff := cmp.Diff(test.resources, l.statuses(*stack.StackId)); diff != "" {
				t.Error(diff)
			}
			failed := l.failures(*stack.StackId)
			if len(failed) != 1 || *failed[0].LogicalResourceId != "Topic" || *failed[0].ResourceStatusReason != "no more topics" {
				t.Error(failed)
			}
		})
	}
}

// failures returns the failed resources of the operation that was last on a stack.
func (l *local) failures(stack string) []types.OperationEvent {
	l.t.Helper()
	s := l.settled(stack)
	out, err := l.cfn.DescribeEvents(l.ctx(), &cloudformation.DescribeEventsInput{
		OperationId: s.LastOperations[0].OperationId, Filters: &types.EventFilter{FailedEvents: aws.Bool(true)},
	})
	if err != nil {
		l.t.Fatal(err)
	}
	var list []types.OperationEvent
	for _, e := range out.OperationEvents {
		if e.EventType != types.EventTypeStackEvent {
			list = append(list, e)
		}
	}
	return list
}

func TestFailedUpdate(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	before := l.deploy("stack", pair("30"))
	want(t, before, types.StackStatusCreateComplete)
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update})
	want(t, l.deploy("stack", pair("60")), types.StackStatusUpdateRollbackComplete)
	if diff := cmp.Diff(map[string]string{"Queue": "UPDATE_COMPLETE", "Topic": "UPDATE_COMPLETE"}, l.statuses("stack")); diff != "" {
		t.Error(diff)
	}
	faults.Clear()
	// What is there is what was there, so that it differs from neither.
	if same := l.propose("stack", pair("30"), types.ChangeSetTypeUpdate); same.Status != types.ChangeSetStatusFailed {
		t.Error(same.Status)
	} else {
		l.drop(same)
	}
	want(t, l.deploy("stack", pair("60")), types.StackStatusUpdateComplete)
}

func TestFailedRollback(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	want(t, l.deploy("stack", pair("30")), types.StackStatusCreateComplete)
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update})
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Rollback})
	want(t, l.deploy("stack", pair("60")), types.StackStatusUpdateRollbackFailed)

	name := aws.String("stack")
	_, err := l.cfn.CreateChangeSet(l.ctx(), &cloudformation.CreateChangeSetInput{StackName: name, ChangeSetName: aws.String("c"), TemplateBody: aws.String(pair("90"))})
	if err == nil || !strings.Contains(err.Error(), "is in UPDATE_ROLLBACK_FAILED state and can not be updated.") {
		t.Error(err)
	}
	if _, err := l.cfn.ContinueUpdateRollback(l.ctx(), &cloudformation.ContinueUpdateRollbackInput{StackName: name}); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled("stack"), types.StackStatusUpdateRollbackFailed)
	if _, err := l.cfn.ContinueUpdateRollback(l.ctx(), &cloudformation.ContinueUpdateRollbackInput{StackName: name, ResourcesToSkip: []string{"Queue"}}); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled("stack"), types.StackStatusUpdateRollbackComplete)
	if _, err := l.cfn.ContinueUpdateRollback(l.ctx(), &cloudformation.ContinueUpdateRollbackInput{StackName: name}); code(err) != "ValidationError" {
		t.Error(err)
	}
	faults.Clear()
	want(t, l.deploy("stack", pair("60")), types.StackStatusUpdateComplete)
}

func TestPreservedFailure(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	execute := func(set *cloudformation.DescribeChangeSetOutput) types.Stack {
		t.Helper()
		if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId, DisableRollback: aws.Bool(true)}); err != nil {
			t.Fatal(err)
		}
		return l.settled(*set.StackId)
	}
	rollback := func() types.Stack {
		t.Helper()
		if _, err := l.cfn.RollbackStack(l.ctx(), &cloudformation.RollbackStackInput{StackName: aws.String("stack")}); err != nil {
			t.Fatal(err)
		}
		return l.settled("stack")
	}
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Create, Times: 1})
	want(t, execute(l.propose("stack", pair("30"), types.ChangeSetTypeCreate)), types.StackStatusCreateFailed)
	set := l.propose("stack", pair("30"), types.ChangeSetTypeUpdate)
	if _, err := l.cfn.ExecuteChangeSet(l.ctx(), &cloudformation.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId}); err == nil || !strings.Contains(err.Error(), "[CREATE_FAILED]") {
		t.Error(err)
	}
	want(t, execute(set), types.StackStatusUpdateComplete)

	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update, Times: 1})
	want(t, execute(l.propose("stack", pair("60"), types.ChangeSetTypeUpdate)), types.StackStatusUpdateFailed)
	if diff := cmp.Diff(map[string]string{"Queue": "UPDATE_COMPLETE", "Topic": "UPDATE_FAILED"}, l.statuses("stack")); diff != "" {
		t.Error(diff)
	}
	want(t, rollback(), types.StackStatusUpdateRollbackComplete)
	if same := l.propose("stack", pair("30"), types.ChangeSetTypeUpdate); same.Status != types.ChangeSetStatusFailed {
		t.Error("not what it was:", same.Status)
	}
}

func TestFailedDeletion(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	want(t, l.deploy("stack", pair("30")), types.StackStatusCreateComplete)
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Delete})
	stack := l.destroy("stack")
	want(t, stack, types.StackStatusDeleteFailed)
	if diff := cmp.Diff(map[string]string{"Queue": "CREATE_COMPLETE", "Topic": "DELETE_FAILED"}, l.statuses("stack")); diff != "" {
		t.Error(diff) // the queue is needed by the topic
	}
	if _, err := l.cfn.DeleteStack(l.ctx(), &cloudformation.DeleteStackInput{StackName: stack.StackId, RetainResources: []string{"Topic"}}); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled(*stack.StackId), types.StackStatusDeleteComplete)
	if diff := cmp.Diff(map[string]string{"Queue": "DELETE_COMPLETE", "Topic": "DELETE_SKIPPED"}, l.statuses(*stack.StackId)); diff != "" {
		t.Error(diff)
	}
}

func TestForcedDeletion(t *testing.T) {
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	id := l.deploy("stack", pair("30")).StackId
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Delete})
	force := &cloudformation.DeleteStackInput{StackName: id, DeletionMode: types.DeletionModeForceDeleteStack}
	if _, err := l.cfn.DeleteStack(l.ctx(), force); code(err) != "ValidationError" {
		t.Error(err)
	}
	want(t, l.destroy("stack"), types.StackStatusDeleteFailed)
	if _, err := l.cfn.DeleteStack(l.ctx(), force); err != nil {
		t.Fatal(err)
	}
	want(t, l.settled(*id), types.StackStatusDeleteComplete)
}

func TestReplacement(t *testing.T) {
	named := func(name string) string {
		return `{"Resources": {
			"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "` + name + `"}},
			"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::GetAtt": ["Queue", "Arn"]}}}}}`
	}
	faults := &localcfn.Faults{}
	l := serve(t, localcfn.Options{Faults: faults})
	want(t, l.deploy("stack", named("one")), types.StackStatusCreateComplete)
	set := l.propose("stack", named("two"), types.ChangeSetTypeUpdate)
	for _, c := range set.Changes {
		if r := c.ResourceChange; *r.LogicalResourceId == "Queue" && (r.Replacement != types.ReplacementTrue || r.PolicyAction != types.PolicyActionReplaceAndDelete) {
			t.Errorf("%+v", r)
		}
	}
	want(t, l.execute(set), types.StackStatusUpdateComplete)
	physical := func() string {
		t.Helper()
		out, err := l.cfn.DescribeStackResource(l.ctx(), &cloudformation.DescribeStackResourceInput{StackName: aws.String("stack"), LogicalResourceId: aws.String("Queue")})
		if err != nil {
			t.Fatal(err)
		}
		return *out.StackResourceDetail.PhysicalResourceId
	}
	if got := physical(); !strings.HasSuffix(got, "/two") {
		t.Error(got)
	}
	// A replacement that fails half way leaves the old one, and the new name is free.
	faults.FailResource(localcfn.ResourceFault{LogicalID: "Topic", Do: localcfn.Update, Times: 1})
	want(t, l.deploy("stack", named("three")), types.StackStatusUpdateRollbackComplete)
	if got := physical(); !strings.HasSuffix(got, "/two") {
		t.Error(got)
	}
	want(t, l.deploy("other", named("three")), types.StackStatusCreateComplete)
	clash := l.propose("third", named("three"), types.ChangeSetTypeCreate)
	if !strings.Contains(aws.ToString(clash.StatusReason), "AWS::EarlyValidation::ResourceExistenceCheck") {
		t.Error(aws.ToString(clash.StatusReason))
	}
	events, err := l.cfn.DescribeEvents(l.ctx(), &cloudformation.DescribeEventsInput{ChangeSetName: clash.ChangeSetId, Filters: &types.EventFilter{FailedEvents: aws.Bool(true)}})
	if err != nil || len(events.OperationEvents) != 1 || *events.OperationEvents[0].ValidationName != "NAME_CONFLICT_VALIDATION" {
		t.Error(events, err)
	}
}
