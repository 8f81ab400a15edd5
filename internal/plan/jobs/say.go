package jobs

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// members says differences one by one.
func (c *comparison) members(_ requests, found []difference) []Line {
	var lines []Line
	for _, d := range found {
		lines = append(lines, c.line(c.say(titleOf(d.path), d), []difference{d}))
	}
	return lines
}

// say writes a difference after the title of what it is about.
func (c *comparison) say(t title, d difference) string {
	if d.order {
		return t.text + " in another order"
	}
	if b, a, ok := c.texts(d); ok {
		if words := ofList(t, b, a); words != "" {
			return words
		}
	}
	v := c.show(d)
	if t.set && d.action() != plan.Modify {
		before, _ := c.clean(nameOf(d.path), d.before)
		after, _ := c.clean(nameOf(d.path), d.after)
		v.Before, v.After = joinedSet(before), joinedSet(after)
	}
	before, after := cut(v.Before, v.After)
	before, after = t.unit.in(before), t.unit.in(after)
	switch {
	case v.After == changed:
		return t.text + " " + changed
	case t.unit == toggle && v.Action == plan.Remove:
		return t.text + " not given any more (was " + before + ")"
	case t.unit == toggle && v.Action == plan.Add:
		return t.text + " " + after
	case t.unit == toggle && v.Action == plan.Modify && (after == "on" || after == "off"):
		return t.text + " " + after
	case v.Action == plan.Add:
		return t.text + " " + after + " added"
	case v.Action == plan.Remove && v.Before == set:
		return t.text + " removed"
	case v.Action == plan.Remove:
		return t.text + " removed (was " + before + ")"
	}
	return t.text + " " + before + arrow + after
}

// joinedSet writes a set of texts.
func joinedSet(v any) string {
	list, ok := v.([]any)
	if !ok {
		return text(v)
	}
	var names []string
	for _, element := range list {
		names = append(names, text(element))
	}
	return strings.Join(names, ", ")
}

// texts returns the elements of two lists of texts, without what is to be
// concealed.
func (c *comparison) texts(d difference) (before, after []string, ok bool) {
	b, _ := c.clean(nameOf(d.path), d.before)
	a, _ := c.clean(nameOf(d.path), d.after)
	before, isList := textsOf(b)
	after, isToo := textsOf(a)
	return before, after, isList && isToo
}

func textsOf(v any) (texts []string, ok bool) {
	list, ok := v.([]any)
	for _, element := range list {
		word, isText := element.(string)
		ok = ok && isText
		texts = append(texts, word)
	}
	return texts, ok
}

// ofList says which elements of a set come and go; nothing for a list whose order
// means something, and where that is not what changes.
func ofList(t title, before, after []string) string {
	if !t.set {
		return ""
	}
	var parts []string
	without := func(list, other []string, word string) {
		var names []string
		for _, name := range list {
			if !slices.Contains(other, name) {
				names = append(names, inline(name))
			}
		}
		if len(names) > 0 {
			parts = append(parts, word+" "+strings.Join(names, ", "))
		}
	}
	without(after, before, "with")
	without(before, after, "without")
	if len(parts) > 0 {
		return t.text + " " + strings.Join(parts, ", ")
	}
	sorted := func(list []string) []string { return slices.Sorted(slices.Values(list)) }
	if !slices.Equal(before, after) && slices.Equal(sorted(before), sorted(after)) {
		return t.text + " in another order"
	}
	return ""
}
