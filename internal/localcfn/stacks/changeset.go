package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// ChangeSet is a change set.
type ChangeSet struct {
	// ID is the change set's ARN, UUID its last part.
	ID, UUID, Name     string
	StackID, StackUUID string
	Update             bool
	Description        string
	Token              string
	Created            time.Time
	Status             lifecycle.Made
	Execution          lifecycle.Execution
	Reason             string
	OnFailure          OnFailure
	IncludeNested      bool
	Operation          string
	Content            Content
	Changes            changeset.Content
	// Request is the request that made it, to tell whether another one is the same.
	Request string
}

// NoChanges is the reason of a change set that changes nothing.
const NoChanges = "The submitted information didn't contain changes. Submit different information to create a change set."

// Executed reports whether somebody has executed the change set. It no longer has
// its name, and is found by its ARN.
func (c *ChangeSet) Executed() bool {
	return c.Execution != lifecycle.Available && c.Execution != lifecycle.Unavailable
}

// FindChangeSet returns the change set of a name or an ARN, nil if there is none.
func (d Data) FindChangeSet(s *Stack, nameOrID string) (*ChangeSet, error) {
	var found *ChangeSet
	err := store.Scan(d.Tx, kindChangeSets, s.UUID+"/", "", func(_ string, c *ChangeSet) (bool, error) {
		if c.Name == nameOrID && !c.Executed() || c.ID == nameOrID {
			found = c
		}
		return found == nil, nil
	})
	return found, err
}

// FindChangeSetID returns the change set of an ARN and its stack, nil if there is
// none.
func (d Data) FindChangeSetID(p Place, id string) (*Stack, *ChangeSet, error) {
	var stackID string
	if ok, err := d.Tx.Get(kindChangeSetIDs, id, &stackID); !ok || err != nil {
		return nil, nil, err
	}
	s, err := d.Find(p, stackID)
	if s == nil || err != nil {
		return nil, nil, err
	}
	c, err := d.FindChangeSet(s, id)
	return s, c, err
}

// ChangeSets returns the change sets of a stack.
func (d Data) ChangeSets(s *Stack) ([]*ChangeSet, error) {
	list, err := store.All[*ChangeSet](d.Tx, kindChangeSets, s.UUID+"/")
	slices.SortStableFunc(list, func(a, b *ChangeSet) int { return b.Created.Compare(a.Created) })
	return list, err
}

// PutChangeSet writes a change set.
func (d Data) PutChangeSet(c *ChangeSet) error {
	if err := d.Tx.Put(kindChangeSetIDs, c.ID, c.StackID); err != nil {
		return err
	}
	return d.Tx.Put(kindChangeSets, c.StackUUID+"/"+c.UUID, c)
}

// DropChangeSet deletes a change set.
func (d Data) DropChangeSet(c *ChangeSet) error {
	if err := d.Tx.Delete(kindChangeSetIDs, c.ID); err != nil {
		return err
	}
	return d.Tx.Delete(kindChangeSets, c.StackUUID+"/"+c.UUID)
}

// dropChangeSets deletes the change sets of a stack, but for the one of an ARN.
func (d Data) dropChangeSets(s *Stack, keep string) error {
	list, err := d.ChangeSets(s)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.ID != keep {
			if err := d.DropChangeSet(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// AddChangeSet gives a change set its names, and leaves it to be made.
func (d Data) AddChangeSet(s *Stack, c *ChangeSet) error {
	number, err := d.Tx.Next(kindChangeSets)
	if err != nil {
		return err
	}
	c.UUID = physical.UUID(fmt.Sprintf("change set %d of %s", number, s.ID))
	c.ID = s.Place().ARN("changeSet/" + c.Name + "/" + c.UUID)
	c.StackID, c.StackUUID, c.Created = s.ID, s.UUID, d.Now
	c.Operation = physical.UUID("operation of " + c.ID)
	c.Status, c.Execution = lifecycle.CreatePending, lifecycle.Unavailable
	s.Past = slices.Insert(s.Past, 0, Entry{createChangeSet, c.Operation})
	return d.PutChangeSet(c)
}

// makeChangeSet finds out what a change set changes.
func (d Data) makeChangeSet(s *Stack, c *ChangeSet) error {
	if c.Status == lifecycle.CreatePending {
		c.Status = lifecycle.CreatingChangeSet
		return d.PutChangeSet(c)
	}
	findings, err := d.validate(s, c)
	if err == nil && len(findings) == 0 {
		c.Changes, err = d.predict(s, c)
	}
	if reason, ok := asReason(err); ok {
		return d.endChangeSet(c, lifecycle.Failed, reason)
	} else if err != nil {
		return err
	}
	if len(findings) > 0 {
		return d.invalid(s, c, findings)
	}
	if c.Update && s.Status.Allows(lifecycle.Update) && d.same(s, c) {
		return d.endChangeSet(c, lifecycle.Failed, NoChanges)
	}
	return d.endChangeSet(c, lifecycle.Created, "")
}

func (d Data) endChangeSet(c *ChangeSet, status lifecycle.Made, reason string) error {
	c.Status, c.Reason, c.Execution = status, reason, lifecycle.Unavailable
	if status == lifecycle.Created {
		c.Execution = lifecycle.Available
	}
	return d.PutChangeSet(c)
}

// same reports whether the change set would change nothing.
func (d Data) same(s *Stack, c *ChangeSet) bool {
	return len(c.Changes.Full) == 0 && len(c.Changes.Short) == 0 && !c.Changes.Outputs &&
		slices.Equal(s.Tags, c.Content.Tags) && slices.Equal(s.NotificationARNs, c.Content.NotificationARNs)
}

// invalid ends a change set with what validation found.
func (d Data) invalid(s *Stack, c *ChangeSet, findings []Finding) error {
	for _, f := range findings {
		v := f.Validation
		err := d.tell(s, Event{
			LogicalID: f.LogicalID, Type: f.Type, Operation: c.Operation, OperationOf: createChangeSet, Validation: &v,
		})
		if err != nil {
			return err
		}
	}
	names := map[string]bool{}
	for _, f := range findings {
		names[f.Check] = true
	}
	return d.endChangeSet(c, lifecycle.Failed, fmt.Sprintf(
		"The following hook(s)/validation failed: [%s]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.",
		strings.Join(slices.Sorted(maps.Keys(names)), ", ")))
}
