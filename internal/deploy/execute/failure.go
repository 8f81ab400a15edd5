package execute

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// Failure is a resource that could not be made, changed or removed.
type Failure struct {
	// Resource is its logical ID, or the stack's name; Type its type.
	Resource, Type string
	// Status is such as CREATE_FAILED, and Reason AWS's, in full.
	Status, Reason string
}

// isFailed reports whether an event tells a failure for its own sake. When one
// resource fails, CloudFormation cancels those that are under way.
func isFailed(e types.StackEvent) bool {
	reason := aws.ToString(e.ResourceStatusReason)
	return !isOfStack(e) && strings.HasSuffix(string(e.ResourceStatus), "_FAILED") && !isCancelled(reason)
}

func isCancelled(reason string) bool {
	return reason == "Resource creation cancelled" || reason == "Resource update cancelled"
}

// firstFailure finds the cause of an operation that did not go well.
func (f *follower) firstFailure(ctx context.Context) *Failure {
	if len(f.failed) == 0 {
		// What concerns no resource is told of the stack alone.
		return &Failure{Resource: f.o.About.Stack, Type: "AWS::CloudFormation::Stack", Status: f.status, Reason: f.reason}
	}
	e := f.failed[0]
	first := &Failure{aws.ToString(e.LogicalResourceId), aws.ToString(e.ResourceType), string(e.ResourceStatus), aws.ToString(e.ResourceStatusReason)}
	if cause := f.cause(ctx, aws.ToString(e.OperationId)); cause != nil {
		return cause
	}
	return first
}

// cause asks for the failed events of an operation, which know hooks and
// validations as well. Not every endpoint answers that, and not every role may ask:
// nil, then.
func (f *follower) cause(ctx context.Context, operation string) *Failure {
	if operation == "" {
		return nil
	}
	var found []types.OperationEvent
	pages := cloudformation.NewDescribeEventsPaginator(f.clients.CloudFormation, &cloudformation.DescribeEventsInput{
		OperationId: &operation, Filters: &types.EventFilter{FailedEvents: aws.Bool(true)},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil
		}
		found = append(found, page.OperationEvents...)
	}
	found = slices.DeleteFunc(found, func(e types.OperationEvent) bool {
		return reasonOf(e) == "" || isCancelled(reasonOf(e)) || aws.ToString(e.PhysicalResourceId) == f.o.StackID
	})
	if len(found) == 0 {
		return nil
	}
	slices.Reverse(found) // AWS lists the newest first
	e := slices.MinFunc(found, func(a, b types.OperationEvent) int { return aws.ToTime(a.Timestamp).Compare(aws.ToTime(b.Timestamp)) })
	return &Failure{aws.ToString(e.LogicalResourceId), aws.ToString(e.ResourceType), string(e.ResourceStatus), reasonOf(e)}
}

func reasonOf(e types.OperationEvent) string {
	for _, reason := range []*string{e.ResourceStatusReason, e.HookStatusReason, e.ValidationStatusReason} {
		if aws.ToString(reason) != "" {
			return *reason
		}
	}
	return ""
}

// MayPass reports whether the same may succeed a little later: a role that was just
// made is not known everywhere yet. EventBridge Scheduler says so in these words,
// also for a role that it may not assume at all, so that once more is enough.
func (f *Failure) MayPass() bool {
	return strings.Contains(f.Reason, "The execution role you provide must allow AWS EventBridge Scheduler to assume the role")
}
