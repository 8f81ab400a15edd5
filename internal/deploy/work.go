package deploy

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// work is the work on one stack.
type work struct {
	run    *Run
	target *target.Target
	begin  time.Time
	out    Stack

	clients *session.Clients
	current *changeset.Stack
	planned *planfile.Stack
}

// do takes the steps of a deployment, and ends with a result.
func (w *work) do(ctx context.Context) {
	err := w.steps(ctx)
	var stale *staleError
	switch {
	case err == nil:
	case errors.As(err, &stale):
		w.out.Next = "smgen plan " + w.target.Dir
		w.end(progress.Stale, err.Error())
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		w.end(progress.Interrupted, leftAs(err))
	default:
		w.fail(ctx, err)
	}
}

// leftAs says how an interrupt has left a stack: as it was, unless something could
// not be removed.
func leftAs(err error) string {
	if text := err.Error(); strings.Contains(text, "left over") {
		return text
	}
	return "left as it was"
}

func (w *work) steps(ctx context.Context) error {
	if why := w.run.otherSpecs(w.target); why != "" {
		return &staleError{[]string{why}}
	}
	w.planned = w.run.o.Plan.Stack(planfile.IdentityOf(w.target))
	place, err := w.run.at(ctx, w.target)
	if err != nil {
		return err
	}
	w.clients, w.current = place.clients, place.stacks[w.target.Name]
	if w.run.o.Fresh && w.planned.Operation == changeset.Nothing && !w.current.IsNew() {
		return w.unchanged(ctx)
	}
	if w.current.IsBusy() {
		return w.busy(ctx)
	}
	if obstacle := w.current.Obstacle(w.target.Dir); obstacle != "" {
		w.out.Next = "smgen rollback " + w.target.Dir
		return errors.New(obstacle)
	}
	return w.deploy(ctx)
}

// deploy creates the change set, compares it with the plan, and executes it. A role
// that was just made may not be known everywhere yet; then it does so once more.
func (w *work) deploy(ctx context.Context) error {
	w.print(progress.Event{Kind: progress.StackBegins, Message: "creating the change set"})
	pinned, url, err := artifact.Ready(ctx, w.clients, w.target, w.run.o.Read)
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		cs, err := changeset.Create(ctx, w.clients, changeset.Request{
			Target: w.target, Current: w.current, Template: pinned, TemplateURL: url, By: w.run.o.By(w.clients.Caller),
		})
		if err != nil {
			return err
		}
		if cs.Empty {
			return w.unchanged(ctx)
		}
		if err := w.compare(cs); err != nil {
			return errors.Join(err, cs.Delete(ctx, w.clients))
		}
		if w.run.o.NoExecute {
			w.out.ChangeSet = cs.ID
			w.end(progress.Planned, "the change set "+cs.Name+" is ready")
			return nil
		}
		end, err := w.execute(ctx, cs)
		if err != nil {
			return err
		}
		if end.Well() {
			return w.deployed(ctx, end, len(cs.Changes))
		}
		if attempt > 1 || !end.Failure.MayPass() {
			w.failed(end)
			return nil
		}
		w.notice("AWS did not know a new role yet; once more")
		if w.current, err = changeset.Get(context.WithoutCancel(ctx), w.clients, w.target.Name); err != nil {
			return err
		}
	}
}

// execute sets what has to hold while the stack changes, and carries out the change
// set.
func (w *work) execute(ctx context.Context, cs *changeset.ChangeSet) (*execute.End, error) {
	remove := func(err error) error { return errors.Join(err, cs.Delete(ctx, w.clients)) }
	if !cs.New {
		if _, err := execute.SetPolicy(ctx, w.clients, cs.StackID, w.target.Settings.Policy); err != nil {
			return nil, remove(err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, remove(err)
	}
	w.print(progress.Event{Kind: progress.Step, Message: "executing the change set"})
	w.run.setRunning(w.target, true)
	defer w.run.setRunning(w.target, false)
	var resources []string
	for _, c := range cs.Changes {
		resources = append(resources, c.ResourceChange.LogicalResourceId)
	}
	end, err := execute.Run(ctx, w.clients, execute.ChangeSet{
		ID: cs.ID, StackID: cs.StackID, New: cs.New, OnFailure: w.target.Settings.OnFailure, Resources: resources, About: w.about(),
	}, w.run.printer.Print)
	var unfollowed *execute.UnfollowedError
	if err != nil && !errors.As(err, &unfollowed) {
		return nil, remove(err)
	}
	return end, err
}
