package model

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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

func (v *validator) size(s *Shape, n int, one, many string) {
	if !s.allows(int64(n)) {
		help := ""
		if n == 0 && v.at.optional() {
			help = "leave it out instead"
		}
		v.report("got "+count(n, one, many)+", want "+s.limits(), help)
	}
}

// text checks a string. The subject is "a key " for a map's key, or empty.
func (v *validator) text(s *Shape, given, subject string) {
	if s.Enum != nil {
		if !slices.Contains(s.Enum, given) {
			v.report("got "+subject+quote(given)+", want "+choices(s), didYouMean(near(given, s.Enum)))
			v.problems[len(v.problems)-1].Unlisted = s.couldBeMachine(given)
		}
		return
	}
	n := utf8.RuneCountInString(given)
	fits := s.allows(int64(n))
	matches := s.match == nil || s.match(given)
	if tooShort := n > 0 && s.Min != nil && int64(n) < *s.Min; tooShort && !matches {
		// What it has to look like says more than how long it has to be.
	} else if !fits && subject == "" {
		v.report("got "+count(n, "character", "characters")+", want "+s.limits(), "")
	} else if !fits {
		v.report("got "+subject+"of "+count(n, "character", "characters")+", want "+s.limits(), "")
	}
	if n == 0 && !fits {
		return // its pattern would only say the same again
	}
	if !matches {
		p := patternOf(s.Pattern)
		v.report("got "+subject+quote(given)+", want "+p.want, suchAs(p))
	}
}

// symbolic checks that a string is not too long by what is known of it.
func (v *validator) symbolic(s *Shape, given Symbolic) {
	if n := given.LeastLength(); s.Max != nil && int64(n) > *s.Max {
		v.report(fmt.Sprintf("got at least %s, with what is filled in later, want %s", count(n, "character", "characters"), s.limits()), "")
	}
}

// number checks a number, and reports whether s takes numbers of that form.
func (v *validator) number(s *Shape, given json.Number) bool {
	switch s.Type {
	case Integer, Long:
		if !isInteger(string(given)) {
			return false
		}
		n, err := strconv.ParseInt(string(given), 10, 64)
		if lo, hi := s.bounds(); err != nil || n < lo || n > hi {
			v.report("got "+cut(string(given))+", want "+s.rangeOf(n), "")
		}
		return true
	case Float, Double:
		n, err := strconv.ParseFloat(string(given), 64)
		if err != nil {
			return false
		}
		if s.Min != nil && n < float64(*s.Min) || s.Max != nil && n > float64(*s.Max) {
			v.report("got "+cut(string(given))+", want "+s.limits(), "")
		}
		return true
	default:
		return false
	}
}
