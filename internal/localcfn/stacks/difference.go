package stacks

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/changeset"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/template"
)

// differences returns where two values differ, at and below a JSON pointer.
func differences(at string, expected, actual any) []Difference {
	if resolve.Same(expected, actual) {
		return nil
	}
	switch e := expected.(type) {
	case map[string]any:
		if a, ok := actual.(map[string]any); ok {
			return ofObjects(at, e, a)
		}
	case []any:
		if a, ok := actual.([]any); ok {
			return ofLists(at, e, a)
		}
	}
	kind := "NOT_EQUAL"
	switch {
	case expected == nil:
		kind = "ADD"
	case actual == nil:
		kind = "REMOVE"
	}
	return []Difference{{at, plainly(expected), plainly(actual), kind}}
}

func ofObjects(at string, expected, actual map[string]any) []Difference {
	names := map[string]bool{}
	for name := range expected {
		names[name] = true
	}
	for name := range actual {
		names[name] = true
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var found []Difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		found = append(found, differences(at+"/"+escape.Replace(name), expected[name], actual[name])...)
	}
	return found
}

func ofLists(at string, expected, actual []any) []Difference {
	var found []Difference
	for i := range max(len(expected), len(actual)) {
		var e, a any
		if i < len(expected) {
			e = expected[i]
		}
		if i < len(actual) {
			a = actual[i]
		}
		found = append(found, differences(at+"/"+strconv.Itoa(i), e, a)...)
	}
	return found
}

// plainly writes a value: text as it is, else JSON.
func plainly(v any) string {
	if text, ok := template.Scalar(v); ok {
		return text
	}
	return changeset.JSON(v)
}
