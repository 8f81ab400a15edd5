package stacks

import (
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// The kinds of records.
const (
	kindStacks       = "stacks"         // by account/region/name/uuid
	kindNames        = "stack names"    // account/region/name → uuid, of stacks that are not deleted
	kindResources    = "resources"      // by uuid/logical ID
	kindEvents       = "events"         // by uuid/number
	kindChangeSets   = "change sets"    // by uuid/change set's uuid
	kindChangeSetIDs = "change set IDs" // by ARN → the ARN of the stack
	kindExports      = "exports"        // by account/region/export
	kindImports      = "imports"        // by account/region/export/uuid
	kindTaken        = "taken names"    // by scope/type/name
	kindSSM          = "parameters"     // by account/region/ and the parameter's name
	kindTokens       = "tokens"         // by uuid/token
	kindDetections   = "detections"     // by ID
	kindDrifts       = "drifts"         // by uuid/logical ID
)

// Data is the access to stacks within one change of the store, or one view.
type Data struct {
	Tx        store.Tx
	Blobs     *store.Blobs
	Documents *Documents
	// Faults are the failures that somebody asked for, never nil.
	Faults Faults
	Now    time.Time
}

// Export is what a stack exports under a name.
type Export struct{ Name, Value, StackID, StackName string }

// Import says that a stack uses an export.
type Import struct{ StackID, StackName string }

// Find returns the stack of a name or an ID, nil if there is none. A name finds no
// deleted stack.
func (d Data) Find(p Place, nameOrID string) (*Stack, error) {
	key := p.key() + nameOrID + "/"
	if rest, ok := strings.CutPrefix(nameOrID, "arn:"); ok {
		// arn:partition:cloudformation:region:account:stack/name/uuid
		parts := strings.SplitN(rest, ":", 5)
		if len(parts) < 5 || parts[2] != p.Region || parts[3] != p.Account {
			return nil, nil
		}
		resource, _ := strings.CutPrefix(parts[4], "stack/")
		key = p.key() + resource
	} else {
		var uuid string
		if ok, err := d.Tx.Get(kindNames, p.key()+nameOrID, &uuid); !ok || err != nil {
			return nil, err
		}
		key += uuid
	}
	var s Stack
	if ok, err := d.Tx.Get(kindStacks, key, &s); !ok || err != nil {
		return nil, err
	}
	return &s, nil
}

// Put writes a stack.
func (d Data) Put(s *Stack) error {
	return d.Tx.Put(kindStacks, s.Place().key()+s.Name+"/"+s.UUID, s)
}

// Stacks calls each for the stacks of a place, by name, until it returns false.
// after is the ID of the stack to go on after, empty for the beginning.
func (d Data) Stacks(p Place, after string, each func(*Stack) bool) error {
	start := ""
	if _, resource, ok := strings.Cut(after, ":stack/"); ok {
		start = p.key() + resource + "\x00"
	}
	return store.Scan(d.Tx, kindStacks, p.key(), start, func(_ string, s Stack) (bool, error) { return each(&s), nil })
}

// Resources returns the resources of a stack by logical ID.
func (d Data) Resources(s *Stack) ([]*Resource, error) {
	return store.All[*Resource](d.Tx, kindResources, s.UUID+"/")
}

// Resource returns one resource of a stack, nil if there is none.
func (d Data) Resource(s *Stack, logicalID string) (*Resource, error) {
	var r Resource
	if ok, err := d.Tx.Get(kindResources, s.UUID+"/"+logicalID, &r); !ok || err != nil {
		return nil, err
	}
	return &r, nil
}

// PutResource writes a resource.
func (d Data) PutResource(s *Stack, r *Resource) error {
	return d.Tx.Put(kindResources, s.UUID+"/"+r.LogicalID, r)
}

// Events calls each for the events of a stack, the newest first, until it returns
// false. before is the number of the event to go on before, 0 for the beginning.
func (d Data) Events(s *Stack, before uint64, each func(Event) bool) error {
	start := ""
	if before > 0 {
		start = s.UUID + fmt.Sprintf("/%020d", ^(before-1))
	}
	return store.Scan(d.Tx, kindEvents, s.UUID+"/", start, func(_ string, e Event) (bool, error) { return each(e), nil })
}

// tell adds an event to a stack.
func (d Data) tell(s *Stack, e Event) error {
	number, err := d.Tx.Next(kindEvents)
	if err != nil {
		return err
	}
	e.Number, e.Time = number, d.Now
	if e.ID == "" {
		e.ID = physical.UUID(fmt.Sprintf("event %d of %s", number, s.ID))
	}
	if o := s.Operation; o != nil && e.Operation == "" {
		e.Operation, e.OperationOf, e.Token = o.ID, o.Type, o.Token
	}
	return d.Tx.Put(kindEvents, s.UUID+fmt.Sprintf("/%020d", ^number), e)
}

// Exports returns what the stacks of a place export, by name.
func (d Data) Exports(p Place) ([]Export, error) {
	return store.All[Export](d.Tx, kindExports, p.key())
}

// Importers returns the stacks that use an export, by the order of their IDs.
func (d Data) Importers(p Place, export string) ([]Import, error) {
	return store.All[Import](d.Tx, kindImports, p.key()+export+"/")
}

// placeOf returns where something stands that an ARN names.
func placeOf(id string) (Place, bool) {
	parts := strings.SplitN(id, ":", 6)
	if len(parts) < 6 {
		return Place{}, false
	}
	return Place{Account: parts[4], Region: parts[3]}, true
}
