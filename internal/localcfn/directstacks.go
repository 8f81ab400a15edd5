package localcfn

import (
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// common is what CreateStack and UpdateStack take, both.
type common struct {
	with
	StackName                             string
	TemplateBody, TemplateURL             string
	StackPolicyBody                       string
	ClientRequestToken                    string
	DisableRollback, RetainExceptOnCreate bool
}

type createStackInput struct {
	common
	OnFailure                   string
	EnableTerminationProtection bool
	TimeoutInMinutes            int // accepted, and of no effect: nothing here takes minutes
}

func (s *Server) createStack(q request, in *createStackInput) (any, error) {
	begin := stacks.Begin{Token: in.ClientRequestToken, OnFailure: stacks.OnFailure(in.OnFailure), RetainExceptOnCreate: in.RetainExceptOnCreate}
	switch {
	case !stackName().MatchString(in.StackName):
		return nil, query.Validation("1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128", in.StackName)
	case in.OnFailure != "" && in.DisableRollback:
		return nil, query.Validation("You can specify either OnFailure or DisableRollback, but not both.")
	case in.DisableRollback:
		begin.OnFailure = stacks.DoNothing
	case in.OnFailure == "":
		begin.OnFailure = stacks.RollBack
	}
	if err := checkToken(in.ClientRequestToken); err != nil {
		return nil, err
	}
	if err := checkPolicy(in.StackPolicyBody); err != nil {
		return nil, err
	}
	var stack *stacks.Stack
	again := false
	err := s.run.Update(func(d stacks.Data) error {
		found, err := d.Find(q.place(), in.StackName)
		if err != nil {
			return err
		}
		if found != nil {
			stack = found
			if again, err = d.Repeated(found, in.ClientRequestToken, q.action); err != nil || again {
				return tokenTaken(err, in.ClientRequestToken)
			}
			return query.Refuse("AlreadyExistsException", "Stack [%s] already exists", in.StackName)
		}
		if stack, err = d.Add(q.place(), in.StackName); err != nil {
			return err
		}
		stack.TerminationProtection, stack.Policy = in.EnableTerminationProtection, in.StackPolicyBody
		return s.deployDirectly(d, q, stack, source{in.TemplateBody, in.TemplateURL, false}, in.common, begin)
	})
	if err != nil {
		return nil, err
	}
	if !again {
		s.run.Operate(stack)
	}
	return startedOutput{stack.ID, stack.Past[0].ID}, nil
}

type updateStackInput struct {
	common
	UsePreviousTemplate bool
}

func (s *Server) updateStack(q request, in *updateStackInput) (any, error) {
	begin := stacks.Begin{Token: in.ClientRequestToken, OnFailure: stacks.RollBack, RetainExceptOnCreate: in.RetainExceptOnCreate}
	operation := lifecycle.Update
	if in.DisableRollback {
		begin.OnFailure, operation = stacks.DoNothing, lifecycle.UpdateFailing
	}
	if err := checkPolicy(in.StackPolicyBody); err != nil {
		return nil, err
	}
	stack, err := s.begin(q, in.StackName, in.ClientRequestToken, func(d stacks.Data, stack *stacks.Stack) error {
		if !stack.Status.Allows(operation) {
			return notNow(stack)
		}
		if in.StackPolicyBody != "" {
			stack.Policy = in.StackPolicyBody
		}
		return s.deployDirectly(d, q, stack, source{in.TemplateBody, in.TemplateURL, in.UsePreviousTemplate}, in.common, begin)
	})
	if err != nil {
		return nil, err
	}
	return startedOutput{stack.ID, stack.Past[0].ID}, nil
}

// deployDirectly begins a deployment that no change set shows first.
func (s *Server) deployDirectly(d stacks.Data, q request, stack *stacks.Stack, from source, in common, begin stacks.Begin) error {
	content, doc, err := s.content(d, q.caller, stack, from, in.with)
	if err != nil {
		return err
	}
	if err := sameTypes(d, stack, doc); err != nil {
		return err
	}
	if stack.Status.Allows(lifecycle.Update) {
		changes, err := d.Differs(stack, content)
		if err != nil {
			return invalid(err)
		}
		if !changes {
			return query.Validation("No updates are to be performed.")
		}
	}
	if _, err := d.Repeated(stack, in.ClientRequestToken, q.action); err != nil {
		return tokenTaken(err, in.ClientRequestToken)
	}
	if err := d.Deploy(stack, content, begin); err != nil {
		return err
	}
	return d.Put(stack)
}
