package plan

import (
	"slices"
	"strconv"

	"github.com/smgen/smgen/internal/cfnschema"
)

// use is a place where a resource refers to another.
type use struct {
	user      *fate
	property  string
	place     place
	reference reference
	requires  cfnschema.Recreation
}

// propagate follows references from what is added, replaced or, with
// [Options.Dynamic], updated, until no resource gets another fate. Then it adds
// the details.
func (c *comparison) propagate() {
	var queue []string
	for _, id := range c.ids {
		f := c.fates[id]
		f.replacement = max(f.replacement, worst(f))
		if c.cause(f) != "" {
			queue = append(queue, id)
		}
	}
	if len(queue) == 0 {
		return
	}
	uses := c.uses()
	for len(queue) > 0 {
		cause := c.fates[queue[0]]
		queue = queue[1:]
		for _, u := range uses[cause.id] {
			before, beforeFate := c.cause(u.user), u.user.replacement
			c.follow(cause, u)
			if c.cause(u.user) != before || u.user.replacement != beforeFate {
				queue = append(queue, u.user.id)
			}
		}
	}
	c.explain(uses)
}

// worst returns what the details of a modified resource make of it.
func worst(f *fate) replacement {
	result := inPlace
	for _, d := range f.details {
		result = max(result, outcome(d.Target.RequiresRecreation, d.Evaluation))
	}
	return result
}

func outcome(requires, evaluation string) replacement {
	switch {
	case requires == cfnschema.Always.String() && evaluation == Static:
		return replaces
	case requires == cfnschema.Never.String():
		return inPlace
	}
	return mayReplace
}

// cause says how what refers to a resource changes: Static, Dynamic, or empty for
// not at all.
func (c *comparison) cause(f *fate) string {
	switch {
	case f.action == Add, f.action == Modify && f.replacement == replaces:
		return Static
	case f.action == Modify && f.replacement == mayReplace:
		return Dynamic
	case c.options.Dynamic && f.action == Modify && f.changesProperties():
		return Dynamic
	}
	return ""
}

func (f *fate) changesProperties() bool {
	return len(f.details) == 0 || slices.ContainsFunc(f.details, func(d detail) bool { return d.Target.Attribute == "Properties" })
}

// reaches returns how a reference to a cause changes, empty for not at all: Ref gives
// the same value as long as the resource is not replaced.
func (c *comparison) reaches(cause *fate, r reference) string {
	if r.attribute == "" && cause.action == Modify && cause.replacement == inPlace {
		return ""
	}
	return c.cause(cause)
}

func (c *comparison) follow(cause *fate, u use) {
	evaluation := c.reaches(cause, u.reference)
	if evaluation == "" || u.user.action == Add || u.user.action == Remove {
		return
	}
	u.user.action = Modify
	u.user.replacement = max(u.user.replacement, outcome(u.requires.String(), evaluation))
}

// uses finds all references of resources that stay, by the resource that is
// referred to.
func (c *comparison) uses() map[string][]use {
	found := map[string][]use{}
	for _, id := range c.ids {
		f := c.fates[id]
		if f.action == Add || f.action == Remove || c.after.condition(f.new.Condition) == no {
			continue
		}
		for _, name := range sortedKeys(f.new.Properties) {
			c.collect(found, f, name, place{{key: name}}, c.after.value(f.new.Properties[name]))
		}
	}
	return found
}

func (c *comparison) collect(found map[string][]use, f *fate, property string, at place, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			c.collect(found, f, property, at.with(step{key: key}), v[key])
		}
	case []any:
		for i, child := range v {
			c.collect(found, f, property, at.with(step{key: strconv.Itoa(i), name: elementName(child), kind: element}), child)
		}
	case symbol:
		seen := map[reference]bool{}
		for _, r := range v.references {
			if _, ok := c.fates[r.id]; !ok || seen[r] {
				continue
			}
			seen[r] = true
			found[r.id] = append(found[r.id], use{f, property, at, r, recreation(f.new.Type, at)})
		}
	}
}

// explain adds the details of what follows from other changes.
func (c *comparison) explain(uses map[string][]use) {
	for _, id := range c.ids {
		cause := c.fates[id]
		for _, u := range uses[id] {
			evaluation := c.reaches(cause, u.reference)
			if evaluation == "" {
				continue
			}
			text := "${" + u.reference.String() + "}"
			d := detailOf("Properties", u.property, u.requires, difference{u.place, text, KnownAfterApply})
			d.Evaluation = evaluation
			d.ChangeSource = ResourceReference
			if u.reference.attribute != "" {
				d.ChangeSource = ResourceAttribute
			}
			d.CausingEntity = u.reference.String()
			if evaluation == Static {
				u.user.unsettle(u.reference)
			}
			u.user.details = append(u.user.details, d)
		}
	}
}

// unsettle marks the direct changes to a value that holds a reference: the value
// is known after the deployment only.
func (f *fate) unsettle(r reference) {
	for i, d := range f.details {
		if d.ChangeSource == DirectModification && slices.Contains(references(d.difference.after), r) {
			f.details[i].Evaluation = Dynamic
		}
	}
}
