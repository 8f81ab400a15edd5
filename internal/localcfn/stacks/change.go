package stacks

import (
	"fmt"

	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

// turn gives a stack another status, and tells so.
func (d Data) turn(s *Stack, status lifecycle.Status, reason string) error {
	if !s.Status.May(status) {
		return fmt.Errorf("stack %s: no way leads from %q to %s", s.Name, s.Status, status)
	}
	s.Status, s.Reason = status, reason
	return d.tellStatus(s)
}

func (d Data) tellStatus(s *Stack) error {
	return d.tell(s, Event{LogicalID: s.Name, PhysicalID: s.ID, Type: stackType, Status: string(s.Status), Reason: s.Reason})
}

// become gives a resource another status, tells so, and writes it.
func (d Data) become(s *Stack, r *Resource, status, reason string) error {
	r.Status, r.Reason, r.Updated = status, reason, d.Now
	if err := d.tellResource(s, r, r.Identity.Physical, status, reason); err != nil {
		return err
	}
	return d.PutResource(s, r)
}

func (d Data) tellResource(s *Stack, r *Resource, physicalID, status, reason string) error {
	return d.tell(s, Event{
		LogicalID: r.LogicalID, PhysicalID: physicalID, Type: r.Type,
		Status: status, Reason: reason, Properties: changeset.JSON(orNone(r.Properties)),
	})
}

// finish ends the operation of a stack.
func (d Data) finish(s *Stack, status lifecycle.Status, reason string) error {
	if err := d.turn(s, status, reason); err != nil {
		return err
	}
	kind := s.Operation.Type
	s.Operation = nil
	if kind == createStack || kind == updateStack {
		if err := d.executed(s, status); err != nil {
			return err
		}
	}
	if !keepsWayBack(status) {
		return d.settle(s)
	}
	return nil
}

// executed says at a change set how its execution ended.
func (d Data) executed(s *Stack, status lifecycle.Status) error {
	c, err := d.FindChangeSet(s, s.ChangeSet)
	if c == nil || err != nil || c.Execution != lifecycle.ExecuteInProgress {
		return err
	}
	c.Execution = lifecycle.ExecuteFailed
	if status == lifecycle.CreateComplete || status == lifecycle.UpdateComplete {
		c.Execution = lifecycle.ExecuteComplete
	}
	return d.PutChangeSet(c)
}

// keepsWayBack reports whether an operation was left in the middle, so that it may
// still be taken back.
func keepsWayBack(status lifecycle.Status) bool {
	switch status {
	case lifecycle.CreateFailed, lifecycle.UpdateFailed, lifecycle.UpdateRollbackFailed, lifecycle.DeleteFailed, lifecycle.RollbackFailed:
		return true
	}
	return false
}

// settle makes what the stack has what later rollbacks return to.
func (d Data) settle(s *Stack) error {
	s.Stable = nil
	resources, err := d.Resources(s)
	if err != nil {
		return err
	}
	for _, r := range resources {
		if r.Before == nil && !r.Fresh {
			continue
		}
		r.Before, r.Fresh = nil, false
		if err := d.PutResource(s, r); err != nil {
			return err
		}
	}
	return nil
}
