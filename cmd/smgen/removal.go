package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/progress"
)

// removalOptions are what destroy and prune have in common.
type removalOptions struct {
	cloudOptions
	progressOptions
}

// look finds out what the deletion of each stack would do, in their order.
func (o *removalOptions) look(ctx context.Context, stacks []*operate.Stack, now time.Time) ([]*removal.Removal, error) {
	var (
		found  = make([]*removal.Removal, len(stacks))
		failed error
		mu     sync.Mutex
	)
	operate.Each(ctx, o.concurrency, stacks, func(s *operate.Stack) {
		r, err := removal.Look(ctx, s, now)
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			failed = fmt.Errorf("%s: %w", output.Printable(s.Path()), err)
			return
		}
		found[slices.Index(stacks, s)] = r
	})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case failed != nil:
		return nil, failed
	}
	return found, removal.FindImporters(ctx, found)
}

// show says what goes with a stack.
func (o *removalOptions) show(r *removal.Removal, now time.Time) error {
	t := o.text(o.env.stdout)
	since := r.Live.LastUpdated
	if since.IsZero() {
		since = r.Live.Created
	}
	heading := t.Bold(output.Printable(r.Name))
	if r.Dir != "" {
		heading += " (" + output.Printable(r.Dir) + ")"
	}
	_, err := fmt.Fprintf(o.env.stdout, "%s in %s, %s, %s %s\n%s", heading, r.Account, output.Printable(r.Region),
		operate.StandingOf(r.Status()).Short, operate.Ago(since, now), r.Loss.Text(t))
	return err
}

// remove deletes the stacks and says how that went.
func (o *removalOptions) remove(ctx context.Context, removals []*removal.Removal, force removal.Force) error {
	var targets []*target.Target
	for _, r := range removals {
		targets = append(targets, r.Target)
	}
	printer := o.printer(o.env, targets)
	defer printer.Close()
	running := &underWay{stacks: map[string]bool{}}
	defer running.watch(ctx, o.env, printer)()
	outcomes, err := removal.Run(ctx, removals, o.concurrency, force, func(e progress.Event) {
		running.note(e)
		printer.Print(e)
	})
	printer.Close()
	if err != nil {
		return err
	}
	return o.conclude(ctx, outcomes)
}

// conclude counts the outcomes and turns them into an exit code.
func (o *removalOptions) conclude(ctx context.Context, outcomes []removal.Outcome) error {
	counts := map[progress.Result]int{}
	for _, out := range outcomes {
		counts[out.Result]++
	}
	var parts []string
	for _, result := range []progress.Result{progress.Deleted, progress.Failed, progress.Skipped, progress.Interrupted} {
		if counts[result] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[result], result))
		}
	}
	fmt.Fprintf(o.env.stderr, "%s: %s\n", plural(len(outcomes), "stack"), strings.Join(parts, ", "))
	switch {
	case ctx.Err() != nil:
		return &outcome{exitInterrupted, fmt.Sprintf("interrupted; %s deleted, and the others are as they were", plural(counts[progress.Deleted], "stack"))}
	case counts[progress.Deleted] == len(outcomes):
		return nil
	case counts[progress.Deleted] > 0:
		return &outcome{exitSome, ""}
	}
	return errFindings
}
