package stacks

import (
	"errors"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// maxStacks is how many stacks an account has in a region; see the user guide,
// "Understand CloudFormation quotas".
const maxStacks = 2000

// ErrTooMany says that there are as many stacks as there may be.
var ErrTooMany = errors.New("there are as many stacks as there may be")

// Begin is how an operation is asked for.
type Begin struct {
	Token                string
	OnFailure            OnFailure
	RetainExceptOnCreate bool
	// Retain and Force are for a deletion, Skip for the continuing of a rollback.
	Retain, Skip []string
	Force        bool
	RoleARN      string
}

// operation returns a new operation of a stack, and adds it to the history.
func (d Data) operation(s *Stack, kind string, b Begin) error {
	number, err := d.Tx.Next(kindTokens)
	if err != nil {
		return err
	}
	id := physical.UUID(fmt.Sprintf("operation %d of %s", number, s.ID))
	s.Operation = &Operation{
		ID: id, Type: kind, Token: b.Token, Started: d.Now, Before: s.Status,
		OnFailure: b.OnFailure, RetainExceptOnCreate: b.RetainExceptOnCreate, Retain: b.Retain, Force: b.Force,
	}
	s.Past = slices.Insert(s.Past, 0, Entry{kind, id})
	if b.RoleARN != "" {
		s.RoleARN = b.RoleARN
	}
	return nil
}

// Add makes a stack that is new to its place, and waits in review for a change
// set.
//
// The error is [ErrTooMany] if the place has as many stacks as an account may have.
func (d Data) Add(p Place, name string) (*Stack, error) {
	stacks := 0
	err := store.Scan(d.Tx, kindNames, p.key(), "", func(string, string) (bool, error) {
		stacks++
		return stacks < maxStacks, nil
	})
	if err != nil {
		return nil, err
	}
	if stacks == maxStacks {
		return nil, ErrTooMany
	}
	number, err := d.Tx.Next(kindStacks)
	if err != nil {
		return nil, err
	}
	uuid := physical.UUID(fmt.Sprintf("stack %d %s%s %d", number, p.key(), name, d.Now.UnixNano()))
	s := &Stack{
		ID: p.ARN("stack/" + name + "/" + uuid), UUID: uuid, Name: name, Account: p.Account, Region: p.Region,
		Created: d.Now, Drift: Drift{Status: "NOT_CHECKED"},
	}
	if err := d.Tx.Put(kindNames, p.key()+name, uuid); err != nil {
		return nil, err
	}
	return s, nil
}

// Review puts a new stack in review.
func (d Data) Review(s *Stack) error {
	return d.turn(s, lifecycle.ReviewInProgress, "User Initiated")
}

// Deploy begins to give a stack its new content: the first, or another one.
func (d Data) Deploy(s *Stack, c Content, b Begin) error {
	kind, status := updateStack, lifecycle.UpdateInProgress
	switch {
	case s.Status.Allows(lifecycle.Create):
		kind, status = createStack, lifecycle.CreateInProgress
		s.Created = d.Now
	case s.Status.Allows(lifecycle.Update):
		stable := s.Content
		s.Stable, s.Updated = &stable, d.Now
	}
	s.DisableRollback = b.OnFailure == DoNothing
	outputs, imports := s.Outputs, s.Imports
	s.Content = c
	// What others see of the stack changes at its end.
	s.Outputs, s.Imports = outputs, imports
	if err := d.operation(s, kind, b); err != nil {
		return err
	}
	if err := d.turn(s, status, "User Initiated"); err != nil {
		return err
	}
	scope, err := d.Scope(s, s.Content, nil)
	if err != nil {
		return d.failWith(s, err)
	}
	order, err := d.order(scope, s.Content)
	if err != nil {
		return d.failWith(s, err)
	}
	var steps []Step
	for _, id := range order {
		steps = append(steps, Step{LogicalID: id})
	}
	s.Operation.enter(Applying, steps)
	return nil
}

// Execute begins to do what a change set says. The stack's other change sets are
// no longer valid, and are deleted.
func (d Data) Execute(s *Stack, c *ChangeSet, b Begin) error {
	if err := d.dropChangeSets(s, c.ID); err != nil {
		return err
	}
	c.Execution = lifecycle.ExecuteInProgress
	s.ChangeSet = c.ID
	if err := d.PutChangeSet(c); err != nil {
		return err
	}
	return d.Deploy(s, c.Content, b)
}

// Delete begins to delete a stack. If others use its exports, it stays, and says
// so.
func (d Data) Delete(s *Stack, b Begin) error {
	for _, o := range s.Outputs {
		if o.Export == "" {
			continue
		}
		reason, err := d.inUse(s, o.Export, "delete")
		if err != nil {
			return err
		}
		if reason != "" {
			s.Reason = "Delete canceled. " + reason + "."
			return d.tellStatus(s)
		}
	}
	if s.Operation != nil {
		if err := d.abandon(s); err != nil {
			return err
		}
	}
	if err := d.operation(s, deleteStack, b); err != nil {
		return err
	}
	if err := d.turn(s, lifecycle.DeleteInProgress, "User Initiated"); err != nil {
		return err
	}
	return d.enterDeleting(s)
}

// ErrTokenTaken says that a token was used for another request.
var ErrTokenTaken = errors.New("the token was used for another request")

// Repeated reports whether a request with a token was made before, and remembers
// it. The error is [ErrTokenTaken] if the token is of another request.
func (d Data) Repeated(s *Stack, token, request string) (bool, error) {
	if token == "" {
		return false, nil
	}
	var before string
	ok, err := d.Tx.Get(kindTokens, s.UUID+"/"+token, &before)
	switch {
	case err != nil:
		return false, err
	case ok && before != request:
		return false, ErrTokenTaken
	case ok:
		return true, nil
	}
	return false, d.Tx.Put(kindTokens, s.UUID+"/"+token, request)
}
