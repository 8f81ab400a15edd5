package jobs

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// step is one step into a tree: a member's name, or an element of a list by what
// identifies it or by its index.
type step struct {
	name    string
	element bool
}

// path is the way to a value.
type path []step

// String returns the path as people write it: InputDataConfig[train].InputMode.
func (p path) String() string {
	var b strings.Builder
	for _, s := range p {
		switch {
		case s.element:
			b.WriteString("[" + s.name + "]")
		case b.Len() > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}

func (p path) with(s step) path { return append(p[:len(p):len(p)], s) }

// at returns the name of a step, empty where the path is shorter.
func (p path) at(i int) string {
	if i < len(p) {
		return p[i].name
	}
	return ""
}

// absent is the value of what is not there: null is a value of its own.
type absent struct{}

// difference is a smallest part that is not the same before and after.
type difference struct {
	path          path
	before, after any
	// order reports that only the order of a list's elements changes.
	order bool
}

func (d difference) action() plan.Action {
	switch {
	case d.before == absent{}:
		return plan.Add
	case d.after == absent{}:
		return plan.Remove
	}
	return plan.Modify
}

// differences compares two trees down to their smallest parts.
func differences(at path, before, after any) []difference {
	b, isObject := objectOrNothing(before, after)
	a, isToo := objectOrNothing(after, before)
	if isObject && isToo {
		return ofMembers(at, b, a)
	}
	if b, a, ok := lists(before, after); ok {
		return ofElements(at, b, a)
	}
	if same(before, after) {
		return nil
	}
	return []difference{{path: at, before: before, after: after}}
}

// objectOrNothing returns an object. What is absent is taken for an empty one, if
// the other side is an object with something in it: then its parts are what is
// added or removed.
func objectOrNothing(v, other any) (map[string]any, bool) {
	if v == (absent{}) {
		o, ok := other.(map[string]any)
		return nil, ok && len(o) > 0
	}
	o, ok := v.(map[string]any)
	return o, ok
}

func ofMembers(at path, before, after map[string]any) []difference {
	var found []difference
	names := slices.Collect(maps.Keys(after))
	for name := range before {
		if _, both := after[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		found = append(found, differences(at.with(step{name: name}), member(before, name), member(after, name))...)
	}
	return found
}

func member(o map[string]any, name string) any {
	if v, ok := o[name]; ok {
		return v
	}
	return absent{}
}

// same reports whether two trees are equal.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, same)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, same)
	}
	switch b.(type) {
	case map[string]any, []any:
		return false
	}
	return a == b
}
