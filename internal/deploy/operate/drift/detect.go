package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/review"
)

// Detect has CloudFormation compare a stack with its live resources, waits for it
// and says what it found. Now is the time from which next runs are counted.
func Detect(ctx context.Context, s *operate.Stack, now time.Time) (*Stack, error) {
	out := &Stack{Identity: review.Identity{Name: s.Name, Account: s.Account, Region: s.Region}, Dir: s.Dir, Sensitive: s.Sensitive}
	if s.Err != nil {
		return nil, s.Err
	}
	standing := operate.StandingOf(s.Status())
	switch standing.Phase {
	case operate.NotDeployed, operate.Waiting:
		out.State = NotDeployed
		return out, nil
	case operate.UnderWay, operate.Stuck:
		// Of the stuck ones CloudFormation looks at UPDATE_ROLLBACK_FAILED alone.
		if s.Status() != string(types.StackStatusUpdateRollbackFailed) {
			out.State, out.Reason = NotChecked, standing.Long
			return out, nil
		}
	}
	done, err := detect(ctx, s.Clients, s.Live.ID)
	if err != nil {
		return nil, fmt.Errorf("look for drift: %w", session.Explain(err))
	}
	if done.StackDriftStatus == types.StackDriftStatusInSync && done.DetectionStatus == types.StackDriftDetectionStatusDetectionComplete {
		out.State = InSync
		return out, nil
	}
	return out, out.read(ctx, s, done, now)
}

// detect looks for drift and waits until that is done.
func detect(ctx context.Context, c *session.Clients, stackID string) (*cloudformation.DescribeStackDriftDetectionStatusOutput, error) {
	started, err := c.CloudFormation.DetectStackDrift(ctx, &cloudformation.DetectStackDriftInput{StackName: &stackID})
	if err != nil {
		return nil, err
	}
	var done *cloudformation.DescribeStackDriftDetectionStatusOutput
	err = session.Poll(ctx, func() (bool, error) {
		done, err = c.CloudFormation.DescribeStackDriftDetectionStatus(ctx, &cloudformation.DescribeStackDriftDetectionStatusInput{
			StackDriftDetectionId: started.StackDriftDetectionId,
		})
		return err == nil && done.DetectionStatus != types.StackDriftDetectionStatusDetectionInProgress, err
	})
	return done, err
}

// read reads what differs, and puts it into words.
func (s *Stack) read(ctx context.Context, stack *operate.Stack, done *cloudformation.DescribeStackDriftDetectionStatusOutput, now time.Time) error {
	found, err := resources(ctx, stack.Clients, stack.Live.ID)
	if err != nil {
		return fmt.Errorf("read the drift: %w", session.Explain(err))
	}
	var drifted []Resource
	for _, d := range found {
		switch d.StackResourceDriftStatus {
		case types.StackResourceDriftStatusModified, types.StackResourceDriftStatusDeleted:
			drifted = append(drifted, resourceOf(d))
		case types.StackResourceDriftStatusInSync, types.StackResourceDriftStatusNotChecked:
		default:
			s.Unchecked = append(s.Unchecked, aws.ToString(d.LogicalResourceId))
		}
	}
	s.State = InSync
	if len(drifted) == 0 {
		if done.DetectionStatus == types.StackDriftDetectionStatusDetectionFailed {
			s.State, s.Reason = NotChecked, aws.ToString(done.DetectionStatusReason)
		}
		return nil
	}
	s.State = Drifted
	text, err := changeset.Template(ctx, stack.Clients, stack.Live.ID)
	if err != nil {
		return err
	}
	return s.Explain(text, drifted, now)
}

// resources are those that CloudFormation compared, by their logical IDs.
func resources(ctx context.Context, c *session.Clients, stackID string) ([]types.StackResourceDrift, error) {
	var all []types.StackResourceDrift
	pages := cloudformation.NewDescribeStackResourceDriftsPaginator(c.CloudFormation, &cloudformation.DescribeStackResourceDriftsInput{StackName: &stackID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, page.StackResourceDrifts...)
	}
	slices.SortFunc(all, func(a, b types.StackResourceDrift) int {
		return strings.Compare(aws.ToString(a.LogicalResourceId), aws.ToString(b.LogicalResourceId))
	})
	return all, nil
}

func resourceOf(d types.StackResourceDrift) Resource {
	r := Resource{
		ID: aws.ToString(d.LogicalResourceId), Type: aws.ToString(d.ResourceType),
		Deleted:  d.StackResourceDriftStatus == types.StackResourceDriftStatusDeleted,
		Expected: aws.ToString(d.ExpectedProperties), Actual: aws.ToString(d.ActualProperties),
	}
	for _, p := range d.PropertyDifferences {
		r.Differences = append(r.Differences, Difference{
			Path: aws.ToString(p.PropertyPath), Expected: aws.ToString(p.ExpectedValue), Actual: aws.ToString(p.ActualValue),
		})
	}
	return r
}
