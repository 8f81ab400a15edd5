package stacks

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/resolve"
)

// enterReverting begins the way back of an update. What is skipped is taken to be
// back already.
func (d Data) enterReverting(s *Stack, skip []string) error {
	resources, err := d.Resources(s)
	if err != nil {
		return err
	}
	needs, changed := map[string][]string{}, map[string]bool{}
	for _, r := range resources {
		if r.Before == nil {
			continue
		}
		if slices.Contains(skip, r.LogicalID) {
			r.restore()
			if err := d.become(s, r, "UPDATE_COMPLETE", ""); err != nil {
				return err
			}
			continue
		}
		needs[r.LogicalID], changed[r.LogicalID] = r.Before.Needs, true
	}
	order, _ := resolve.Sort(needs)
	var steps []Step
	for _, id := range order {
		steps = append(steps, Step{LogicalID: id})
	}
	s.Operation.enter(Reverting, steps)
	return nil
}

func (d Data) beginReverting(s *Stack, step *Step) error {
	r, err := d.Resource(s, step.LogicalID)
	if err != nil {
		return err
	}
	step.Begun = true
	return d.become(s, r, "UPDATE_IN_PROGRESS", "")
}

// revert returns a resource to what it was.
func (d Data) revert(s *Stack, step *Step) error {
	r, err := d.Resource(s, step.LogicalID)
	if err != nil {
		return err
	}
	if reason, fails := d.attempt(s, r, DoRollback); fails {
		if err := d.become(s, r, "UPDATE_FAILED", reason); err != nil {
			return err
		}
		return d.finish(s, lifecycle.UpdateRollbackFailed, fmt.Sprintf("The following resource(s) failed to update: [%s]. ", r.LogicalID))
	}
	if inPlace := r.restore(); inPlace {
		// What it was before worked then.
		if _, err := d.change(s, r); err != nil {
			return err
		}
	}
	s.Operation.done()
	return d.become(s, r, "UPDATE_COMPLETE", "")
}

// restore makes a resource what it was before, and reports whether it is still the
// same one. One that was made in its place waits to be deleted.
func (r *Resource) restore() (inPlace bool) {
	before, replaced := r.Before, r.Replaced
	inPlace = before.Generation == r.Generation
	if !inPlace && !r.Unmade {
		replaced = append(replaced, r.clone())
	}
	*r = *before
	r.Replaced = replaced
	return inPlace
}

// enterUndoing begins to delete what a failed update made.
func (d Data) enterUndoing(s *Stack) error {
	return d.enterRemoving(s, Undoing, func(r *Resource) bool { return r.Fresh })
}
