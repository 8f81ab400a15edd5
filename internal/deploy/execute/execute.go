package execute

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// ChangeSet is the change set to carry out.
type ChangeSet struct {
	// ID and StackID are ARNs.
	ID, StackID string
	// New: the change set creates the stack. OnFailure is what becomes of it then if
	// it cannot be created; empty for what the change set says by default, DELETE.
	New       bool
	OnFailure string
	// Resources are the logical IDs of what changes.
	Resources []string
	// About has the stack of the events that are printed.
	About progress.Event
}

// Run carries out a change set and follows it to its end, also if the context is
// cancelled meanwhile: what CloudFormation has begun, it ends. An error before that
// means that nothing was done, except an *UnfollowedError.
func Run(ctx context.Context, c *session.Clients, cs ChangeSet, print func(progress.Event)) (*End, error) {
	operation := Operation{StackID: cs.StackID, Resources: cs.Resources, About: cs.About}
	if cs.New {
		if cs.OnFailure != string(types.OnStackFailureDoNothing) {
			operation.Passes = string(types.StackStatusCreateFailed)
		}
	} else {
		mark, err := MarkOf(ctx, c, cs.StackID)
		if err != nil {
			return nil, err
		}
		operation.Mark = mark
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if err := start(ctx, c, cs, operation.Mark); err != nil {
		return nil, err
	}
	return Follow(ctx, c, operation, print)
}

// start asks CloudFormation to begin.
func start(ctx context.Context, c *session.Clients, cs ChangeSet, mark Mark) error {
	_, err := c.CloudFormation.ExecuteChangeSet(ctx, &cloudformation.ExecuteChangeSetInput{
		ChangeSetName: &cs.ID, ClientRequestToken: aws.String(token(cs.ID)),
		// What a stack that cannot be created leaves behind would be in the way of the
		// next attempt.
		RetainExceptOnCreate: aws.Bool(true),
	})
	if err == nil {
		return nil
	}
	// The answer to an earlier attempt may have been lost.
	out, describeErr := c.CloudFormation.DescribeChangeSet(ctx, &cloudformation.DescribeChangeSetInput{ChangeSetName: &cs.ID})
	switch {
	case session.IsAbsent(describeErr):
		// What was executed is deleted sooner or later, and so are all others.
		if begun(ctx, c, cs, mark) {
			return nil
		}
		return changeset.ErrOvertaken
	case describeErr != nil:
		return session.Explain(err)
	}
	switch out.ExecutionStatus {
	case types.ExecutionStatusExecuteInProgress, types.ExecutionStatusExecuteComplete, types.ExecutionStatusExecuteFailed:
		return nil
	case types.ExecutionStatusObsolete:
		return changeset.ErrOvertaken
	}
	return session.Explain(err)
}

// begun reports whether there are events of the change set's execution.
func begun(ctx context.Context, c *session.Clients, cs ChangeSet, mark Mark) bool {
	events, err := (&feed{stackID: cs.StackID, mark: mark, seen: map[string]bool{}}).next(ctx, c)
	return err == nil && slices.ContainsFunc(events, func(e types.StackEvent) bool {
		return aws.ToString(e.ClientRequestToken) == token(cs.ID)
	})
}

// token makes the calls for one change set the same request to AWS.
func token(changeSet string) string {
	sum := sha256.Sum256([]byte(changeSet))
	return "smgen-" + hex.EncodeToString(sum[:16])
}
