package changeset

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
)

// Prefix begins the name of each change set that smgen makes.
const Prefix = "smgen-"

const (
	// maxDescription is CloudFormation's limit, in characters; bytes are at least as
	// many.
	maxDescription = 1024
	// defaultPatience is how long a change set may take. Most take seconds; with
	// hundreds of resources, minutes.
	defaultPatience = 15 * time.Minute
	// beforeFirst is how long no change set takes.
	beforeFirst = 100 * time.Millisecond
	// grace is how long an interrupted call may take to end.
	grace = 5 * time.Second
)

// ErrOvertaken says that the stack was changed after the change set was created.
var ErrOvertaken = errors.New("the stack was changed meanwhile, so that the change set is no longer about it; run the same command again")

// Create makes the change set of a stack, waits for it and reads it. What does not
// come to be, or changes nothing, is deleted before Create returns, and so is what
// an interrupted call may have made. A change set that CloudFormation refuses is an
// *Invalid.
func Create(ctx context.Context, c *session.Clients, r Request) (*ChangeSet, error) {
	cs := &ChangeSet{Name: Prefix + strings.ToLower(rand.Text()), StackName: r.Target.Name, New: r.Current.IsNew()}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err := cs.create(ctx, c, r)
	if err == nil && !cs.Empty {
		return cs, nil
	}
	left := cs.Delete(ctx, c)
	switch {
	case err == nil && left == nil:
		return cs, nil
	case left != nil && cs.ID != "":
		// What is left over matters as much as why.
		return nil, errors.Join(err, left)
	}
	return nil, err
}

func (cs *ChangeSet) create(ctx context.Context, c *session.Clients, r Request) error {
	lenient, cancel := outliving(ctx)
	defer cancel()
	out, err := c.CloudFormation.CreateChangeSet(lenient, r.input(cs.Name))
	switch {
	case ctx.Err() != nil && err != nil:
		return ctx.Err()
	case session.Code(err) == "AlreadyExistsException":
		// The name is nobody else's: an earlier attempt of this call has made it.
	case err != nil:
		return fmt.Errorf("create the change set of %s: %w", r.Target.Name, session.Explain(err))
	default:
		cs.ID, cs.StackID = aws.ToString(out.Id), aws.ToString(out.StackId)
	}
	return cs.wait(ctx, c, r)
}

// outliving returns a context that ends a while after the one that it is made of: a
// call that is under way then tells what it has made.
func outliving(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return longer, func() { stop(); cancel() }
}

// wait waits until the change set is made, and reads it.
func (cs *ChangeSet) wait(ctx context.Context, c *session.Clients, r Request) error {
	patience := r.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-limited.Done():
	case <-time.After(beforeFirst):
	}
	var first *cloudformation.DescribeChangeSetOutput
	err := session.Poll(limited, func() (bool, error) {
		var err error
		first, err = c.CloudFormation.DescribeChangeSet(limited, cs.page(nil))
		return err == nil && isSettled(first.Status), err
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("the change set of %s was not ready after %s; run the same command again, and if it stays so look at CloudFormation's health in %s", cs.StackName, patience, c.Region)
	case err != nil:
		return cs.unread(err)
	}
	cs.ID, cs.StackID = aws.ToString(first.ChangeSetId), aws.ToString(first.StackId)
	if first.Status == types.ChangeSetStatusFailed {
		reason := aws.ToString(first.StatusReason)
		if cs.Empty = saysNoChanges(reason); cs.Empty {
			return nil
		}
		return cs.invalid(ctx, c, reason)
	}
	return cs.read(ctx, c, first, r)
}

// unread is the error of a change set that cannot be read. When one is executed,
// CloudFormation deletes all others of the stack.
func (cs *ChangeSet) unread(err error) error {
	if session.IsAbsent(err) {
		return ErrOvertaken
	}
	return fmt.Errorf("read the change set of %s: %w", cs.StackName, session.Explain(err))
}

// page asks for a page of the change set.
func (cs *ChangeSet) page(next *string) *cloudformation.DescribeChangeSetInput {
	return &cloudformation.DescribeChangeSetInput{
		ChangeSetName: aws.String(cs.reference()), StackName: cs.stackReference(), IncludePropertyValues: aws.Bool(true), NextToken: next,
	}
}

// isSettled reports whether the change set changes no more by itself.
func isSettled(s types.ChangeSetStatus) bool {
	switch s {
	case types.ChangeSetStatusCreatePending, types.ChangeSetStatusCreateInProgress:
		return false
	}
	return true
}
