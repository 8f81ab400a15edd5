package model

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Example returns a minimal value that s allows, in the form that
// [Shape.Validate] takes: of a structure the required members alone, of a list or
// map the fewest entries. It is for tests, which set one member at a time.
func Example(s *Shape) any { return example(s, false) }

// FullExample returns a value that s allows, with every member of every structure
// set, and something in every list and map. The rules between members, which are
// not the model's, would refuse it.
func FullExample(s *Shape) any { return example(s, true) }

func example(s *Shape, full bool) any {
	switch s.Type {
	case Structure:
		members := map[string]any{}
		for name, m := range s.Members {
			if full || slices.Contains(s.Required, name) {
				members[name] = example(m, full)
			}
		}
		return members
	case List:
		elements := make([]any, fewestEntries(s, full))
		for i := range elements {
			elements[i] = example(s.Element, full)
		}
		return elements
	case Map:
		entries := map[string]any{}
		for i := range fewestEntries(s, full) {
			key := exampleText(s.Key)
			if i > 0 {
				key += strconv.Itoa(i)
			}
			entries[key] = example(s.Value, full)
		}
		return entries
	case String:
		return exampleText(s)
	case Boolean:
		return true
	default:
		lo, hi := s.bounds()
		return json.Number(strconv.FormatInt(min(max(lo, 1), hi), 10))
	}
}

func fewestEntries(s *Shape, full bool) int {
	n := 0
	if s.Min != nil {
		n = int(*s.Min)
	}
	if full {
		n = max(n, 1)
	}
	return n
}

func exampleText(s *Shape) string {
	if s.Enum != nil {
		return s.Enum[0]
	}
	text := "example"
	if s.Pattern != "" {
		text = patternOf(s.Pattern).example
	}
	if s.Max != nil && int64(len(text)) > *s.Max {
		text = text[:*s.Max]
	}
	if s.Min != nil && int64(len(text)) < *s.Min {
		text += strings.Repeat("x", int(*s.Min)-len(text))
	}
	return text
}
