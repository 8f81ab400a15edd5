package source

import (
	"regexp"

	"cuelang.org/go/cue/ast"
)

// shape is what the schema says about the fields of a struct. It is read from
// the schema's text, and serves messages only: CUE decides what is right.
type shape struct {
	fields map[string]*field
	// list and scalar tell that it is, or may be, one.
	list, scalar bool
	// required and optional are the names of the fields, in order.
	required, optional []string
	// element is the shape behind a pattern, or of a list's elements; one
	// without anything is a scalar.
	element *shape
	// names is the pattern that the names of elements match, or nil.
	names *regexp.Regexp
	// open tells that any field is allowed.
	open bool
	// definitions are the names of the schema's definitions, at the root.
	definitions []string
}

// field is a field that the schema names.
type field struct {
	// doc is the first sentence of its documentation.
	doc string
	// value is its default, or nil.
	value    ast.Expr
	required bool
	shape    *shape
	// api are the members of CreateTrainingJob that it feeds, such as
	// StoppingCondition.MaxRuntimeInSeconds.
	api []string
}

// at returns the shape at a path below s, or nil where there is none.
func (s *shape) at(path []string) *shape {
	for _, name := range path {
		switch {
		case s == nil:
			return nil
		case s.fields[name] != nil:
			s = s.fields[name].shape
		default:
			s = s.element
		}
	}
	return s
}

// field returns the schema's entry for the field at a path below s, or nil.
func (s *shape) field(path []string) *field {
	last := len(path) - 1
	if last < 0 {
		return nil
	}
	if parent := s.at(path[:last]); parent != nil {
		return parent.fields[path[last]]
	}
	return nil
}

// knows reports whether a struct of this shape may have a field of that name.
func (s *shape) knows(name string) bool {
	switch {
	case s == nil || s.open || s.fields[name] != nil || len(s.fields) == 0 && s.element == nil:
		return true
	default:
		return s.element != nil && !s.list && (s.names == nil || s.names.MatchString(name))
	}
}
