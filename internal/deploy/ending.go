package deploy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// staleError says that what would happen is not what was reviewed.
type staleError struct{ what []string }

// Error has a line for each difference.
func (e *staleError) Error() string {
	return "this is not what was reviewed; make a new plan, and have it reviewed:\n  " + strings.Join(e.what, "\n  ")
}

// otherSpecs says why a stack, as the specs have it now, is not the one of the plan;
// empty if it is.
func (r *Run) otherSpecs(t *target.Target) string {
	switch planned := r.o.Plan.Stack(planfile.IdentityOf(t)); {
	case planned == nil:
		return fmt.Sprintf("the plan has no stack %s in %s, %s", t.Name, t.Account, t.Region)
	case planned.Template != t.Digest():
		return "the specs make another template than the one that was reviewed"
	}
	return ""
}

// compare compares the change set with the plan.
func (w *work) compare(cs *changeset.ChangeSet) error {
	reviewed := w.run.o.Plan.Changes(planfile.IdentityOf(w.target))
	if cs.Digest(w.target, w.run.o.Commit.Of(w.target.Dir)) == w.planned.Digest {
		// What had to be allowed was decided by what the plan says.
		if cs.Operation() != w.planned.Operation || !isSameOutcome(reviewed, cs.Changes) {
			return &staleError{[]string{"the plan contradicts itself: its digest is that of other changes than it shows"}}
		}
		return nil
	}
	what := Differences(reviewed, cs.Changes)
	if cs.Operation() != w.planned.Operation {
		what = append([]string{fmt.Sprintf("the stack was to be %s, and would now be %s", done(w.planned.Operation), done(cs.Operation()))}, what...)
	}
	if now := w.run.o.Commit.Of(w.target.Dir); len(what) == 0 && now != w.run.o.Plan.Commit.Of(w.target.Dir) {
		what = []string{"the files of its specs are not those of the plan, though they make the same"}
	}
	if len(what) == 0 {
		what = []string{"its tags, its settings, its artifacts or values that are not shown are others"}
	}
	return &staleError{what}
}

// done is what is done to a stack.
func done(o changeset.Operation) string {
	switch o {
	case changeset.CreateStack:
		return "created"
	case changeset.UpdateStack:
		return "updated"
	}
	return "left as it is"
}

// busy is the error of a stack that somebody else is deploying.
func (w *work) busy(ctx context.Context) error {
	who, err := changeset.Deploying(ctx, w.clients, w.target.Name)
	if err != nil || who == "" {
		who = "somebody"
	}
	w.out.Next = "smgen events -f " + w.target.Dir
	return fmt.Errorf("the stack is being deployed by %s; wait for the end of that, and run the same command again", who)
}

// fail ends the work with an error before or after the execution.
func (w *work) fail(ctx context.Context, err error) {
	var (
		invalid    *changeset.Invalid
		unfollowed *execute.UnfollowedError
	)
	switch {
	case errors.As(err, &unfollowed):
		w.out.Next = "smgen events -f " + w.target.Dir
	case errors.As(err, &invalid):
		if len(invalid.Failures) > 0 {
			f := invalid.Failures[0]
			w.out.Failure = &execute.Failure{Resource: f.Resource, Type: f.Type, Status: f.Check, Reason: f.Reason}
			w.out.Origin = positionOf(w.target, f.Path)
		}
	case strings.Contains(err.Error(), "_IN_PROGRESS state and can not be updated"):
		err = w.busy(ctx)
	}
	w.end(progress.Failed, err.Error())
}

// failed ends the work on a stack that CloudFormation could not bring to the end.
func (w *work) failed(end *execute.End) {
	w.out.Failure, w.out.Outputs = end.Failure, end.Outputs
	w.out.Origin = positionOf(w.target, "/Resources/"+end.Failure.Resource)
	w.out.Next = nextAfter(end.Status, w.target)
	w.end(progress.Failed, fmt.Sprintf("after %s, %s", time.Since(w.begin).Round(time.Second), stateOf(end)))
}

// end notes and prints how it went.
func (w *work) end(result progress.Result, message string) {
	w.out.Result, w.out.Message = result, message
	e := progress.Event{Kind: progress.StackEnds, Status: string(result), Message: onOneLine(message), Origin: w.out.Origin, Next: w.out.Next}
	if f := w.out.Failure; f != nil {
		e.Resource, e.Type, e.Reason = f.Resource, f.Type, f.Reason
	}
	w.print(e)
}

// onOneLine writes a message with lines below the first on one line.
func onOneLine(message string) string {
	first, more, _ := strings.Cut(message, "\n  ")
	return strings.TrimSpace(first + " " + strings.ReplaceAll(more, "\n  ", "; "))
}

func (w *work) notice(message string) {
	w.print(progress.Event{Kind: progress.Notice, Message: message})
}

// about is the stack of all events about it.
func (w *work) about() progress.Event {
	return progress.Event{Stack: w.target.Name, Account: w.target.Account, Region: w.target.Region, Dir: w.target.Dir}
}

func (w *work) print(e progress.Event) {
	about := w.about()
	e.Stack, e.Account, e.Region, e.Dir, e.Time = about.Stack, about.Account, about.Region, about.Dir, time.Now()
	w.run.printer.Print(e)
}
