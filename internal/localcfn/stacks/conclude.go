package stacks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// conclude ends a phase all of whose steps are done.
func (d Data) conclude(s *Stack) error {
	switch s.Operation.Phase {
	case Applying:
		return d.applied(s)
	case Cleaning:
		return d.finish(s, lifecycle.UpdateComplete, "")
	case Reverting:
		if err := d.returnTo(s); err != nil {
			return err
		}
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

// clash returns why the outputs cannot be exported, empty if they can: a name that
// another stack has, or one that others use and that changes.
func (d Data) clash(s *Stack, outputs []Output) (string, error) {
	names := map[string]string{}
	for _, o := range outputs {
		if o.Export == "" {
			continue
		}
		var other Export
		ok, err := d.Tx.Get(kindExports, s.Place().key()+o.Export, &other)
		if err != nil {
			return "", err
		}
		if ok && other.StackID != s.ID {
			return fmt.Sprintf("Export with name %s is already exported by stack %s", o.Export, other.StackName), nil
		}
		if _, twice := names[o.Export]; twice {
			return fmt.Sprintf("Duplicate Export names [%s]", o.Export), nil
		}
		names[o.Export] = o.Value
	}
	exports, err := d.Exports(s.Place())
	if err != nil {
		return "", err
	}
	for _, e := range exports {
		value, stays := names[e.Name]
		if e.StackID != s.ID || stays && value == e.Value {
			continue
		}
		verb := "update"
		if !stays {
			verb = "delete"
		}
		if reason, err := d.inUse(s, e.Name, verb); reason != "" || err != nil {
			return reason, err
		}
	}
	return "", nil
}

// inUse returns why an export cannot change, empty if no other stack uses it.
func (d Data) inUse(s *Stack, export, verb string) (string, error) {
	list, err := d.Importers(s.Place(), export)
	if err != nil {
		return "", err
	}
	var users []string
	for _, i := range list {
		if i.StackID != s.ID {
			users = append(users, i.StackName)
		}
	}
	if len(users) == 0 {
		return "", nil
	}
	return fmt.Sprintf("Cannot %s export %s as it is in use by %s", verb, export, strings.Join(users, " and ")), nil
}

// register makes the exports and imports of a stack those of its content.
func (d Data) register(s *Stack) error {
	if err := d.unregister(s); err != nil {
		return err
	}
	for _, o := range s.Outputs {
		if o.Export == "" {
			continue
		}
		if err := d.Tx.Put(kindExports, s.Place().key()+o.Export, Export{o.Export, o.Value, s.ID, s.Name}); err != nil {
			return err
		}
	}
	for _, export := range s.Imports {
		if err := d.Tx.Put(kindImports, s.Place().key()+export+"/"+s.UUID, Import{s.ID, s.Name}); err != nil {
			return err
		}
	}
	return nil
}

// unregister takes back all exports and imports of a stack.
func (d Data) unregister(s *Stack) error {
	var exports, imports []string
	err := store.Scan(d.Tx, kindExports, s.Place().key(), "", func(key string, e Export) (bool, error) {
		if e.StackID == s.ID {
			exports = append(exports, key)
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	err = store.Scan(d.Tx, kindImports, s.Place().key(), "", func(key string, i Import) (bool, error) {
		if i.StackID == s.ID {
			imports = append(imports, key)
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	for _, key := range exports {
		if err := d.Tx.Delete(kindExports, key); err != nil {
			return err
		}
	}
	for _, key := range imports {
		if err := d.Tx.Delete(kindImports, key); err != nil {
			return err
		}
	}
	return nil
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
