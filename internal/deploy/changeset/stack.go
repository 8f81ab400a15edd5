package changeset

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Stack is one as CloudFormation has it.
type Stack struct {
	// Name is the stack's, ID its ARN.
	Name, ID string
	// Status is CloudFormation's, such as UPDATE_COMPLETE, and Reason what it says
	// about it.
	Status, Reason string
	Tags           map[string]string
	Outputs        map[string]string
	// Exports are the names under which other stacks import outputs.
	Exports []string
	// Protected stacks cannot be deleted. API: EnableTerminationProtection.
	Protected bool
	// RoleARN is the role by which CloudFormation changes the stack; empty for none.
	RoleARN string
	// Notifications are the topics that are told of each event.
	Notifications []string
	// Created is when the stack was, and LastUpdated when it was changed last; zero
	// if it never was.
	Created, LastUpdated time.Time
	// Drift is CloudFormation's word of the last detection, such as IN_SYNC, and
	// NOT_CHECKED where there was none; DriftChecked is when that was.
	Drift        string
	DriftChecked time.Time
}

// List returns all stacks of the account and region, by name.
func List(ctx context.Context, c *session.Clients) (map[string]*Stack, error) {
	all := map[string]*Stack{}
	pages := cloudformation.NewDescribeStacksPaginator(c.CloudFormation, &cloudformation.DescribeStacksInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the stacks of account %s in %s: %w", c.Account, c.Region, session.Explain(err))
		}
		for _, s := range page.Stacks {
			// A nested stack is its parent's affair.
			if s.ParentId == nil && s.StackStatus != types.StackStatusDeleteComplete {
				all[aws.ToString(s.StackName)] = stackOf(s)
			}
		}
	}
	return all, nil
}

// few is how many stacks are asked for one by one: a list of all may have many pages.
const few = 3

// Named returns the stacks with these names that there are in the account and region,
// by name, and perhaps others there.
func Named(ctx context.Context, c *session.Clients, names ...string) (map[string]*Stack, error) {
	if len(names) > few {
		return List(ctx, c)
	}
	named := map[string]*Stack{}
	for _, name := range names {
		s, err := Get(ctx, c, name)
		if err != nil {
			return nil, err
		}
		if s != nil {
			named[name] = s
		}
	}
	return named, nil
}

// Get returns a stack by its name or ID, and nil where there is none.
func Get(ctx context.Context, c *session.Clients, name string) (*Stack, error) {
	out, err := c.CloudFormation.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: aws.String(name)})
	switch {
	case session.IsAbsent(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the stack %s: %w", name, session.Explain(err))
	case len(out.Stacks) == 0 || out.Stacks[0].StackStatus == types.StackStatusDeleteComplete:
		return nil, nil
	}
	return stackOf(out.Stacks[0]), nil
}

func stackOf(s types.Stack) *Stack {
	out := &Stack{
		Name: aws.ToString(s.StackName), ID: aws.ToString(s.StackId),
		Status: string(s.StackStatus), Reason: aws.ToString(s.StackStatusReason),
		Tags: map[string]string{}, Outputs: map[string]string{},
		Protected: aws.ToBool(s.EnableTerminationProtection), RoleARN: aws.ToString(s.RoleARN), Notifications: s.NotificationARNs,
		Created: aws.ToTime(s.CreationTime), LastUpdated: aws.ToTime(s.LastUpdatedTime),
		Drift: string(types.StackDriftStatusNotChecked),
	}
	for _, tag := range s.Tags {
		out.Tags[aws.ToString(tag.Key)] = aws.ToString(tag.Value)
	}
	for _, o := range s.Outputs {
		out.Outputs[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
		if o.ExportName != nil {
			out.Exports = append(out.Exports, *o.ExportName)
		}
	}
	if d := s.DriftInformation; d != nil {
		out.Drift, out.DriftChecked = string(d.StackDriftStatus), aws.ToTime(d.LastCheckTimestamp)
	}
	return out
}

// Template returns a stack's template as it was deployed, nil for a stack without
// one, which was never deployed.
func Template(ctx context.Context, c *session.Clients, name string) ([]byte, error) {
	out, err := c.CloudFormation.GetTemplate(ctx, &cloudformation.GetTemplateInput{
		StackName: aws.String(name), TemplateStage: types.TemplateStageOriginal,
	})
	if err != nil {
		return nil, fmt.Errorf("read the template of the stack %s: %w", name, session.Explain(err))
	}
	if body := aws.ToString(out.TemplateBody); body != "" {
		return []byte(body), nil
	}
	return nil, nil
}
