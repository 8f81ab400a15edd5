package trace

import "unicode/utf8"

// Symbolic is a string of a request that CloudFormation completes.
type Symbolic struct {
	raw, text string
	least     int
}

// String returns the string for people to read, with references as ${Queue.Arn}.
func (s Symbolic) String() string { return s.text }

// MarshalText writes a Symbolic in JSON as String does.
func (s Symbolic) MarshalText() ([]byte, error) { return []byte(s.text), nil }

// LeastLength is the number of characters that are known already. It makes a
// Symbolic one of package model.
func (s Symbolic) LeastLength() int { return s.least }

// symbolic returns a string of the request: the text itself, or a Symbolic for
// one with marks.
func (t *tracer) symbolic(text string) any {
	if !hasMark(text) {
		return text
	}
	least := 0
	for rest := text; ; {
		before, n, after := t.marks.cut(rest)
		least += utf8.RuneCountInString(before)
		if n < 0 {
			break
		}
		rest = after
	}
	return Symbolic{raw: text, text: t.describe(text), least: least}
}

// symbolize replaces the strings with marks of a tree in place.
func (t *tracer) symbolize(value any) any {
	switch v := value.(type) {
	case string:
		return t.symbolic(v)
	case map[string]any:
		for name, child := range v {
			v[name] = t.symbolize(child)
		}
	case []any:
		for i, child := range v {
			v[i] = t.symbolize(child)
		}
	}
	return value
}

// raw returns a string of an event or a request with its marks, empty for what is
// no string.
func raw(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case Symbolic:
		return v.raw
	}
	return ""
}
