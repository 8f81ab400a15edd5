package plan

import (
	"cmp"
	"slices"

	"github.com/smgen/smgen/internal/template"
)

// change writes a resource's fate in CloudFormation's words.
func (c *comparison) change(f *fate) ResourceChange {
	r := ResourceChange{
		Action:            f.action,
		LogicalResourceId: f.id,
		ResourceType:      f.typeName,
		PolicyAction:      f.policyAction(),
		Scope:             []string{},
		Details:           []Detail{},
	}
	if f.action != Modify {
		return r
	}
	r.Replacement = f.replacement.word()
	show := shower{f.id, f.typeName, c.options.Conceal}
	for _, d := range f.details {
		d.Target.BeforeValue, d.Target.AfterValue = show.show(d.difference)
		r.Details = append(r.Details, d.Detail)
		r.Scope = append(r.Scope, d.Target.Attribute)
	}
	slices.Sort(r.Scope)
	r.Scope = slices.Compact(r.Scope)
	slices.SortStableFunc(r.Details, func(a, b Detail) int {
		return cmp.Or(
			cmp.Compare(a.Target.Path, b.Target.Path),
			cmp.Compare(a.ChangeSource, b.ChangeSource),
			cmp.Compare(a.CausingEntity, b.CausingEntity),
		)
	})
	return r
}

// policyAction says what becomes of the resource as it is now. A removed one
// follows the template that it was deployed with, the only one that has it.
func (f *fate) policyAction() string {
	switch {
	case f.action == Remove:
		return kept(f.old.DeletionPolicy, f.old)
	case f.action == Modify && f.replacement != inPlace:
		return "ReplaceAnd" + kept(f.new.UpdateReplacePolicy, template.Resource{})
	}
	return ""
}

// kept returns Delete, Retain or Snapshot for a policy of the template.
func kept(policy string, r template.Resource) string {
	switch policy {
	case "Retain", "RetainExceptOnCreate":
		return "Retain"
	case "Snapshot":
		return "Snapshot"
	case "":
		// The default for databases (the documentation of DeletionPolicy).
		_, inCluster := r.Properties["DBClusterIdentifier"]
		if r.Type == "AWS::RDS::DBCluster" || r.Type == "AWS::RDS::DBInstance" && !inCluster {
			return "Snapshot"
		}
	}
	return "Delete"
}

// Sort puts the most dangerous changes first, and orders what is alike by logical ID.
func Sort(changes []Change) {
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(danger(a.ResourceChange), danger(b.ResourceChange)),
			cmp.Compare(a.ResourceChange.LogicalResourceId, b.ResourceChange.LogicalResourceId),
		)
	})
}

// danger ranks a change: what is lost first, of that what holds data.
func danger(r ResourceChange) int {
	rank := 4
	switch {
	case r.PolicyAction == "Delete" || r.PolicyAction == "ReplaceAndDelete" && r.Replacement == ReplacementTrue:
		rank = 0
	case r.Action == Remove || r.Replacement == ReplacementTrue:
		rank = 1
	case r.Replacement == ReplacementConditional:
		rank = 2
	case r.Action == Modify:
		rank = 3
	}
	if _, holds := contents()[r.ResourceType]; holds {
		return 2 * rank
	}
	return 2*rank + 1
}
