package deploy

import (
	"context"
	"slices"
	"sync"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/review"
)

// Dangers are what has to be allowed before the plan is carried out, in the order of
// the stacks. It asks AWS about schedules and rules that would be changed.
func (r *Run) Dangers(ctx context.Context) ([]Finding, error) {
	found := make(map[*target.Target][]Finding, len(r.o.Targets))
	var (
		mu       sync.Mutex
		problems []error
		all      sync.WaitGroup
		free     = make(chan struct{}, max(r.o.Concurrency, 1))
	)
	for _, t := range r.o.Targets {
		s := r.reviewed(t)
		if s == nil {
			continue
		}
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			list, err := r.dangers(ctx, t, s)
			mu.Lock()
			defer mu.Unlock()
			found[t] = list
			if err != nil {
				problems = append(problems, err)
			}
		})
	}
	all.Wait()
	if len(problems) > 0 {
		return nil, problems[0]
	}
	var list []Finding
	for _, t := range slices.SortedFunc(slices.Values(r.o.Targets), target.Compare) {
		list = append(list, found[t]...)
	}
	return list, nil
}

// dangers are those of one stack.
func (r *Run) dangers(ctx context.Context, t *target.Target, s *review.Stack) ([]Finding, error) {
	isNew := r.o.Plan.Stack(identity(t)).Operation == changeset.CreateStack
	list := Find(t.Name, isNew, s.ChangeSet.Changes, s.Access)
	if isNew || !execute.MayBeSwitched(s.ChangeSet.Changes) {
		return list, nil
	}
	place, err := r.at(ctx, t)
	if err != nil {
		return nil, err
	}
	switched, err := execute.SwitchedByHand(ctx, place.clients, t.Name, s.ChangeSet.Changes)
	if len(switched) > 0 {
		list = append(list, Finding{State, t.Name, switched})
	}
	return list, err
}

// reviewed is what the plan says of a stack that changes; nil for others, and for
// those that are not deployed because they are not in the plan as they are.
func (r *Run) reviewed(t *target.Target) *review.Stack {
	if r.otherSpecs(t) != "" {
		return nil
	}
	at := slices.IndexFunc(r.o.Plan.Review.Stacks, func(s review.Stack) bool { return s.Identity == identity(t) })
	if at < 0 {
		return nil
	}
	return &r.o.Plan.Review.Stacks[at]
}
