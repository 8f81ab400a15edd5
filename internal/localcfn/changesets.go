package localcfn

import (
	"strings"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/template"
)

type createChangeSetInput struct {
	with
	StackName, ChangeSetName  string
	TemplateBody, TemplateURL string
	UsePreviousTemplate       bool
	ClientToken               string
	Description               string
	ChangeSetType             string
	OnStackFailure            string
	IncludeNestedStacks       bool
}

type createChangeSetOutput struct{ Id, StackId string }

func (s *Server) createChangeSet(q request, in *createChangeSetInput) (any, error) {
	if err := in.valid(); err != nil {
		return nil, err
	}
	var set *stacks.ChangeSet
	err := s.run.Update(func(d stacks.Data) error {
		stack, err := d.Find(q.place(), in.StackName)
		if err != nil {
			return err
		}
		if stack != nil && in.ChangeSetType == "CREATE" && stack.Status.Gone() {
			stack = nil
		}
		if set, err = s.repeated(d, q, stack, in); set != nil || err != nil {
			return err
		}
		set, err = s.newChangeSet(d, q, stack, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.run.MakeChangeSet(set)
	return createChangeSetOutput{set.ID, set.StackID}, nil
}

// valid refuses a request that does not fit, whatever the stack is.
func (in *createChangeSetInput) valid() error {
	if in.ChangeSetType == "" {
		in.ChangeSetType = "UPDATE"
	}
	switch {
	case !strings.HasPrefix(in.StackName, "arn:") && !stackName().MatchString(in.StackName):
		return query.Validation("1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128", in.StackName)
	case !changeSetName().MatchString(in.ChangeSetName):
		return query.Validation("1 validation error detected: Value '%s' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128", in.ChangeSetName)
	case len(in.Description) > 1024:
		return query.Validation("1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1024")
	case len(in.ClientToken) > 128:
		return query.Validation("1 validation error detected: Value at 'clientToken' failed to satisfy constraint: Member must have length less than or equal to 128")
	case in.ChangeSetType != "CREATE" && in.ChangeSetType != "UPDATE":
		return query.Validation("ChangeSetType %s is not supported by this endpoint; use CREATE or UPDATE", in.ChangeSetType)
	case in.IncludeNestedStacks:
		return query.Validation("IncludeNestedStacks is not supported by this endpoint")
	}
	switch in.OnStackFailure {
	case "", "ROLLBACK", "DO_NOTHING":
		return nil
	case "DELETE":
		if in.ChangeSetType == "CREATE" {
			return nil
		}
		return query.Validation("OnStackFailure=DELETE is only valid when ChangeSetType=CREATE")
	}
	return query.Validation("1 validation error detected: Value '%s' at 'onStackFailure' failed to satisfy constraint: Member must satisfy enum value set: [DELETE, DO_NOTHING, ROLLBACK]", in.OnStackFailure)
}

// repeated returns the change set that the same request made before, nil if none
// did.
func (s *Server) repeated(d stacks.Data, q request, stack *stacks.Stack, in *createChangeSetInput) (*stacks.ChangeSet, error) {
	if stack == nil {
		return nil, nil
	}
	set, err := d.FindChangeSet(stack, in.ChangeSetName)
	if set == nil || err != nil {
		return nil, err
	}
	if in.ClientToken != "" && set.Token == in.ClientToken && set.Request == q.form.Encode() {
		return set, nil
	}
	return nil, query.Refuse("AlreadyExistsException", "ChangeSet %s cannot be created due to a mismatch with existing attribute Template", in.ChangeSetName)
}

func (s *Server) newChangeSet(d stacks.Data, q request, stack *stacks.Stack, in *createChangeSetInput) (*stacks.ChangeSet, error) {
	create := in.ChangeSetType == "CREATE"
	switch {
	case stack == nil && !create:
		return nil, query.Validation("Stack [%s] does not exist", in.StackName)
	case create && stack != nil && stack.Status != lifecycle.ReviewInProgress:
		return nil, query.Validation("Stack [%s] already exists and cannot be created again with the changeSet [%s].", in.StackName, in.ChangeSetName)
	case !create && !stack.Status.Allows(lifecycle.UpdateFailing):
		return nil, cannotUpdate(stack)
	}
	if create && stack == nil {
		var err error
		if stack, err = s.addStack(d, q, in.StackName); err != nil {
			return nil, err
		}
	}
	from := source{in.TemplateBody, in.TemplateURL, in.UsePreviousTemplate}
	content, doc, err := s.content(d, q.caller, stack, from, in.with)
	if err != nil {
		return nil, err
	}
	if err := sameTypes(d, stack, doc); err != nil {
		return nil, err
	}
	set := &stacks.ChangeSet{
		Name: in.ChangeSetName, Update: !create, Description: in.Description, Token: in.ClientToken,
		OnFailure: stacks.OnFailure(in.OnStackFailure), Content: content,
	}
	if in.ClientToken != "" {
		set.Request = q.form.Encode()
	}
	if err := d.AddChangeSet(stack, set); err != nil {
		return nil, err
	}
	return set, d.Put(stack)
}

// addStack makes a stack that waits in review.
func (s *Server) addStack(d stacks.Data, q request, name string) (*stacks.Stack, error) {
	if strings.HasPrefix(name, "arn:") {
		return nil, query.Validation("Stack [%s] does not exist", name)
	}
	stack, err := d.Add(q.place(), name)
	if err != nil {
		return nil, err
	}
	return stack, d.Review(stack)
}

// sameTypes refuses a template that gives a resource another type.
func sameTypes(d stacks.Data, stack *stacks.Stack, doc *template.Document) error {
	resources, err := d.Resources(stack)
	if err != nil {
		return err
	}
	for _, r := range resources {
		if now, ok := doc.Resources[r.LogicalID]; ok && now.Type != r.Type && r.Status != "DELETE_COMPLETE" {
			return query.Validation("Update of resource type is not permitted. The new template modifies resource type of the following resources: [%s]", r.LogicalID)
		}
	}
	return nil
}

func cannotUpdate(stack *stacks.Stack) error {
	return query.Validation("Stack:%s is in %s state and can not be updated.", stack.ID, stack.Status)
}
