package plan

import (
	"maps"

	"github.com/smgen/smgen/internal/template"
)

// Options say what a plan shows. The zero value is for reviews.
type Options struct {
	// Conceal decides whether a value must not be shown; nil is [SecretKey].
	Conceal func(Place) bool
	// Dynamic also announces what refers by Fn::GetAtt to a resource that is
	// updated in place, as a change set without property values does.
	Dynamic bool
}

// Compare predicts the change set of a stack that has the template before, and
// gets the one after. A nil template is that of no stack: everything is added, or
// everything removed. It changes neither, and equal templates give equal plans.
func Compare(before, after *template.Document, options Options) Plan {
	if before == nil {
		before = &template.Document{}
	}
	if after == nil {
		after = &template.Document{}
	}
	if options.Conceal == nil {
		options.Conceal = SecretKey
	}
	c := &comparison{
		options: options,
		before:  newEvaluator(before),
		after:   newEvaluator(after),
		fates:   map[string]*fate{},
	}
	c.shared = equal(before.Mappings, after.Mappings) && equal(before.Conditions, after.Conditions)
	c.ids = sortedKeys(union(before.Resources, after.Resources))
	for _, id := range c.ids {
		c.resource(id)
	}
	c.propagate()
	return c.plan()
}

// plan puts together what was found.
func (c *comparison) plan() Plan {
	p := Plan{Changes: []Change{}, Outputs: c.outputs(), Notes: []Note{}}
	for _, id := range c.ids {
		if f := c.fates[id]; f.action != "" {
			p.Changes = append(p.Changes, Change{Type: "Resource", ResourceChange: c.change(f)})
		}
	}
	Sort(p.Changes)
	c.noteTypes()
	c.noteClashes()
	c.noteData()
	c.noteUnknowns()
	p.Notes = append(p.Notes, sortNotes(c.notes)...)
	return p
}

// equal compares two objects; one that is missing is like an empty one.
func equal(a, b map[string]any) bool { return len(a) == 0 && len(b) == 0 || same(a, b) }

// comparison is the work on one pair of templates.
type comparison struct {
	options       Options
	before, after *evaluator
	// shared says that mappings and conditions are the same, so that equal text
	// has equal values.
	shared bool
	fates  map[string]*fate
	ids    []string // the keys of fates, sorted
	notes  []Note
}

// resource finds out whether a resource comes, goes or stays, and what of it
// changes by itself.
func (c *comparison) resource(id string) {
	old, was := c.before.document.Resources[id]
	new, is := c.after.document.Resources[id]
	f := &fate{id: id, typeName: new.Type, old: old, new: new}
	c.fates[id] = f
	was = was && c.before.condition(old.Condition) != no
	is = is && c.after.condition(new.Condition) != no
	c.noteCondition(f, was, is)
	switch {
	case was && is:
		c.modify(f)
	case is:
		f.action = Add
	case was:
		f.action, f.typeName = Remove, old.Type
	}
}

// modify compares a resource that stays.
func (c *comparison) modify(f *fate) {
	if f.old.Type != f.new.Type {
		// Nothing of the one can be compared with the other.
		f.action, f.replacement = Modify, replaces
		return
	}
	if !c.shared || !equal(f.old.Properties, f.new.Properties) {
		c.properties(f)
	}
	old, new := attributes(f.old), attributes(f.new)
	for _, name := range sortedKeys(union(old, new)) {
		c.attribute(f, name, memberOf(old, name), memberOf(new, name))
	}
	if len(f.details) > 0 {
		f.action = Modify
	}
}

// attributes returns a resource's members that a change set has in its scope,
// beside the properties.
func attributes(r template.Resource) map[string]any {
	all := map[string]any{}
	for name, value := range r.Attributes {
		all[name] = value
	}
	if r.Metadata != nil {
		all["Metadata"] = r.Metadata
	}
	if r.DeletionPolicy != "" {
		all["DeletionPolicy"] = r.DeletionPolicy
	}
	if r.UpdateReplacePolicy != "" {
		all["UpdateReplacePolicy"] = r.UpdateReplacePolicy
	}
	return all
}

// union returns an object with the keys of both; the values mean nothing.
func union[V any](a, b map[string]V) map[string]V {
	all := make(map[string]V, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}
