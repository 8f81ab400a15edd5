package plan

import (
	"reflect"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// changedNames are the parameters, mappings and conditions that the two templates
// define differently: a reference to one of them is not the same in both.
func changedNames(before, after *template.Document) map[string]bool {
	changed := map[string]bool{}
	differ := func(a, b map[string]any, part func(any) any) {
		for name := range a {
			if _, both := b[name]; both && !reflect.DeepEqual(part(a[name]), part(b[name])) {
				changed[name] = true
			}
		}
	}
	whole := func(definition any) any { return definition }
	differ(before.Parameters, after.Parameters, func(definition any) any {
		fields, _ := definition.(map[string]any)
		return [2]any{fields["Default"], fields["Type"]}
	})
	differ(before.Mappings, after.Mappings, whole)
	differ(before.Conditions, after.Conditions, whole)
	for {
		// A condition that asks for one that has changed has changed as well.
		known := len(changed)
		for name, definition := range after.Conditions {
			if !reflect.DeepEqual(definition, markNames(definition, changed, "*")) {
				changed[name] = true
			}
		}
		if len(changed) == known {
			return changed
		}
	}
}

func (r *accessReader) marked(value any) any {
	if len(r.changed) == 0 {
		return value
	}
	return markNames(value, r.changed, r.mark)
}

// markNames returns a value in which the names that references name, if they are
// among those, end in a mark.
func markNames(value any, names map[string]bool, mark string) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = markNames(item, names, mark)
		}
		return list
	case map[string]any:
		members := make(map[string]any, len(v))
		for key, item := range v {
			members[key] = markNames(item, names, mark)
		}
		if len(v) == 1 {
			markReference(members, names, mark)
		}
		return members
	}
	return value
}

// markReference marks the name in what may be an intrinsic.
func markReference(members map[string]any, names map[string]bool, mark string) {
	for _, function := range []string{"Ref", "Condition"} {
		if name, ok := members[function].(string); ok && names[name] {
			members[function] = name + mark
		}
	}
	for _, function := range []string{"Fn::If", "Fn::FindInMap"} {
		if list, ok := members[function].([]any); ok && len(list) > 0 {
			if name, ok := list[0].(string); ok && names[name] {
				list[0] = name + mark
			}
		}
	}
	text, isText := members["Fn::Sub"].(string)
	list, isList := members["Fn::Sub"].([]any)
	if isList && len(list) > 0 {
		text, _ = list[0].(string)
	}
	for name := range names {
		text = strings.ReplaceAll(text, "${"+name+"}", "${"+name+mark+"}")
	}
	if isText {
		members["Fn::Sub"] = text
	} else if isList && len(list) > 0 && text != "" {
		list[0] = text
	}
}
