package stacks

import (
	"slices"

	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// predict returns what a change set would change.
func (d Data) predict(s *Stack, c *ChangeSet) (changeset.Content, error) {
	in := changeset.Input{Have: map[string]changeset.Resource{}}
	scope, err := d.Scope(s, c.Content, nil)
	if err != nil {
		return changeset.Content{}, err
	}
	in.After = resolve.Bind(scope.Document, scope.Parameters)
	if !s.Status.Allows(lifecycle.Create) {
		if in.Before, err = d.bound(s); err != nil {
			return changeset.Content{}, err
		}
	}
	resources, err := d.Resources(s)
	if err != nil {
		return changeset.Content{}, err
	}
	if in.Before != nil {
		d.missing(in.Before, resources)
	}
	for _, r := range resources {
		if r.absent() {
			continue
		}
		in.Have[r.LogicalID] = changeset.Resource{PhysicalID: r.Identity.Physical, Properties: r.Properties, Metadata: r.Metadata}
		now, stays := in.After.Resources[r.LogicalID]
		if stays && len(r.StackTags)+len(c.Content.Tags) > 0 && taggable(now.Type) && !slices.Equal(r.StackTags, c.Content.Tags) {
			in.Tagged = append(in.Tagged, r.LogicalID)
		}
	}
	in.Evaluate = func(id string, unknown map[string]bool) (map[string]any, error) {
		return d.foreseen(s, scope, id, unknown)
	}
	in.Parameters = func(id, property string) []string {
		var changed []string
		for _, name := range resolve.ParametersOf(scope.Document, id, property) {
			if before, ok := s.Parameters[name]; !ok || before != c.Content.Parameters[name] {
				changed = append(changed, name)
			}
		}
		return changed
	}
	return changeset.Predict(in)
}

// missing takes from a template what the stack does not have, because an operation
// was left in the middle.
func (d Data) missing(before *template.Document, resources []*Resource) {
	have := map[string]bool{}
	for _, r := range resources {
		have[r.LogicalID] = !r.absent()
	}
	for id := range before.Resources {
		if !have[id] {
			delete(before.Resources, id)
		}
	}
}

// Differs reports whether a content would change anything of a stack.
func (d Data) Differs(s *Stack, c Content) (bool, error) {
	set := &ChangeSet{Update: true, Content: c}
	changes, err := d.predict(s, set)
	if err != nil {
		return false, err
	}
	set.Changes = changes
	return !d.same(s, set), nil
}

// bound returns the template that the stack has, its parameters filled in.
func (d Data) bound(s *Stack) (*template.Document, error) {
	scope, err := d.Scope(s, s.Content, nil)
	if err != nil {
		return nil, err
	}
	return resolve.Bind(scope.Document, scope.Parameters), nil
}

// foreseen returns the properties that a resource gets, as far as they are known.
func (d Data) foreseen(s *Stack, scope *resolve.Scope, id string, unknown map[string]bool) (map[string]any, error) {
	known := *scope
	known.Ref = func(id string) (string, error) {
		r, err := d.Resource(s, id)
		if err != nil || r == nil || unknown[id] {
			return plan.KnownAfterApply, err
		}
		return r.Identity.Physical, nil
	}
	known.GetAtt = func(id, attribute string) (any, error) {
		r, err := d.Resource(s, id)
		if err != nil || r == nil || unknown[id] {
			return plan.KnownAfterApply, err
		}
		return r.Identity.Attribute(attribute, r.Properties), nil
	}
	properties, err := known.Properties(scope.Document.Resources[id])
	if err != nil {
		return nil, err
	}
	changeset.Unknown(properties)
	return properties, nil
}
