package plan

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// same reports whether two values are equal, evaluated or as in the template.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, same)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, same)
	case symbol:
		b, ok := b.(symbol)
		return ok && slices.Equal(a.parts, b.parts)
	}
	switch b.(type) {
	case map[string]any, []any, symbol:
		return false
	}
	return a == b
}

// sortedKeys returns the keys of an object, sorted.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// plain writes a value as text: a string or a symbol as it is, else compact JSON
// with sorted keys.
func plain(v any) string {
	if text, ok := template.Scalar(v); ok {
		return text
	}
	switch v := v.(type) {
	case absent:
		return ""
	case symbol:
		return v.String()
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "" // a tree has no value that JSON lacks
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// MarshalText writes a symbol in JSON.
func (s symbol) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
