package model

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Validate returns everything in doc that s does not allow, ordered by pointer;
// nothing if doc is valid.
//
// The document is a tree of map[string]any, []any, string, bool, [json.Number] and
// [Symbolic] values, as encoding/json decodes it with UseNumber. Characters are
// Unicode code points. An integer is written in digits alone: 1.0 and 1e3 are
// refused, because it is not documented that SageMaker accepts them. A null is
// no value, and refused.
func (s *Shape) Validate(doc any) []Problem {
	v := &validator{root: s}
	v.value(s, doc)
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return comparePointers(a.Pointer, b.Pointer) })
	return v.problems
}

// validator walks a document and its shapes side by side.
type validator struct {
	root     *Shape
	at       place
	problems []Problem
}

// report adds a problem with the value that v stands at.
func (v *validator) report(message, help string) {
	v.problems = append(v.problems, Problem{Pointer: v.at.pointer(), Member: v.at.path(), Message: message, Help: help})
}

// below checks a value one step down.
func (v *validator) below(step segment, s *Shape, doc any) {
	v.at = append(v.at, step)
	v.value(s, doc)
	v.at = v.at[:len(v.at)-1]
}

func (v *validator) value(s *Shape, doc any) {
	switch given := doc.(type) {
	case map[string]any:
		switch s.Type {
		case Structure:
			v.structure(s, given)
			return
		case Map:
			v.entries(s, given)
			return
		}
	case []any:
		if s.Type == List {
			v.elements(s, given)
			return
		}
	case string:
		if s.Type == String {
			v.text(s, given, "")
			return
		}
	case bool:
		if s.Type == Boolean {
			return
		}
	case json.Number:
		if v.number(s, given) {
			return
		}
	case Symbolic:
		if s.Type == String {
			v.symbolic(s, given)
			return
		}
		if s.Type == List && s.Element.Type == String {
			return
		}
	}
	v.report("got "+describe(doc)+", want "+wanted(s), typeHelp(s, doc, v.at.optional()))
}

func (v *validator) structure(s *Shape, doc map[string]any) {
	for _, name := range s.Required {
		if _, ok := doc[name]; !ok {
			v.missing(s, name)
		}
	}
	known := 0
	for _, name := range s.names {
		if given, ok := doc[name]; ok {
			known++
			v.below(segment{parent: s, name: name}, s.Members[name], given)
		}
	}
	if known == len(doc) {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		if s.Members[name] == nil {
			v.unknown(s, name)
		}
	}
}

func (v *validator) missing(s *Shape, name string) {
	v.problems = append(v.problems, Problem{
		Pointer: v.at.pointer(),
		Member:  join(v.at.path(), name),
		Message: name + " is missing",
		Help:    "add " + name + ": " + expected(s.Members[name]),
	})
}

func (v *validator) unknown(s *Shape, name string) {
	v.at = append(v.at, segment{parent: s, name: name})
	v.report(fmt.Sprintf("%s has no member %s", strings.TrimSuffix(s.Name, "Request"), quote(name)), unknownHelp(v.root, s, name))
	v.at = v.at[:len(v.at)-1]
}

func (v *validator) elements(s *Shape, list []any) {
	v.size(s, len(list), "element", "elements")
	for i, given := range list {
		v.below(segment{parent: s, index: i}, s.Element, given)
	}
}

func (v *validator) entries(s *Shape, doc map[string]any) {
	v.size(s, len(doc), "entry", "entries")
	for key, given := range doc { // in any order: problems are sorted by pointer
		v.at = append(v.at, segment{parent: s, name: key})
		v.text(s.Key, key, "a key ")
		v.value(s.Value, given)
		v.at = v.at[:len(v.at)-1]
	}
}
