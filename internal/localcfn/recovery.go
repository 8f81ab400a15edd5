package localcfn

import (
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type continueUpdateRollbackInput struct {
	StackName, RoleARN string
	ResourcesToSkip    []string
	ClientRequestToken string
}

func (s *Server) continueUpdateRollback(q request, in *continueUpdateRollbackInput) (any, error) {
	_, err := s.begin(q, in.StackName, in.ClientRequestToken, func(d stacks.Data, stack *stacks.Stack) error {
		if !stack.Status.Allows(lifecycle.Continue) {
			return query.Validation("RollbackUpdatedStack cannot be called from current stack status")
		}
		for _, id := range in.ResourcesToSkip {
			r, err := d.Resource(stack, id)
			if err != nil {
				return err
			}
			if r == nil || r.Status != "UPDATE_FAILED" && r.Status != "CREATE_FAILED" {
				return query.Validation("One or more specified resources is in an invalid state to be skipped: [%s]", id)
			}
		}
		return d.Continue(stack, stacks.Begin{Token: in.ClientRequestToken, Skip: in.ResourcesToSkip, RoleARN: in.RoleARN})
	})
	return nothing{}, err
}

type rollbackStackInput struct {
	StackName, RoleARN, ClientRequestToken string
	RetainExceptOnCreate                   bool
}

type startedOutput struct{ StackId, OperationId string }

func (s *Server) rollbackStack(q request, in *rollbackStackInput) (any, error) {
	stack, err := s.begin(q, in.StackName, in.ClientRequestToken, func(d stacks.Data, stack *stacks.Stack) error {
		if !stack.Status.Allows(lifecycle.Rollback) {
			return query.Validation("RollbackStack cannot be called from current stack status")
		}
		return d.Rollback(stack, stacks.Begin{Token: in.ClientRequestToken, RetainExceptOnCreate: in.RetainExceptOnCreate, RoleARN: in.RoleARN})
	})
	if err != nil {
		return nil, err
	}
	return startedOutput{stack.ID, stack.Past[0].ID}, nil
}

type cancelUpdateStackInput struct{ StackName, ClientRequestToken string }

func (s *Server) cancelUpdateStack(q request, in *cancelUpdateStackInput) (any, error) {
	_, err := s.begin(q, in.StackName, in.ClientRequestToken, func(d stacks.Data, stack *stacks.Stack) error {
		if !stack.Status.Allows(lifecycle.Cancel) || stack.Operation == nil || stack.Stable == nil {
			return query.Validation("CancelUpdateStack cannot be called from current stack status")
		}
		return d.Cancel(stack)
	})
	return nil, err
}

// begin does something to a stack that exists, once for each token, and leaves the
// rest to the runner.
func (s *Server) begin(q request, name, token string, do func(stacks.Data, *stacks.Stack) error) (*stacks.Stack, error) {
	if err := checkToken(token); err != nil {
		return nil, err
	}
	var stack *stacks.Stack
	before := ""
	err := s.run.Update(func(d stacks.Data) error {
		found, err := existing(d, q, name)
		if err != nil {
			return err
		}
		if found.Status.Gone() {
			return query.Validation("Stack [%s] does not exist", name)
		}
		stack, before = found, found.Operation.Name()
		if done, err := d.Repeated(stack, token, q.action); done || err != nil {
			return tokenTaken(err, token)
		}
		if err := do(d, stack); err != nil {
			return err
		}
		return d.Put(stack)
	})
	if err != nil {
		return nil, err
	}
	if stack.Operation.Name() != before {
		s.run.Operate(stack)
	}
	return stack, nil
}

type terminationInput struct {
	StackName                   string
	EnableTerminationProtection *bool
}

type stackIDOutput struct{ StackId string }

func (s *Server) updateTerminationProtection(q request, in *terminationInput) (any, error) {
	if in.EnableTerminationProtection == nil {
		return nil, query.Validation("1 validation error detected: Value null at 'enableTerminationProtection' failed to satisfy constraint: Member must not be null")
	}
	stack, err := s.begin(q, in.StackName, "", func(_ stacks.Data, stack *stacks.Stack) error {
		stack.TerminationProtection = *in.EnableTerminationProtection
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stackIDOutput{stack.ID}, nil
}

type setStackPolicyInput struct{ StackName, StackPolicyBody string }

// maxPolicy is the size of the longest stack policy, in bytes.
const maxPolicy = 16_384

func (s *Server) setStackPolicy(q request, in *setStackPolicyInput) (any, error) {
	if err := checkPolicy(in.StackPolicyBody); err != nil {
		return nil, err
	}
	_, err := s.begin(q, in.StackName, "", func(_ stacks.Data, stack *stacks.Stack) error {
		stack.Policy = in.StackPolicyBody
		return nil
	})
	return nil, err
}

type stackNameInput struct{ StackName string }

type getStackPolicyOutput struct {
	StackPolicyBody string `xml:",omitempty"`
}

func (s *Server) getStackPolicy(q request, in *stackNameInput) (any, error) {
	var out getStackPolicyOutput
	err := s.run.View(func(d stacks.Data) error {
		stack, err := existing(d, q, in.StackName)
		if err == nil {
			out.StackPolicyBody = stack.Policy
		}
		return err
	})
	return out, err
}
