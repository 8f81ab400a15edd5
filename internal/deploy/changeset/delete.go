package changeset

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/smgen/smgen/internal/deploy/session"
)

// cleaning is how long cleaning up may take, also when the run was interrupted.
const cleaning = 30 * time.Second

// Delete deletes the change set, and the empty stack that it was made with unless
// somebody else has a change set of it. It does so also when the context is
// cancelled, within 30 seconds. The error says what is left and how to remove it.
func (cs *ChangeSet) Delete(ctx context.Context, c *session.Clients) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleaning)
	defer cancel()
	if err := cs.remove(ctx, c); err != nil {
		return fmt.Errorf("the change set %s of %s is left over: %w; delete it with aws cloudformation delete-change-set --stack-name %s --change-set-name %s --region %s",
			cs.Name, cs.StackName, session.Explain(err), cs.StackName, cs.Name, c.Region)
	}
	if !cs.New {
		return nil
	}
	if err := cs.removeStack(ctx, c); err != nil {
		return fmt.Errorf("the empty stack %s is left over: %w; delete it with aws cloudformation delete-stack --stack-name %s --region %s",
			cs.StackName, session.Explain(err), cs.StackName, c.Region)
	}
	return nil
}

// remove deletes the change set. As long as CloudFormation works on it, it refuses.
func (cs *ChangeSet) remove(ctx context.Context, c *session.Clients) error {
	return session.Poll(ctx, func() (bool, error) {
		_, err := c.CloudFormation.DeleteChangeSet(ctx, &cloudformation.DeleteChangeSetInput{
			ChangeSetName: aws.String(cs.reference()), StackName: cs.stackReference(),
		})
		switch {
		case session.IsAbsent(err):
			return true, nil
		case session.Code(err) == "InvalidChangeSetStatus":
			return false, nil
		}
		return err == nil, err
	})
}

// removeStack deletes the stack if it is empty and nobody else waits for it.
func (cs *ChangeSet) removeStack(ctx context.Context, c *session.Clients) error {
	name := cs.StackName
	if cs.StackID != "" {
		name = cs.StackID // one of the same name that somebody made meanwhile is not ours
	}
	stack, err := Get(ctx, c, name)
	if err != nil || stack == nil || stack.Status != inReview {
		return err
	}
	others, err := c.CloudFormation.ListChangeSets(ctx, &cloudformation.ListChangeSetsInput{StackName: aws.String(stack.ID)})
	switch {
	case session.IsAbsent(err):
		return nil
	case err != nil:
		return err
	case len(others.Summaries) > 0:
		return nil
	}
	if _, err := c.CloudFormation.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: aws.String(stack.ID)}); err != nil {
		return err
	}
	return session.Poll(ctx, func() (bool, error) {
		stack, err := Get(ctx, c, stack.ID)
		return stack == nil, err
	})
}
