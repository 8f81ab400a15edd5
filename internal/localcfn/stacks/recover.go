package stacks

import "github.com/smgen/smgen/internal/localcfn/lifecycle"

// Cancel begins the way back of an update that is under way.
func (d Data) Cancel(s *Stack) error {
	s.Operation.OnFailure = RollBack
	if err := d.abandon(s); err != nil {
		return err
	}
	if err := d.turn(s, lifecycle.UpdateRollbackInProgress, "User Initiated"); err != nil {
		return err
	}
	return d.enterReverting(s, nil)
}

// abandon gives up the step that is under way.
func (d Data) abandon(s *Stack) error {
	o := s.Operation
	if !o.working() {
		return nil
	}
	r, err := d.Resource(s, o.Steps[o.At].LogicalID)
	if err != nil {
		return err
	}
	r.Unmade = o.Steps[o.At].Makes
	verb := "UPDATE"
	if r.Status == "CREATE_IN_PROGRESS" {
		verb = "CREATE"
	}
	return d.become(s, r, verb+"_FAILED", "Resource "+map[string]string{"CREATE": "creation", "UPDATE": "update"}[verb]+" cancelled")
}

// Continue goes on with a rollback that failed.
func (d Data) Continue(s *Stack, b Begin) error {
	if err := d.operation(s, continueStack, b); err != nil {
		return err
	}
	if err := d.turn(s, lifecycle.UpdateRollbackInProgress, "User Initiated"); err != nil {
		return err
	}
	return d.enterReverting(s, b.Skip)
}

// Rollback takes back what was left in the middle: to what was, or to nothing.
func (d Data) Rollback(s *Stack, b Begin) error {
	b.OnFailure = RollBack
	if err := d.operation(s, rollbackStack, b); err != nil {
		return err
	}
	if s.creating() {
		if err := d.turn(s, lifecycle.RollbackInProgress, "User Initiated"); err != nil {
			return err
		}
		return d.enterDeleting(s)
	}
	if err := d.turn(s, lifecycle.UpdateRollbackInProgress, "User Initiated"); err != nil {
		return err
	}
	return d.enterReverting(s, nil)
}
