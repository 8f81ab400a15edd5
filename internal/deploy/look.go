package deploy

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/template"
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
	isNew := r.o.Plan.Stack(planfile.IdentityOf(t)).Operation == changeset.CreateStack
	changes, access := s.ChangeSet.Changes, s.Access
	if r.o.Fresh && (isNew || !execute.MayBeSwitched(changes)) {
		return Find(t.Name, isNew, changes, access), nil
	}
	place, err := r.at(ctx, t)
	if err != nil {
		return nil, err
	}
	if !r.o.Fresh {
		// Whoever has changed the file may have changed what it says of access.
		if access, err = accessOf(ctx, place.clients, t, place.stacks[t.Name]); err != nil {
			return nil, err
		}
	}
	list := Find(t.Name, isNew, changes, access)
	if isNew {
		return list, nil
	}
	switched, err := execute.SwitchedByHand(ctx, place.clients, t.Name, changes)
	if len(switched) > 0 {
		list = append(list, Finding{State, t.Name, switched})
	}
	return list, err
}

// accessOf compares who may do what in a stack as it is deployed, and as it is to be.
func accessOf(ctx context.Context, c *session.Clients, t *target.Target, current *changeset.Stack) (plan.Access, error) {
	after, err := template.Parse(t.Template)
	if err != nil {
		return plan.Access{}, fmt.Errorf("read the template of %s: %w", t.Dir, err)
	}
	if current.IsNew() {
		return plan.CompareAccess(nil, after), nil
	}
	text, err := changeset.Template(ctx, c, t.Name)
	if err != nil {
		return plan.Access{}, err
	}
	before, err := template.Parse(text)
	if err != nil {
		return plan.Access{}, fmt.Errorf("read the template that %s was deployed with: %w", t.Name, err)
	}
	return plan.CompareAccess(before, after), nil
}

// reviewed is what the plan says of a stack that changes; nil for others, and for
// those that are not deployed because they are not in the plan as they are.
func (r *Run) reviewed(t *target.Target) *review.Stack {
	if r.otherSpecs(t) != "" {
		return nil
	}
	at := slices.IndexFunc(r.o.Plan.Review.Stacks, func(s review.Stack) bool { return s.Identity == planfile.IdentityOf(t) })
	if at < 0 {
		return nil
	}
	return &r.o.Plan.Review.Stacks[at]
}
