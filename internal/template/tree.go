package template

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Object returns the object at a path below a value of a document's tree, nil if
// there is none.
func Object(value any, path ...string) map[string]any {
	at, _ := value.(map[string]any)
	for _, name := range path {
		at, _ = at[name].(map[string]any)
	}
	return at
}

// Objects returns the objects among the elements of a list, none if the value is
// no list.
func Objects(value any) []map[string]any {
	list, _ := value.([]any)
	var out []map[string]any
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// Intrinsic returns the function that an object of a document's tree calls, such as
// Ref or Fn::Join, and its argument; false for an object that is none.
func Intrinsic(object map[string]any) (name string, argument any, ok bool) {
	if len(object) != 1 {
		return "", nil, false
	}
	for key, value := range object {
		name, argument = key, value
	}
	return name, argument, name == "Ref" || strings.HasPrefix(name, "Fn::")
}

// Scalar writes a text, a number or a boolean as CloudFormation does where it wants
// text; false for any other value.
func Scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
