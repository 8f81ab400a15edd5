package recovery

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/events"
	"github.com/smgen/smgen/internal/deploy/session"
)

// Resource is one of the stack that has to do with its state.
type Resource struct {
	// ID is the logical ID; Reason is AWS's, in full.
	ID, Type, Status, Reason string
}

// Words say it in a line.
func (r Resource) Words() string {
	text := fmt.Sprintf("%s (%s) is %s", r.ID, r.Type, r.Status)
	if r.Reason != "" {
		text += ": " + r.Reason
	}
	return text
}

// Facts are what somebody has to know before they agree to a Choice.
type Facts struct {
	// By says who is deploying, for Cancel; empty if unknown.
	By string
	// Waiting are the change sets of a stack that was never deployed, with who made
	// them.
	Waiting []string
	// Resources are those that failed, for Continue, and those that are left, for
	// Delete and RollBack.
	Resources []Resource
}

// Look finds the facts.
func Look(ctx context.Context, s *operate.Stack, c Choice) (*Facts, error) {
	f := &Facts{}
	var err error
	switch {
	case c.Act == Cancel:
		f.By, err = changeset.Deploying(ctx, s.Clients, s.Live.ID)
	case operate.StandingOf(s.Status()).Phase == operate.Waiting:
		f.Waiting, err = waiting(ctx, s)
	case c.Act == Continue:
		f.Resources, err = unrolled(ctx, s)
	case c.Act != None:
		f.Resources, err = resources(ctx, s, func(status types.ResourceStatus) bool {
			return !slices.Contains([]types.ResourceStatus{types.ResourceStatusDeleteComplete, types.ResourceStatusUpdateComplete}, status)
		})
	}
	return f, err
}

// waiting are the change sets of a stack.
func waiting(ctx context.Context, s *operate.Stack) ([]string, error) {
	var list []string
	pages := cloudformation.NewListChangeSetsPaginator(s.Clients.CloudFormation, &cloudformation.ListChangeSetsInput{StackName: &s.Live.ID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the change sets of %s: %w", s.Path(), session.Explain(err))
		}
		for _, c := range page.Summaries {
			text := aws.ToString(c.ChangeSetName)
			if by := aws.ToString(c.Description); by != "" {
				text += ", by " + by
			}
			list = append(list, text)
		}
	}
	return list, nil
}

// resources are those of a stack whose status is of a kind, by their logical IDs.
func resources(ctx context.Context, s *operate.Stack, is func(types.ResourceStatus) bool) ([]Resource, error) {
	var list []Resource
	pages := cloudformation.NewListStackResourcesPaginator(s.Clients.CloudFormation, &cloudformation.ListStackResourcesInput{StackName: &s.Live.ID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the resources of %s: %w", s.Path(), session.Explain(err))
		}
		for _, r := range page.StackResourceSummaries {
			if is(r.ResourceStatus) {
				list = append(list, Resource{
					aws.ToString(r.LogicalResourceId), aws.ToString(r.ResourceType), string(r.ResourceStatus), aws.ToString(r.ResourceStatusReason),
				})
			}
		}
	}
	slices.SortFunc(list, func(a, b Resource) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// unrolled are the resources that could not be rolled back, by their logical IDs.
// Those whose update has failed have the same status, and only the order of events
// tells them apart.
func unrolled(ctx context.Context, s *operate.Stack) ([]Resource, error) {
	last, err := events.Last(ctx, s)
	if err != nil {
		return nil, err
	}
	failed := map[string]Resource{}
	rollingBack := false
	for _, e := range last.Events {
		rollingBack = rollingBack || e.Resource == s.Name && e.Status == string(types.StackStatusUpdateRollbackInProgress)
		switch {
		case !rollingBack || e.Resource == s.Name:
		case e.Status == string(types.ResourceStatusUpdateFailed):
			failed[e.Resource] = Resource{e.Resource, e.Type, e.Status, e.Reason}
		default:
			delete(failed, e.Resource)
		}
	}
	return slices.SortedFunc(maps.Values(failed), func(a, b Resource) int { return strings.Compare(a.ID, b.ID) }), nil
}
