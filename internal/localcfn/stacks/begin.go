package stacks

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/localcfn/physical"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/template"
)

// begin finds out what the template wants of a resource, and begins it. If that is
// nothing, the step is done.
func (d Data) begin(s *Stack, step *Step) error {
	scope, err := d.Scope(s, s.Content, func(export string) {
		if !slices.Contains(s.Operation.Imports, export) {
			s.Operation.Imports = append(s.Operation.Imports, export)
		}
	})
	if err != nil {
		return d.failWith(s, err)
	}
	want, err := d.wanted(s, scope, step.LogicalID)
	if err != nil {
		return d.failWith(s, err)
	}
	have, err := d.Resource(s, step.LogicalID)
	if err != nil {
		return err
	}
	if have == nil || have.absent() {
		return d.beginCreating(s, step, have, want)
	}
	return d.beginUpdating(s, step, have, want)
}

// wanted returns a resource as the template describes it.
func (d Data) wanted(s *Stack, scope *resolve.Scope, id string) (*Resource, error) {
	r := scope.Document.Resources[id]
	properties, err := scope.Properties(r)
	if err != nil {
		return nil, err
	}
	_, needs, err := d.Documents.Order(d.Blobs, s.Template)
	if err != nil {
		return nil, err
	}
	w := &Resource{
		LogicalID: id, Type: r.Type, Properties: properties, Metadata: r.Metadata, Needs: needs[id],
		DeletionPolicy: r.DeletionPolicy, UpdateReplacePolicy: r.UpdateReplacePolicy,
	}
	if taggable(r.Type) {
		w.StackTags = s.Tags
	}
	return w, nil
}

// taggable reports whether a type takes the tags of the stack.
func taggable(typeName string) bool {
	t, ok := cfnschema.Lookup(typeName)
	if !ok {
		return false
	}
	_, ok = t.TagProperty()
	return ok
}

func (d Data) beginCreating(s *Stack, step *Step, have, want *Resource) error {
	want.Fresh = true
	if have != nil {
		want.Generation, want.Before, want.Replaced = have.Generation+1, have.Before, have.Replaced
		want.Fresh = have.Fresh || have.Before == nil
	}
	want.Identity = physical.Identify(s.owner(), want.Type, want.LogicalID, want.Properties, want.Generation)
	step.Begun, step.Makes = true, true
	want.Status, want.Updated = "CREATE_IN_PROGRESS", d.Now
	if err := d.tellResource(s, want, "", "CREATE_IN_PROGRESS", ""); err != nil {
		return err
	}
	return d.PutResource(s, want)
}

// beginUpdating brings a resource that exists to what is wanted.
func (d Data) beginUpdating(s *Stack, step *Step, have, want *Resource) error {
	want.Generation, want.Identity, want.Drift = have.Generation, have.Identity, have.Drift
	want.Before, want.Fresh, want.Replaced = have.Before, have.Fresh, have.Replaced
	if have.Status == "UPDATE_FAILED" {
		// What failed may be half done, so it is done again.
	} else if resolve.Same(orNone(have.Properties), orNone(want.Properties)) && sameTags(have.StackTags, want.StackTags) && resolve.Same(orNone(have.Metadata), orNone(want.Metadata)) {
		s.Operation.done()
		want.Status, want.Reason, want.Updated, want.Live, want.Gone = have.Status, have.Reason, have.Updated, have.Live, have.Gone
		return d.PutResource(s, want)
	}
	if want.Before == nil && !want.Fresh {
		want.Before = have.clone()
	}
	reason, unmade := "", have.Unmade
	step.Makes = unmade || replaces(have, want)
	if step.Makes {
		reason = "Requested update requires the creation of a new physical resource; hence creating one."
		if !unmade && (want.Before == nil || want.Before.Generation != have.Generation) {
			want.Replaced = append(want.Replaced, have.clone())
		}
		want.Generation++
		want.Identity = physical.Identify(s.owner(), want.Type, want.LogicalID, want.Properties, want.Generation)
	}
	step.Begun = true
	want.Gone = have.Gone && want.Generation == have.Generation
	want.Status, want.Reason, want.Updated = "UPDATE_IN_PROGRESS", reason, d.Now
	if err := d.tellResource(s, want, have.Identity.Physical, "UPDATE_IN_PROGRESS", reason); err != nil {
		return err
	}
	return d.PutResource(s, want)
}

func orNone(m map[string]any) any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// replaces reports whether a change makes a resource anew. What a type's schema
// leaves open, and what has no schema, is changed in place.
func replaces(have, want *Resource) bool {
	t, ok := cfnschema.Lookup(want.Type)
	if !ok {
		return false
	}
	return slices.ContainsFunc(t.CreateOnly, func(path string) bool {
		return !resolve.Same(at(have.Properties, path), at(want.Properties, path))
	})
}

// at returns the value at a path such as Code.S3Key, nil if there is none.
func at(properties map[string]any, path string) any {
	value := any(properties)
	for name := range strings.SplitSeq(path, ".") {
		value = template.Object(value)[name]
	}
	return value
}
