package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/objects"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/template"
)

// The checks that CloudFormation makes of a change set before a deployment.
const (
	propertyCheck  = "AWS::EarlyValidation::PropertyValidation"
	existenceCheck = "AWS::EarlyValidation::ResourceExistenceCheck"
)

// unchecked are the types that the validation before a deployment leaves out.
var unchecked = []string{
	"AWS::IAM::Role", "AWS::Logs::LogGroup", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy",
	"AWS::StepFunctions::StateMachine", "AWS::Lambda::EventInvokeConfig",
}

// validate returns what the validation before a deployment finds.
func (d Data) validate(s *Stack, c *ChangeSet) ([]Finding, error) {
	found := d.Faults.Invalid(s.Name)
	scope, err := d.Scope(s, c.Content, nil)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(scope.Document.Resources)) {
		r := scope.Document.Resources[id]
		if holds, err := scope.Holds(r.Condition); err != nil || !holds || slices.Contains(unchecked, r.Type) {
			if err != nil {
				return nil, err
			}
			continue
		}
		found = append(found, properties(id, r)...)
		clash, err := d.nameTaken(s, scope, id, r)
		if err != nil {
			return nil, err
		}
		found = append(found, clash...)
	}
	return found, nil
}

// properties checks a resource's properties against the schema of its type.
func properties(id string, r template.Resource) []Finding {
	t, ok := cfnschema.Lookup(r.Type)
	if !ok {
		return nil
	}
	given := any(r.Properties)
	if r.Properties == nil {
		given = nil
	}
	var found []Finding
	for _, p := range t.Check(given) {
		found = append(found, Finding{id, r.Type, propertyCheck, Validation{"PROPERTY_VALIDATION", "/Resources/" + id + "/Properties" + p.Pointer, p.Message}})
	}
	return found
}

// nameTaken finds a resource that is new, and whose name another one has.
func (d Data) nameTaken(s *Stack, scope *resolve.Scope, id string, r template.Resource) ([]Finding, error) {
	have, err := d.Resource(s, id)
	if err != nil || have != nil && !s.Status.Allows(lifecycle.Create) {
		return nil, err
	}
	known, err := d.foreseen(s, scope, id, map[string]bool{})
	if err != nil {
		return nil, err
	}
	w := &Resource{Type: r.Type, Identity: physical.Identify(s.owner(), r.Type, id, known, 0)}
	if !w.Identity.Custom {
		return nil, nil
	}
	taken, err := d.Tx.Get(kindTaken, w.nameKey(), &taken{})
	if err == nil && !taken && r.Type == "AWS::S3::Bucket" {
		_, taken, err = objects.Find(d.Tx, w.Identity.Name)
	}
	if err != nil || !taken {
		return nil, err
	}
	return []Finding{{id, r.Type, existenceCheck, Validation{
		"NAME_CONFLICT_VALIDATION", "/Resources/" + id, fmt.Sprintf("Resource of type '%s' with identifier '%s' already exists.", r.Type, w.Identity.Name),
	}}}, nil
}
