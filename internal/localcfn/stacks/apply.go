package stacks

import (
	"fmt"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
)

// apply does what was begun.
func (d Data) apply(s *Stack, step *Step) error {
	r, err := d.Resource(s, step.LogicalID)
	if err != nil {
		return err
	}
	verb, do, made := "UPDATE", DoUpdate, step.Makes
	if r.Status == "CREATE_IN_PROGRESS" {
		verb, do = "CREATE", DoCreate
	}
	refusal, fails := d.attempt(s, r, do)
	switch {
	case fails:
	case do == DoUpdate && s.denies("Update:"+map[bool]string{true: "Replace", false: "Modify"}[made], r):
		refusal, fails = "Action denied by stack policy", true
	default:
		refusal, err = d.perform(s, r, made)
		if err != nil {
			return err
		}
	}
	r.Unmade = made && (refusal != "" || fails)
	if refusal != "" || fails {
		return d.failed(s, r, verb, refusal)
	}
	if made {
		if err := d.become(s, r, verb+"_IN_PROGRESS", "Resource creation Initiated"); err != nil {
			return err
		}
	}
	s.Operation.done()
	return d.become(s, r, verb+"_COMPLETE", "")
}

// perform makes or changes the resource. The text says why that is refused.
func (d Data) perform(s *Stack, r *Resource, made bool) (refusal string, err error) {
	switch {
	case made && r.Before != nil && r.Identity.Custom && r.Before.Identity.Name == r.Identity.Name:
		return fmt.Sprintf("CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename %s and update the stack again.", r.Identity.Name), nil
	case made:
		return d.create(s, r)
	case r.Gone:
		return fmt.Sprintf("Resource handler returned message: \"Resource of type '%s' with identifier '%s' was not found.\" (HandlerErrorCode: NotFound)", r.Type, r.Identity.Physical), nil
	}
	return d.change(s, r)
}

// failed ends a step with a failure, and the phase with it.
func (d Data) failed(s *Stack, r *Resource, verb, reason string) error {
	if verb == "CREATE" && r.Before == nil {
		r.Fresh = true
	}
	if err := d.become(s, r, verb+"_FAILED", reason); err != nil {
		return err
	}
	s.Operation.Failed = append(s.Operation.Failed, r.LogicalID)
	what := map[string]string{"CREATE": "create", "UPDATE": "update"}[verb]
	return d.fail(s, fmt.Sprintf("The following resource(s) failed to %s: [%s]. ", what, r.LogicalID))
}

// failWith ends a phase because of a mistake of the template.
func (d Data) failWith(s *Stack, err error) error {
	reason, ok := asReason(err)
	if !ok {
		return err
	}
	return d.fail(s, reason+". ")
}

// fail ends the applying of a template, and begins what comes after a failure.
func (d Data) fail(s *Stack, reason string) error {
	o := s.Operation
	switch {
	case o.OnFailure == DoNothing:
		return d.finish(s, s.failing(), reason)
	case !s.creating():
		if err := d.turn(s, lifecycle.UpdateRollbackInProgress, reason); err != nil {
			return err
		}
		return d.enterReverting(s, nil)
	case o.OnFailure == DeleteAll:
		if err := d.turn(s, lifecycle.DeleteInProgress, reason+"Delete requested by user."); err != nil {
			return err
		}
	default:
		if err := d.turn(s, lifecycle.RollbackInProgress, reason+"Rollback requested by user."); err != nil {
			return err
		}
	}
	return d.enterDeleting(s)
}
