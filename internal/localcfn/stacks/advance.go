package stacks

import "slices"

// advance takes the next step of a stack's operation, and reports whether it takes
// time before the one after.
func (d Data) advance(s *Stack) (takesTime bool, err error) {
	o := s.Operation
	if o.At == len(o.Steps) {
		return false, d.conclude(s)
	}
	step := &o.Steps[o.At]
	switch {
	case o.Phase == Applying && !step.Begun:
		err = d.begin(s, step)
	case o.Phase == Applying:
		err = d.apply(s, step)
	case o.Phase == Reverting && !step.Begun:
		err = d.beginReverting(s, step)
	case o.Phase == Reverting:
		err = d.revert(s, step)
	case !step.Begun:
		err = d.beginRemoving(s, step)
	default:
		err = d.remove(s, step)
	}
	return s.Operation.working(), err
}

// working reports whether a step is begun and not done.
func (o *Operation) working() bool { return o != nil && o.At < len(o.Steps) && o.Steps[o.At].Begun }

// done ends the step that is under way.
func (o *Operation) done() { o.At++ }

// enter begins a phase.
func (o *Operation) enter(p Phase, steps []Step) {
	o.Phase, o.Steps, o.At, o.Failed = p, steps, 0, nil
}

// attempt asks whether somebody wants an attempt to fail.
func (d Data) attempt(s *Stack, r *Resource, do Do) (reason string, fails bool) {
	return d.Faults.Fails(Attempt{s.Account, s.Region, s.Name, r.LogicalID, r.Type, do})
}

// clone returns a copy of a resource without what a rollback would return to.
func (r *Resource) clone() *Resource {
	c := *r
	c.Before, c.Replaced = nil, nil
	return &c
}

// sameTags reports whether two lists hold the same tags in the same order.
func sameTags(a, b []Tag) bool { return slices.Equal(a, b) }
