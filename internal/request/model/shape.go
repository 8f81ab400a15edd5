package model

import (
	"maps"
	"slices"
	"strings"
)

// The types of shapes, as [Shape.Type] names them.
const (
	Structure = "structure" // an object with the members that the API defines
	List      = "list"
	Map       = "map" // an object with keys of the user's choice
	String    = "string"
	Boolean   = "boolean"
	Integer   = "integer" // 32 bits
	Long      = "long"    // 64 bits
	Float     = "float"
	Double    = "double"
)

// Shape describes one value of the API. Shapes are shared and must not be changed.
type Shape struct {
	// Name is the API's own name of the shape, such as TrainingInstanceType.
	Name string
	// Type is one of the constants of this package.
	Type string

	// Members are a structure's members by name; Required those that a request
	// cannot leave out, in alphabetical order.
	Members  map[string]*Shape
	Required []string
	// Element is the shape of a list's elements.
	Element *Shape
	// Key and Value are the shapes of a map's keys and values.
	Key, Value *Shape

	// Min and Max are inclusive limits, nil where there is none: of the value for
	// numbers, of the length in characters for strings, of the number of elements
	// or entries for lists and maps.
	Min, Max *int64
	// Pattern is the regular expression of the whole string as the API writes it,
	// which Go's regexp cannot always compile.
	Pattern string
	// Enum holds the allowed values of a string, in the API's order.
	Enum []string

	names []string // of the members, sorted
	match func(string) bool
}

// Lookup returns the shape at a path below s, or nil if the model has none. The
// path may come in parts: Lookup("ResourceConfig", "InstanceGroups[].InstanceType").
// No path is s itself. Looking up in nil gives nil.
func (s *Shape) Lookup(path ...string) *Shape {
	if len(path) == 0 {
		return s
	}
	for _, part := range strings.Split(strings.Join(path, "."), ".") {
		s = s.step(part)
	}
	return s
}

// step follows one part of a path: a member's name and any number of [] and {}.
func (s *Shape) step(part string) *Shape {
	name := strings.TrimRight(part, "[]{}")
	if name != "" && s != nil {
		s = s.Members[name]
	}
	for rest := part[len(name):]; rest != "" && s != nil; rest = rest[2:] {
		switch {
		case strings.HasPrefix(rest, "[]"):
			s = s.Element
		case strings.HasPrefix(rest, "{}"):
			s = s.Value
		default:
			return nil
		}
	}
	return s
}

// Walk calls visit with every shape below s and its path, parents before
// children and members in alphabetical order: first a list or map, then what it
// holds. Nothing below a shape is visited if visit returns false for it.
func (s *Shape) Walk(visit func(path string, s *Shape) (descend bool)) {
	s.walk("", visit)
}

func (s *Shape) walk(path string, visit func(string, *Shape) bool) {
	enter := func(path string, child *Shape) {
		if child != nil && visit(path, child) {
			child.walk(path, visit)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Members)) {
		enter(join(path, name), s.Members[name])
	}
	enter(path+"[]", s.Element)
	enter(path+"{}", s.Value)
}

// join appends a member's name to a path.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
