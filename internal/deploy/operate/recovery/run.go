package recovery

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// CheckSkip says what is wrong with the resources to skip, empty if nothing is.
func CheckSkip(c Choice, f *Facts, skip []string) string {
	if len(skip) > 0 && c.Act != Continue {
		return "--skip is for a stack whose rollback failed (UPDATE_ROLLBACK_FAILED); leave it out"
	}
	var failed []string
	for _, r := range f.Resources {
		failed = append(failed, r.ID)
	}
	for _, id := range skip {
		if !slices.Contains(failed, id) {
			return fmt.Sprintf("%s is not among the resources that failed to roll back, which are %s; skip only those", id, strings.Join(failed, ", "))
		}
	}
	return ""
}

// Run does what was chosen, and follows it to its end, also if the context is
// cancelled meanwhile: what CloudFormation has begun, it ends. Skip are logical IDs
// of resources that Continue leaves as they are. It returns the stack's status at
// the end; an error says what failed, and what to do.
func Run(ctx context.Context, s *operate.Stack, c Choice, skip []string, print func(progress.Event)) (string, error) {
	if c.Act == Delete {
		return "DELETE_COMPLETE", removal.Delete(ctx, s, removal.Force{}, nil, print)
	}
	mark, err := execute.MarkOf(ctx, s.Clients, s.Live.ID)
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	ctx = context.WithoutCancel(ctx)
	if err := start(ctx, s, c.Act, skip, token(s.Live.ID, c.Act, mark)); err != nil {
		return "", session.Explain(err)
	}
	about := progress.Event{Stack: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir}
	end, err := execute.Follow(ctx, s.Clients, execute.Operation{StackID: s.Live.ID, Mark: mark, About: about}, print)
	if err != nil {
		return "", err
	}
	switch end.Status {
	case "UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE":
		return end.Status, nil
	case "ROLLBACK_COMPLETE":
		// What could not be created is gone, and CloudFormation keeps the empty stack.
		return "DELETE_COMPLETE", removal.Delete(ctx, s, removal.Force{}, nil, print)
	case "UPDATE_COMPLETE":
		return end.Status, fmt.Errorf("the update had ended before it could be canceled; to go back, revert the commit in git, and deploy: smgen deploy %s", s.Path())
	}
	return end.Status, failure(ctx, s, end)
}

// start asks CloudFormation to begin. The token makes repeated calls one request.
func start(ctx context.Context, s *operate.Stack, act Act, skip []string, token string) (err error) {
	switch act {
	case Continue:
		_, err = s.Clients.CloudFormation.ContinueUpdateRollback(ctx, &cloudformation.ContinueUpdateRollbackInput{
			StackName: &s.Live.ID, ResourcesToSkip: skip, ClientRequestToken: &token,
		})
	case RollBack:
		retain := true
		_, err = s.Clients.CloudFormation.RollbackStack(ctx, &cloudformation.RollbackStackInput{
			// What was kept for the next attempt would be in its way.
			StackName: &s.Live.ID, ClientRequestToken: &token, RetainExceptOnCreate: &retain,
		})
	case Cancel:
		_, err = s.Clients.CloudFormation.CancelUpdateStack(ctx, &cloudformation.CancelUpdateStackInput{StackName: &s.Live.ID, ClientRequestToken: &token})
	}
	return err
}

// failure says why the stack is still not well, and what to do.
func failure(ctx context.Context, s *operate.Stack, end *execute.End) error {
	failed, err := unrolled(ctx, s)
	if err != nil {
		return err
	}
	if end.Status != string(types.StackStatusUpdateRollbackFailed) || len(failed) == 0 {
		return fmt.Errorf("it is %s: %s; smgen events %s says what happened", end.Status, end.Reason, s.Path())
	}
	var lines, ids []string
	for _, r := range failed {
		lines = append(lines, r.Words())
		ids = append(ids, r.ID)
	}
	return fmt.Errorf("it is %s again: %s. Remove the cause, and run smgen rollback %s again; or leave these resources as they are, with --skip %s",
		end.Status, strings.Join(lines, "; "), s.Path(), strings.Join(ids, ","))
}

// token makes the calls for one attempt the same request to AWS.
func token(stackID string, act Act, mark execute.Mark) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %v", stackID, act, mark))
	return "smgen-rollback-" + hex.EncodeToString(sum[:16])
}
