package execute

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/progress"
)

// Operation is what a stack is going through.
type Operation struct {
	// StackID is the stack's ARN: its name alone is that of none once it is deleted.
	StackID string
	// Mark was taken before the operation began.
	Mark Mark
	// Resources are the logical IDs that the operation is about, for counting.
	Resources []string
	// Passes is a status that looks like the end, and is left again: CREATE_FAILED
	// of a stack that is deleted or rolled back then. Empty for none.
	Passes string
	// About has the stack of the events that are printed.
	About progress.Event
}

// End is how an operation ended.
type End struct {
	// Status is the stack's, such as UPDATE_ROLLBACK_COMPLETE.
	Status string
	// Reason is AWS's, of the stack as a whole; often empty.
	Reason string
	// Outputs are the stack's by name, nil if it is gone.
	Outputs map[string]string
	// Failure is what failed first; nil if nothing did.
	Failure *Failure
	// Kept are the resources that a failed operation has made and that were not
	// deleted again, as their DeletionPolicy says: logical and physical ID.
	Kept []string
}

// Well reports whether a stack was created or updated as asked.
func (e *End) Well() bool { return isWell(e.Status) }

// UnfollowedError says that an operation goes on in AWS and cannot be watched.
type UnfollowedError struct{ Reason error }

// Error returns the reason.
func (e *UnfollowedError) Error() string {
	return fmt.Sprintf("the deployment goes on in AWS, and cannot be followed: %v", e.Reason)
}

// Unwrap returns the reason.
func (e *UnfollowedError) Unwrap() error { return e.Reason }

// How many polls have to find nothing new before the stack itself is asked, and how
// often a status has to be there that no event explains: what AWS answers may be
// older than the operation.
const (
	quietPolls  = 3
	steadyPolls = 5
)

// follower is one call of Follow.
type follower struct {
	clients *session.Clients
	o       Operation
	print   func(progress.Event)
	feed    feed
	left    map[string]bool // of Resources, those that are not done
	// begun: an event has told that the operation began; status and reason are the
	// stack's, as its events tell them.
	begun          bool
	status, reason string
	failed         []types.StackEvent
	unmade         map[string]bool // those that could not be created
	kept           []string
	steady         int
}

// Follow follows an operation to its end, and prints the events on the way. The
// error is that of the context, or an *UnfollowedError.
func Follow(ctx context.Context, c *session.Clients, o Operation, print func(progress.Event)) (*End, error) {
	f := &follower{clients: c, o: o, print: print, left: map[string]bool{}, unmade: map[string]bool{}}
	f.feed = feed{stackID: o.StackID, mark: o.Mark, seen: map[string]bool{}}
	for _, id := range o.Resources {
		f.left[id] = true
	}
	var (
		end   *End
		quiet int
	)
	err := session.Poll(ctx, func() (bool, error) {
		events, err := f.feed.next(ctx, c)
		f.take(events)
		if quiet++; len(events) > 0 {
			quiet = 0
		}
		if f.isOver() || err != nil && !session.IsPassing(err) || quiet >= quietPolls {
			quiet = 0
			end, err = f.ask(ctx)
		}
		return end != nil, err
	})
	switch {
	case err == nil:
		return end, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, &UnfollowedError{session.Explain(err)}
}

// take prints events and remembers what they say.
func (f *follower) take(events []types.StackEvent) {
	for _, e := range events {
		status := string(e.ResourceStatus)
		switch {
		case isOfStack(e) && status == "REVIEW_IN_PROGRESS":
			continue
		case isOfStack(e):
			f.begun = true
			f.status, f.reason = status, aws.ToString(e.ResourceStatusReason)
		case isOver(status):
			delete(f.left, aws.ToString(e.LogicalResourceId))
		}
		switch id := aws.ToString(e.LogicalResourceId); e.ResourceStatus {
		case types.ResourceStatusCreateFailed:
			f.unmade[id] = true
		case types.ResourceStatusDeleteSkipped:
			if f.unmade[id] {
				break // there is nothing to keep
			}
			f.kept = append(f.kept, fmt.Sprintf("%s (%s)", id, aws.ToString(e.PhysicalResourceId)))
		}
		if isFailed(e) {
			f.failed = append(f.failed, e)
		}
		if aws.ToString(e.ResourceStatusReason) != initiated {
			f.print(f.event(e))
		}
	}
}

// initiated is the reason of the second of two events that both say that a resource
// is being created: it has a name now.
const initiated = "Resource creation Initiated"

// event is an event of AWS as one of ours.
func (f *follower) event(e types.StackEvent) progress.Event {
	p := f.o.About
	p.Kind, p.Time = progress.Resource, aws.ToTime(e.Timestamp)
	p.Resource, p.Type = aws.ToString(e.LogicalResourceId), aws.ToString(e.ResourceType)
	p.Status, p.Reason = string(e.ResourceStatus), aws.ToString(e.ResourceStatusReason)
	p.Total = len(f.o.Resources)
	p.Done = p.Total - len(f.left)
	return p
}

// isOver reports whether the events say that the operation has ended.
func (f *follower) isOver() bool {
	return f.begun && isOver(f.status) && f.status != f.o.Passes
}

// ask asks for the stack itself, and returns the end if this is it.
func (f *follower) ask(ctx context.Context) (*End, error) {
	out, err := f.clients.CloudFormation.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &f.o.StackID})
	end := &End{Status: string(types.StackStatusDeleteComplete), Reason: f.reason}
	switch {
	case session.IsAbsent(err):
	case err != nil:
		return nil, err
	case len(out.Stacks) > 0:
		s := out.Stacks[0]
		end.Status, end.Outputs = string(s.StackStatus), map[string]string{}
		if reason := aws.ToString(s.StackStatusReason); reason != "" {
			end.Reason = reason
		}
		for _, o := range s.Outputs {
			end.Outputs[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
		}
	}
	if !isOver(end.Status) {
		f.steady = 0
		return nil, nil
	}
	if !f.begun || end.Status != f.status || end.Status == f.o.Passes {
		if f.steady++; f.steady < steadyPolls {
			return nil, nil
		}
	}
	if !end.Well() {
		end.Failure, end.Kept = f.firstFailure(ctx), f.kept
	}
	return end, nil
}
