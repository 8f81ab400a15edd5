package stacks

import (
	"slices"

	"github.com/smgen/smgen/internal/localcfn/resolve"
)

// enterDeleting begins to delete all resources of a stack.
func (d Data) enterDeleting(s *Stack) error {
	return d.enterRemoving(s, Deleting, func(r *Resource) bool { return r.Status != "DELETE_COMPLETE" && r.Status != "DELETE_SKIPPED" })
}

// enterRemoving begins a phase that deletes resources, those first that others do
// not need: the replaced ones, and the ones that are chosen.
func (d Data) enterRemoving(s *Stack, p Phase, chosen func(*Resource) bool) error {
	resources, err := d.Resources(s)
	if err != nil {
		return err
	}
	needs, byID := map[string][]string{}, map[string]*Resource{}
	for _, r := range resources {
		needs[r.LogicalID], byID[r.LogicalID] = r.Needs, r
	}
	order, _ := resolve.Sort(needs)
	slices.Reverse(order)
	var steps []Step
	for _, id := range order {
		r := byID[id]
		if old := r.Before; old != nil && old.Generation != r.Generation {
			steps = append(steps, Step{LogicalID: id, Old: old})
		}
		for _, old := range r.Replaced {
			steps = append(steps, Step{LogicalID: id, Old: old})
		}
		if chosen(r) {
			steps = append(steps, Step{LogicalID: id})
		}
	}
	s.Operation.enter(p, steps)
	return nil
}

// target returns the resource that a step deletes, nil if it is gone already.
func (d Data) target(s *Stack, step *Step) (*Resource, error) {
	if step.Old != nil {
		return step.Old, nil
	}
	return d.Resource(s, step.LogicalID)
}

func (d Data) beginRemoving(s *Stack, step *Step) error {
	r, err := d.target(s, step)
	if err != nil {
		return err
	}
	blocked, err := d.blocked(s, step)
	if err != nil {
		return err
	}
	switch {
	case blocked:
		s.Operation.done()
		return nil
	case d.stays(s, r, step.Old != nil):
		return d.leave(s, step, r)
	case r.Unmade || r.Status == "CREATE_IN_PROGRESS":
		return d.removed(s, step, r)
	}
	step.Begun = true
	return d.pass(s, step, r, "DELETE_IN_PROGRESS", "")
}

// blocked reports whether something that needs the resource could not be deleted.
func (d Data) blocked(s *Stack, step *Step) (bool, error) {
	if s.Operation.Phase != Deleting || step.Old != nil {
		return false, nil
	}
	for _, id := range s.Operation.Failed {
		r, err := d.Resource(s, id)
		if err != nil {
			return false, err
		}
		if slices.Contains(r.Needs, step.LogicalID) {
			return true, nil
		}
	}
	return false, nil
}

// stays reports whether a resource is left alone rather than deleted.
func (d Data) stays(s *Stack, r *Resource, replaced bool) bool {
	o := s.Operation
	if slices.Contains(o.Retain, r.LogicalID) {
		return true
	}
	policy := r.DeletionPolicy
	if replaced {
		policy = r.UpdateReplacePolicy
	}
	undone := s.Status.RollsBack()
	switch policy {
	case "Retain":
		return !(undone && (o.RetainExceptOnCreate || replaced) && r.wasMade())
	case "RetainExceptOnCreate":
		return !undone
	}
	return false
}

// wasMade reports whether the operation that is taken back made the resource.
func (r *Resource) wasMade() bool { return r.Fresh || r.Before == nil }

// leave ends a step whose resource is left alone.
func (d Data) leave(s *Stack, step *Step, r *Resource) error {
	if err := d.pass(s, step, r, "DELETE_SKIPPED", ""); err != nil {
		return err
	}
	return d.removed(s, step, r)
}

// remove deletes a resource.
func (d Data) remove(s *Stack, step *Step) error {
	r, err := d.target(s, step)
	if err != nil {
		return err
	}
	do := DoDelete
	if s.Status.RollsBack() {
		do = DoRollback
	}
	refusal, fails := d.attempt(s, r, do)
	if !fails {
		if refusal, err = d.unmake(s, r); err != nil {
			return err
		}
	}
	if !fails && refusal == "" {
		if err := d.pass(s, step, r, "DELETE_COMPLETE", ""); err != nil {
			return err
		}
		return d.removed(s, step, r)
	}
	if err := d.pass(s, step, r, "DELETE_FAILED", refusal); err != nil {
		return err
	}
	switch {
	case s.Operation.Force:
		return d.leave(s, step, r)
	case s.Operation.Phase == Deleting:
		s.Operation.Failed = append(s.Operation.Failed, r.LogicalID)
		s.Operation.done()
		return nil
	}
	// An update is over; what it leaves behind is no longer the stack's.
	return d.removed(s, step, r)
}

// pass gives the resource of a step another status.
func (d Data) pass(s *Stack, step *Step, r *Resource, status, reason string) error {
	if step.Old != nil {
		return d.tellResource(s, r, r.Identity.Physical, status, reason)
	}
	return d.become(s, r, status, reason)
}

// removed ends a step, and takes the resource off the stack: one of a deleted
// stack is remembered.
func (d Data) removed(s *Stack, step *Step, r *Resource) error {
	s.Operation.done()
	if step.Old != nil {
		return d.forget(s, r)
	}
	if s.Operation.Phase != Deleting {
		return d.Tx.Delete(kindResources, s.UUID+"/"+r.LogicalID)
	}
	if r.Status != "DELETE_COMPLETE" && r.Status != "DELETE_SKIPPED" {
		r.Status, r.Updated = "DELETE_COMPLETE", d.Now
	}
	return d.PutResource(s, r)
}

// forget takes a replaced resource off the record of the one in its place.
func (d Data) forget(s *Stack, old *Resource) error {
	r, err := d.Resource(s, old.LogicalID)
	if err != nil || r == nil {
		return err
	}
	r.Replaced = slices.DeleteFunc(r.Replaced, func(other *Resource) bool { return other.Generation == old.Generation })
	return d.PutResource(s, r)
}
