package changeset

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// Resource is a resource that the stack has.
type Resource struct {
	PhysicalID string
	Properties map[string]any
	Metadata   map[string]any
}

// Input is what a change set is made from.
type Input struct {
	// Before and After are the templates with their parameters filled in; Before is
	// nil for a new stack.
	Before, After *template.Document
	// Have are the resources of the stack by logical ID.
	Have map[string]Resource
	// Parameters returns the parameters that have other values than before, and that
	// a property of a resource of After refers to.
	Parameters func(logicalID, property string) []string
	// Tagged are the logical IDs of resources that get other tags from the stack.
	Tagged []string
	// Evaluate returns the properties that a resource of After gets, where unknown
	// says of which resources nothing is known before the deployment.
	Evaluate func(logicalID string, unknown map[string]bool) (map[string]any, error)
}

// Content is the changes in both forms.
type Content struct {
	Short, Full []Change
	// Outputs says that outputs change.
	Outputs bool
}

// Predict returns what would change.
func Predict(in Input) (Content, error) {
	short := plan.Compare(in.Before, in.After, plan.Options{Dynamic: true})
	full := plan.Compare(in.Before, in.After, plan.Options{})
	c := Content{Short: []Change{}, Full: []Change{}, Outputs: len(full.Outputs) > 0}
	for _, change := range sorted(short.Changes) {
		c.Short = append(c.Short, in.short(change.ResourceChange))
	}
	unknown := map[string]bool{}
	for _, change := range full.Changes {
		r := change.ResourceChange
		unknown[r.LogicalResourceId] = r.Action == plan.Add || r.Action == plan.Modify && r.Replacement != plan.ReplacementFalse
	}
	for _, change := range sorted(full.Changes) {
		written, err := in.full(change.ResourceChange, unknown)
		if err != nil {
			return Content{}, err
		}
		c.Full = append(c.Full, written)
	}
	c.Short, c.Full = in.tagged(c.Short), in.tagged(c.Full)
	return c, nil
}

// sorted returns changes by logical ID, as CloudFormation lists them.
func sorted(list []plan.Change) []plan.Change {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b plan.Change) int {
		return strings.Compare(a.ResourceChange.LogicalResourceId, b.ResourceChange.LogicalResourceId)
	})
	return out
}

// head is what both forms have.
func (in Input) head(r plan.ResourceChange) ResourceChange {
	out := ResourceChange{
		PolicyAction: r.PolicyAction, Action: string(r.Action), LogicalResourceId: r.LogicalResourceId,
		ResourceType: r.ResourceType, Replacement: string(r.Replacement), Scope: slices.Clone(r.Scope), Details: []Detail{},
	}
	if r.Action != plan.Add {
		out.PhysicalResourceId = in.Have[r.LogicalResourceId].PhysicalID
	}
	return out
}

// short has one detail for each top-level property and cause.
func (in Input) short(r plan.ResourceChange) Change {
	out := in.head(r)
	for _, d := range r.Details {
		detail := Detail{
			Target:     Target{Attribute: d.Target.Attribute, Name: d.Target.Name, RequiresRecreation: d.Target.RequiresRecreation},
			Evaluation: d.Evaluation, ChangeSource: d.ChangeSource, CausingEntity: d.CausingEntity,
		}
		for _, detail := range in.causes(r.LogicalResourceId, detail) {
			if !slices.Contains(out.Details, detail) {
				out.Details = append(out.Details, detail)
			}
		}
	}
	return Change{"Resource", out}
}

// causes returns a detail, and the parameters that it comes from: a change is then
// said to follow from them.
func (in Input) causes(id string, d Detail) []Detail {
	if d.ChangeSource != plan.DirectModification || d.Target.Name == "" {
		return []Detail{d}
	}
	list := []Detail{d}
	for _, name := range in.Parameters(id, d.Target.Name) {
		list[0].Evaluation = plan.Dynamic
		list = append(list, Detail{Target: d.Target, Evaluation: plan.Static, ChangeSource: "ParameterReference", CausingEntity: name})
	}
	return list
}

// tagged adds the changes of tags that come from the stack.
func (in Input) tagged(list []Change) []Change {
	for _, id := range in.Tagged {
		detail := Detail{Target: Target{Attribute: "Tags", RequiresRecreation: "Never"}, Evaluation: "Static", ChangeSource: "DirectModification"}
		i := slices.IndexFunc(list, func(c Change) bool { return c.ResourceChange.LogicalResourceId == id })
		if i < 0 {
			list = append(list, Change{"Resource", ResourceChange{
				Action: string(plan.Modify), LogicalResourceId: id, PhysicalResourceId: in.Have[id].PhysicalID,
				ResourceType: in.After.Resources[id].Type, Replacement: string(plan.ReplacementFalse),
			}})
			i = len(list) - 1
		}
		r := &list[i].ResourceChange
		if r.Action == string(plan.Modify) {
			r.Scope, r.Details = append(r.Scope, "Tags"), append(r.Details, detail)
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		return strings.Compare(a.ResourceChange.LogicalResourceId, b.ResourceChange.LogicalResourceId)
	})
	return list
}

// text writes a value as change sets do: strings as they are, else JSON.
func text(v any) string {
	if s, ok := template.Scalar(v); ok {
		return s
	}
	if v == nil {
		return ""
	}
	return JSON(v)
}

// JSON writes a tree of a template, which always has a form, without spaces; < stays
// what it is.
func JSON(v any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
	return strings.TrimSuffix(b.String(), "\n")
}
