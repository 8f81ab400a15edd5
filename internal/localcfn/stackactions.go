package localcfn

import (
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// place is where the caller's stacks are.
func (c caller) place() stacks.Place { return stacks.Place{Account: c.account, Region: c.region} }

type getTemplateInput struct{ StackName, ChangeSetName, TemplateStage string }

type getTemplateOutput struct {
	TemplateBody    string
	StagesAvailable []string `xml:"StagesAvailable>member"`
}

func (s *Server) getTemplate(q request, in *getTemplateInput) (any, error) {
	out := getTemplateOutput{StagesAvailable: []string{"Original", "Processed"}}
	err := s.run.View(func(d stacks.Data) (err error) {
		if in.ChangeSetName != "" {
			_, set, err := oneChangeSet{in.ChangeSetName, in.StackName}.find(d, q)
			if err == nil {
				out.TemplateBody, err = d.Template(set.Content)
			}
			return err
		}
		stack, err := d.Find(q.place(), in.StackName)
		switch {
		case err != nil:
			return err
		case stack == nil:
			return query.Validation("Stack with id %s does not exist", in.StackName)
		case stack.Template == "":
			return nil // in review: there is no template yet
		}
		out.TemplateBody, err = d.Template(stack.Content)
		return err
	})
	return out, err
}

type deleteStackInput struct {
	StackName          string
	RetainResources    []string
	RoleARN            string
	ClientRequestToken string
	DeletionMode       string
}

func (s *Server) deleteStack(q request, in *deleteStackInput) (any, error) {
	if err := checkToken(in.ClientRequestToken); err != nil {
		return nil, err
	}
	var stack *stacks.Stack
	err := s.run.Update(func(d stacks.Data) error {
		found, err := d.Find(q.place(), in.StackName)
		if err != nil || found == nil || found.Status.Gone() || found.Status == lifecycle.DeleteInProgress {
			return err // what it should be, or about to be
		}
		if done, err := d.Repeated(found, in.ClientRequestToken, "DeleteStack"); done || err != nil {
			return tokenTaken(err, in.ClientRequestToken)
		}
		if err := deletable(found, in); err != nil {
			return err
		}
		stack = found
		begin := stacks.Begin{Token: in.ClientRequestToken, Retain: in.RetainResources, Force: in.DeletionMode == "FORCE_DELETE_STACK", RoleARN: in.RoleARN}
		if err := d.Delete(stack, begin); err != nil {
			return err
		}
		return d.Put(stack)
	})
	if err == nil && stack != nil {
		s.run.Operate(stack)
	}
	return nil, err
}

// deletable refuses a deletion that the stack's status does not allow.
func deletable(stack *stacks.Stack, in *deleteStackInput) error {
	switch {
	case stack.TerminationProtection:
		return query.Validation("Stack [%s] cannot be deleted while TerminationProtection is enabled", stack.Name)
	case in.DeletionMode != "" && in.DeletionMode != "STANDARD" && in.DeletionMode != "FORCE_DELETE_STACK":
		return query.Validation("1 validation error detected: Value '%s' at 'deletionMode' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, FORCE_DELETE_STACK]", in.DeletionMode)
	case in.DeletionMode == "FORCE_DELETE_STACK" && !stack.Status.Allows(lifecycle.Force):
		return query.Validation("Invalid operation on stack [%s]. FORCE_DELETE_STACK can only be specified for a stack in DELETE_FAILED state.", stack.ID)
	case len(in.RetainResources) > 0 && stack.Status != lifecycle.DeleteFailed:
		return query.Validation("Invalid operation on stack [%s]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.", stack.ID)
	case !stack.Status.Allows(lifecycle.Delete):
		return query.Validation("Stack [%s] cannot be deleted while in status %s", stack.Name, stack.Status)
	}
	return nil
}
