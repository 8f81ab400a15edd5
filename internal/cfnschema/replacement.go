package cfnschema

import (
	"slices"
	"strconv"
	"strings"
)

// Recreation says whether a change of a property replaces the resource, in the
// words of CloudFormation's RequiresRecreation.
type Recreation int

// The answers, ordered: of several changes the highest counts.
const (
	Never         Recreation = iota // updated in place
	Conditionally                   // depends on more than the schema says
	Always                          // create-only
)

// String returns CloudFormation's word.
func (r Recreation) String() string {
	switch r {
	case Always:
		return "Always"
	case Conditionally:
		return "Conditionally"
	default:
		return "Never"
	}
}

// Replacement returns what a change of a property means for a resource of the
// given type. The property is a top-level name or a path such as
// TenancyConfig.TenantIsolationMode. For a type that smgen carries no schema for
// it returns Conditionally, because it cannot know; [Lookup] tells the two apart.
func Replacement(typeName, property string) Recreation {
	t, ok := Lookup(typeName)
	if !ok {
		return Conditionally
	}
	return t.Replacement(property)
}

// Replacement is the function [Replacement] for a known type.
func (t *Type) Replacement(property string) Recreation {
	asked := pathOf(property)
	if slices.ContainsFunc(t.CreateOnly, func(path string) bool { return within(asked, pathOf(path)) }) {
		return Always
	}
	touches := func(path string) bool { return within(asked, pathOf(path)) || within(pathOf(path), asked) }
	// A create-only part of what was asked for decides only if that part is what
	// changed.
	if slices.ContainsFunc(t.ConditionalCreateOnly, touches) || slices.ContainsFunc(t.CreateOnly, touches) {
		return Conditionally
	}
	return Never
}

// pathOf splits a path and leaves out places in lists: all items are alike.
func pathOf(property string) []string {
	return slices.DeleteFunc(strings.Split(property, "."), func(part string) bool {
		_, err := strconv.Atoi(part)
		return part == "*" || err == nil
	})
}

// within reports whether path is outer or lies below it.
func within(path, outer []string) bool {
	return len(path) >= len(outer) && slices.Equal(path[:len(outer)], outer)
}
