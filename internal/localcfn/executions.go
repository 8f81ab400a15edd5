package localcfn

import (
	"net/http"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type oneChangeSet struct{ ChangeSetName, StackName string }

// find returns a change set and its stack; the error is the refusal if there is
// none.
func (in oneChangeSet) find(d stacks.Data, q request) (*stacks.Stack, *stacks.ChangeSet, error) {
	missing := &query.Error{Status: http.StatusNotFound, Code: "ChangeSetNotFound", Message: "ChangeSet [" + in.ChangeSetName + "] does not exist"}
	if strings.HasPrefix(in.ChangeSetName, "arn:") {
		stack, set, err := d.FindChangeSetID(q.place(), in.ChangeSetName)
		if err == nil && set == nil {
			return nil, nil, missing
		}
		return stack, set, err
	}
	if in.StackName == "" {
		return nil, nil, query.Validation("StackName must be specified if ChangeSetName is not specified as an ARN.")
	}
	stack, err := d.Find(q.place(), in.StackName)
	if err != nil {
		return nil, nil, err
	}
	if stack == nil {
		return nil, nil, query.Validation("Stack [%s] does not exist", in.StackName)
	}
	set, err := d.FindChangeSet(stack, in.ChangeSetName)
	if err == nil && set == nil {
		return nil, nil, missing
	}
	return stack, set, err
}

type executeChangeSetInput struct {
	oneChangeSet
	ClientRequestToken                    string
	DisableRollback, RetainExceptOnCreate *bool
}

type nothing struct{}

func (s *Server) executeChangeSet(q request, in *executeChangeSetInput) (any, error) {
	if err := checkToken(in.ClientRequestToken); err != nil {
		return nil, err
	}
	var stack *stacks.Stack
	err := s.run.Update(func(d stacks.Data) error {
		found, set, err := in.find(d, q)
		if err != nil {
			return err
		}
		if done, err := d.Repeated(found, in.ClientRequestToken, "ExecuteChangeSet "+set.ID); done || err != nil {
			return tokenTaken(err, in.ClientRequestToken)
		}
		stack = found
		return s.execute(d, stack, set, in)
	})
	if err != nil {
		return nil, err
	}
	if stack != nil {
		s.run.Operate(stack)
	}
	return nothing{}, nil
}

func (s *Server) execute(d stacks.Data, stack *stacks.Stack, set *stacks.ChangeSet, in *executeChangeSetInput) error {
	switch {
	case set.Status != lifecycle.Created:
		return query.Refuse("InvalidChangeSetStatus", "ChangeSet [%s] cannot be executed in its current status of [%s]", set.ID, set.Status)
	case set.Execution != lifecycle.Available:
		return query.Refuse("InvalidChangeSetStatus", "ChangeSet [%s] cannot be executed in its current execution status of [%s]", set.ID, set.Execution)
	case set.OnFailure != "" && in.DisableRollback != nil:
		return query.Validation("DisableRollback cannot be specified when OnStackFailure was specified for the change set")
	}
	begin := stacks.Begin{Token: in.ClientRequestToken, OnFailure: set.OnFailure}
	if begin.OnFailure == "" {
		begin.OnFailure = stacks.RollBack
		if in.DisableRollback != nil && *in.DisableRollback {
			begin.OnFailure = stacks.DoNothing
		}
	}
	if in.RetainExceptOnCreate != nil {
		begin.RetainExceptOnCreate = *in.RetainExceptOnCreate
	}
	operation := lifecycle.Create
	if set.Update {
		operation = lifecycle.Update
		if begin.OnFailure == stacks.DoNothing {
			operation = lifecycle.UpdateFailing
		}
	}
	if !stack.Status.Allows(operation) {
		return notNow(stack)
	}
	if err := d.Execute(stack, set, begin); err != nil {
		return err
	}
	return d.Put(stack)
}

// notNow refuses a deployment in the status that the stack has.
func notNow(stack *stacks.Stack) error {
	if stack.Status.Allows(lifecycle.UpdateFailing) {
		return query.Validation("This stack is currently in a non-terminal [%s] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API", stack.Status)
	}
	return cannotUpdate(stack)
}

func (s *Server) deleteChangeSet(q request, in *oneChangeSet) (any, error) {
	err := s.run.Update(func(d stacks.Data) error {
		_, set, err := in.find(d, q)
		if refusal := refusalOf(err); refusal != nil && refusal.Code == "ChangeSetNotFound" {
			return nil // it is deleted already
		}
		if err != nil {
			return err
		}
		if set.Execution == lifecycle.ExecuteInProgress {
			return query.Refuse("InvalidChangeSetStatus", "ChangeSet [%s] cannot be deleted in its current execution status of [%s]", set.ID, set.Execution)
		}
		return d.DropChangeSet(set)
	})
	return nothing{}, err
}

// tokenTaken returns the refusal of a token that another request has used.
func tokenTaken(err error, text string) error {
	if err == stacks.ErrTokenTaken {
		return query.Refuse("TokenAlreadyExistsException", "Token %s already exists with different parameters", text)
	}
	return err
}
