package removal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// Force is what to leave behind of a stack that an earlier deletion could not
// delete. CloudFormation takes it for stacks that are DELETE_FAILED alone.
type Force struct {
	// Retain are the logical IDs of resources to leave behind. API: RetainResources.
	Retain []string
	// All leaves behind whatever cannot be deleted. API: DeletionMode
	// FORCE_DELETE_STACK.
	All bool
}

// Delete deletes a stack and follows that to its end, also if the context is
// cancelled meanwhile: what CloudFormation has begun, it ends. The error says what
// stands in the way, and what to do.
func Delete(ctx context.Context, s *operate.Stack, force Force, resources []string, print func(progress.Event)) error {
	if live, err := changeset.Get(ctx, s.Clients, s.Live.ID); err != nil || live == nil {
		return err // somebody else was faster
	}
	mark, err := execute.MarkOf(ctx, s.Clients, s.Live.ID)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	in := &cloudformation.DeleteStackInput{
		// By its ID: by now another stack may have the name.
		StackName: &s.Live.ID, RetainResources: force.Retain, ClientRequestToken: aws.String(token(s.Live.ID, mark)),
	}
	if force.All {
		in.DeletionMode = types.DeletionModeForceDeleteStack
	}
	if _, err := s.Clients.CloudFormation.DeleteStack(ctx, in); err != nil {
		return session.Explain(err)
	}
	about := progress.Event{Stack: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir}
	end, err := execute.Follow(ctx, s.Clients, execute.Operation{StackID: s.Live.ID, Mark: mark, Resources: resources, About: about}, print)
	if err != nil {
		return err
	}
	if end.Status == string(types.StackStatusDeleteComplete) {
		return nil
	}
	failed, err := leftovers(ctx, s)
	if err != nil {
		return err
	}
	return fmt.Errorf("it is %s: %s", end.Status, explain(failed, s.Path()))
}

// token makes the calls for one deletion the same request to AWS. A deletion that is
// tried again after it failed is another one.
func token(stackID string, mark execute.Mark) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v", stackID, mark))
	return "smgen-delete-" + hex.EncodeToString(sum[:16])
}
