package changeset

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Invalid says that CloudFormation refuses a change set.
type Invalid struct {
	// Stack is the stack's name.
	Stack string
	// Reason is CloudFormation's, in full.
	Reason string
	// Failures are what it found in resources before it changed any; empty where it
	// gives no details.
	Failures []Failure
}

// Failure is one thing that is wrong with a resource.
type Failure struct {
	// Resource is the logical ID, Type its type.
	Resource, Type string
	// Path is the JSON pointer into the template of the value that is wrong, as far
	// as that is known.
	Path string
	// Check is the name of what was checked, such as PROPERTY_VALIDATION.
	Check string
	// Reason is CloudFormation's.
	Reason string
}

// Error has all of it.
func (e *Invalid) Error() string {
	text := fmt.Sprintf("CloudFormation refuses the change set of %s: %s", e.Stack, e.Reason)
	for _, f := range e.Failures {
		text += fmt.Sprintf("\n  %s: %s", f.Path, f.Reason)
	}
	return text
}

// saysNoChanges reports whether a change set failed only because there is nothing to
// change. The second text is that of templates with transforms.
func saysNoChanges(reason string) bool {
	return strings.HasPrefix(reason, "The submitted information didn't contain changes.") || strings.HasPrefix(reason, "No updates are to be performed.")
}

// invalid returns why the change set failed, with what was found in resources where
// CloudFormation has told of its checks.
func (cs *ChangeSet) invalid(ctx context.Context, c *session.Clients, reason string) error {
	e := &Invalid{Stack: cs.StackName, Reason: reason}
	pages := cloudformation.NewDescribeEventsPaginator(c.CloudFormation, &cloudformation.DescribeEventsInput{
		ChangeSetName: aws.String(cs.ID), Filters: &types.EventFilter{FailedEvents: aws.Bool(true)},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			// The reason is known; who may not read events learns no more.
			return e
		}
		for _, event := range page.OperationEvents {
			if f, ok := failureOf(event); ok {
				e.Failures = append(e.Failures, f)
			}
		}
	}
	return e
}

// failureOf reads an event; checks that only warn are no failures.
func failureOf(e types.OperationEvent) (Failure, bool) {
	f := Failure{Resource: aws.ToString(e.LogicalResourceId), Type: aws.ToString(e.ResourceType)}
	switch e.EventType {
	case types.EventTypeValidationError:
		if e.ValidationFailureMode == types.HookFailureModeWarn {
			return f, false
		}
		f.Check, f.Reason = aws.ToString(e.ValidationName), aws.ToString(e.ValidationStatusReason)
	case types.EventTypeHookInvocationError:
		f.Check, f.Reason = aws.ToString(e.HookType), aws.ToString(e.HookStatusReason)
	default:
		f.Reason = aws.ToString(e.ResourceStatusReason)
	}
	if f.Reason == "" {
		return f, false
	}
	f.Path = pointer(f.Resource, aws.ToString(e.ValidationPath))
	return f, true
}

// pointer leads from the template's root. CloudFormation's path begins there, at the
// resource or at its properties.
func pointer(resource, path string) string {
	switch {
	case strings.HasPrefix(path, "/Resources/"):
		return path
	case resource == "":
		return path
	case path == "":
		return "/Resources/" + resource
	case strings.HasPrefix(path, "/Properties") || !strings.HasPrefix(path, "/"):
		return "/Resources/" + resource + "/" + strings.TrimPrefix(path, "/")
	}
	return "/Resources/" + resource + "/Properties" + path
}
