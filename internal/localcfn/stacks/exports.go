package stacks

import (
	"fmt"
	"strings"
)

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
	for _, o := range s.Outputs {
		value, stays := names[o.Export]
		if o.Export == "" || stays && value == o.Value {
			continue
		}
		verb := "update"
		if !stays {
			verb = "delete"
		}
		if reason, err := d.inUse(s, o.Export, verb); reason != "" || err != nil {
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

// register tells the place what the stack exports and imports.
func (d Data) register(s *Stack) error {
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

// unregister takes back what the stack exports and imports.
func (d Data) unregister(s *Stack) error {
	for _, o := range s.Outputs {
		if o.Export == "" {
			continue
		}
		if err := d.Tx.Delete(kindExports, s.Place().key()+o.Export); err != nil {
			return err
		}
	}
	for _, export := range s.Imports {
		if err := d.Tx.Delete(kindImports, s.Place().key()+export+"/"+s.UUID); err != nil {
			return err
		}
	}
	return nil
}
