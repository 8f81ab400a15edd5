package execute

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Mark is where the events of a stack end at present.
type Mark struct{ event string }

// MarkOf returns the mark of a stack, by its name or ID. A stack that does not exist
// has none, which is the zero Mark.
func MarkOf(ctx context.Context, c *session.Clients, stack string) (Mark, error) {
	out, err := c.CloudFormation.DescribeStackEvents(ctx, &cloudformation.DescribeStackEventsInput{StackName: &stack})
	switch {
	case session.IsAbsent(err):
		return Mark{}, nil
	case err != nil:
		return Mark{}, session.Explain(err)
	case len(out.StackEvents) == 0:
		return Mark{}, nil
	}
	return Mark{aws.ToString(out.StackEvents[0].EventId)}, nil
}

// MarkAt returns the mark of an event, by its ID: what is new then are the events
// after it.
func MarkAt(event string) Mark { return Mark{event} }

// feed reads what is new of a stack's events. AWS lists the newest first, and may
// list one late, behind others that were there already.
type feed struct {
	stackID string
	mark    Mark
	seen    map[string]bool
}

// next returns the events that were not returned before, oldest first.
func (f *feed) next(ctx context.Context, c *session.Clients) ([]types.StackEvent, error) {
	var found []types.StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(c.CloudFormation, &cloudformation.DescribeStackEventsInput{StackName: &f.stackID})
	for known := false; !known && pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.StackEvents {
			id := aws.ToString(e.EventId)
			if id == f.mark.event {
				known = true
				break
			}
			if f.seen[id] {
				known = true
				continue
			}
			found = append(found, e)
		}
	}
	for _, e := range found {
		f.seen[aws.ToString(e.EventId)] = true
	}
	slices.Reverse(found)
	return found, nil
}

// isOfStack reports whether an event is about the stack itself.
func isOfStack(e types.StackEvent) bool {
	return aws.ToString(e.ResourceType) == "AWS::CloudFormation::Stack" && aws.ToString(e.PhysicalResourceId) == aws.ToString(e.StackId)
}

// isOver reports whether a status is one that an operation ends with.
func isOver(status string) bool {
	return strings.HasSuffix(status, "_COMPLETE") || strings.HasSuffix(status, "_FAILED")
}

// isWell reports whether an operation that ended with a status did what was asked.
func isWell(status string) bool {
	return status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE" || status == "IMPORT_COMPLETE"
}
