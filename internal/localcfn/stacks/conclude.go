package stacks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

// conclude ends a phase all of whose steps are done.
func (d Data) conclude(s *Stack) error {
	switch s.Operation.Phase {
	case Applying:
		return d.applied(s)
	case Cleaning:
		return d.finish(s, lifecycle.UpdateComplete, "")
	case Reverting:
		// Exports and imports were not changed yet.
		s.Content, s.Stable = *s.Stable, nil
		if err := d.turn(s, lifecycle.UpdateRollbackCleanupInProgress, ""); err != nil {
			return err
		}
		return d.enterUndoing(s)
	case Undoing:
		return d.finish(s, lifecycle.UpdateRollbackComplete, "")
	}
	return d.deleted(s)
}

// applied ends the applying of a template: outputs are known now.
func (d Data) applied(s *Stack) error {
	imports := s.Operation.Imports
	scope, err := d.Scope(s, s.Content, func(export string) {
		if !slices.Contains(imports, export) {
			imports = append(imports, export)
		}
	})
	if err != nil {
		return d.failWith(s, err)
	}
	list, err := outputs(scope)
	if err != nil {
		return d.failWith(s, err)
	}
	if reason, err := d.clash(s, list); err != nil {
		return err
	} else if reason != "" {
		return d.fail(s, reason+". ")
	}
	slices.Sort(imports)
	if err := d.unregister(s); err != nil {
		return err
	}
	s.Outputs, s.Imports = list, imports
	if err := d.register(s); err != nil {
		return err
	}
	s.Description = scope.Document.Description
	if s.Status == lifecycle.CreateInProgress {
		return d.finish(s, lifecycle.CreateComplete, "")
	}
	s.Updated = d.Now
	if err := d.turn(s, lifecycle.UpdateCleanupInProgress, ""); err != nil {
		return err
	}
	kept, err := d.order(scope, s.Content)
	if err != nil {
		return err
	}
	return d.enterRemoving(s, Cleaning, func(r *Resource) bool { return !slices.Contains(kept, r.LogicalID) })
}

// deleted ends the deletion of all resources.
func (d Data) deleted(s *Stack) error {
	if failed := s.Operation.Failed; len(failed) > 0 {
		slices.Sort(failed)
		status := lifecycle.DeleteFailed
		if s.Status == lifecycle.RollbackInProgress {
			status = lifecycle.RollbackFailed
		}
		return d.finish(s, status, fmt.Sprintf("The following resource(s) failed to delete: [%s]. ", strings.Join(failed, ", ")))
	}
	if s.Status == lifecycle.RollbackInProgress {
		return d.finish(s, lifecycle.RollbackComplete, "")
	}
	if err := d.unregister(s); err != nil {
		return err
	}
	s.Deleted = d.Now
	if err := d.finish(s, lifecycle.DeleteComplete, ""); err != nil {
		return err
	}
	if err := d.dropChangeSets(s, ""); err != nil {
		return err
	}
	return d.Tx.Delete(kindNames, s.Place().key()+s.Name)
}
