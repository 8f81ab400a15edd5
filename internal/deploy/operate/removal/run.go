package removal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/deploy/order"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// Outcome is what became of one stack.
type Outcome struct {
	*Removal
	Result progress.Result
	// Err says why a stack was not deleted.
	Err error
}

// Run deletes stacks, those that import values before those that export them, and
// for at most n at once. After the context is cancelled, no other deletion begins.
// The outcomes are in the order of the removals.
func Run(ctx context.Context, removals []*Removal, n int, force Force, print func(progress.Event)) ([]Outcome, error) {
	way, byTarget, err := arrange(removals)
	if err != nil {
		return nil, err
	}
	outcomes := map[*Removal]Outcome{}
	var mu sync.Mutex
	way.Walk(n, func(t *target.Target, lacking []*target.Target) bool {
		o := byTarget[t].run(ctx, lacking, force, print)
		mu.Lock()
		defer mu.Unlock()
		outcomes[byTarget[t]] = o
		return o.Result == progress.Deleted
	})
	list := make([]Outcome, len(removals))
	for i, r := range removals {
		list[i] = outcomes[r]
	}
	return list, nil
}

// arrange puts the removals into an order. Only what CloudFormation has counts for
// it, and not what the specs say by now.
func arrange(removals []*Removal) (*order.Order, map[*target.Target]*Removal, error) {
	var targets []*target.Target
	byTarget := map[*target.Target]*Removal{}
	for _, r := range removals {
		t := &target.Target{Name: r.Name, Account: r.Account, Region: r.Region, Dir: r.Dir, Exports: sortedKeys(r.Importers)}
		for _, exporter := range removals {
			for _, export := range sortedKeys(exporter.Importers) {
				if exporter.isBeside(r) && slices.Contains(exporter.Importers[export], r.Name) {
					t.Imports = append(t.Imports, export)
				}
			}
		}
		targets = append(targets, t)
		byTarget[t] = r
	}
	forward, err := order.Of(targets)
	if err != nil {
		return nil, nil, err
	}
	return forward.Reverse(), byTarget, nil
}

// run deletes one stack, unless others stand in the way.
func (r *Removal) run(ctx context.Context, lacking []*target.Target, force Force, print func(progress.Event)) Outcome {
	event := progress.Event{Time: time.Now(), Kind: progress.StackBegins, Stack: r.Name, Account: r.Account, Region: r.Region, Dir: r.Dir, Message: "deleting"}
	o := Outcome{Removal: r, Result: progress.Deleted}
	switch {
	case ctx.Err() != nil:
		o.Result, o.Err = progress.Interrupted, ctx.Err()
		return o
	case len(lacking) > 0:
		var names []string
		for _, t := range lacking {
			names = append(names, t.Name)
		}
		o.Result, o.Err = progress.Skipped, fmt.Errorf("it exports values that are still imported by %s", strings.Join(names, ", "))
	default:
		print(event)
		if o.Err = Delete(ctx, r.Stack, force, r.Loss.ids(), print); o.Err != nil {
			o.Result = progress.Failed
			if errors.Is(o.Err, context.Canceled) {
				o.Result = progress.Interrupted
			}
		}
	}
	event.Time, event.Kind, event.Message, event.Status = time.Now(), progress.StackEnds, "", string(o.Result)
	if o.Err != nil {
		event.Message = o.Err.Error()
	}
	print(event)
	return o
}
