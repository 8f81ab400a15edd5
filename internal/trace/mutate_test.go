package trace_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// mutation is a template with one change.
type mutation struct {
	resource string // the logical ID
	typeName string
	sid      string // of the statement, empty for what is no policy
	inline   bool   // the resource serves a launcher whose code is in the template
	in       string // the statement, or the property, as JSON
	element  string // Statement, Action, Resource, Condition, …
	change   string // remove or alter
	item     string // what was removed or altered, as JSON
	// of is the template, as far as it matters, and document the changed one.
	of, document *template.Document
}

func (m mutation) String() string {
	return fmt.Sprintf("%s %s %s %s %s", m.resource, m.sid, m.change, m.element, m.item)
}

// gone takes a value out of the object or the list that holds it.
type gone struct{}

// edit returns a template in which the value at a path below a resource's
// properties is another one. It copies what it changes, and nothing else.
func edit(d *template.Document, id string, path []any, value any) *template.Document {
	r := d.Resources[id]
	r.Properties, _ = replaced(r.Properties, path, value).(map[string]any)
	return withResource(d, id, &r)
}

// withResource returns a template with another resource, or without it.
func withResource(d *template.Document, id string, r *template.Resource) *template.Document {
	edited := *d
	edited.Resources = maps.Clone(d.Resources)
	if r == nil {
		delete(edited.Resources, id)
	} else {
		edited.Resources[id] = *r
	}
	return &edited
}

func replaced(tree any, path []any, value any) any {
	if len(path) == 0 {
		return value
	}
	switch step := path[0].(type) {
	case string:
		members := maps.Clone(tree.(map[string]any))
		members[step] = replaced(members[step], path[1:], value)
		if members[step] == any(gone{}) {
			delete(members, step)
		}
		return members
	case int:
		list := slices.Clone(tree.([]any))
		list[step] = replaced(list[step], path[1:], value)
		if list[step] == any(gone{}) {
			list = slices.Delete(list, step, step+1)
		}
		return list
	}
	return tree
}

func compactJSON(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSpace(b.String())
}

// altered returns another value in the place of a value of a policy.
func altered(element string, value any) any {
	text, isText := value.(string)
	switch {
	case element == "Action":
		return text + "X"
	case !isText || text == "*":
		return map[string]any{"Fn::ImportValue": "somebody-elses"}
	case strings.HasPrefix(text, "arn:"):
		return "arn:aws:s3:::somebody-elses"
	}
	return "somebody-elses"
}

// policies changes a policy: each statement, and each value in it.
func policies(yield func(mutation), d *template.Document, id string, path []any, document any) {
	typeName := d.Resources[id].Type
	statements, _ := document.(map[string]any)["Statement"].([]any)
	for i, s := range statements {
		statement := s.(map[string]any)
		sid, _ := statement["Sid"].(string)
		in := compactJSON(statement)
		at := append(slices.Clone(path), "Statement", i)
		change := func(element, change string, item any, value any, steps ...any) {
			yield(mutation{id, typeName, sid, false, in, element, change, compactJSON(item), nil, edit(d, id, append(slices.Clone(at), steps...), value)})
		}
		change("Statement", "remove", sid, gone{})
		change("Effect", "alter", "Allow", "Deny", "Effect")
		for _, element := range []string{"Action", "Resource"} {
			list, _ := statement[element].([]any)
			for k, item := range list {
				if len(list) > 1 { // IAM takes no empty list: that is removing the statement
					change(element, "remove", item, gone{}, element, k)
				}
				change(element, "alter", item, altered(element, item), element, k)
			}
		}
		if principal, ok := statement["Principal"].(map[string]any); ok {
			change("Principal", "alter", principal, map[string]any{"Service": "ec2.amazonaws.com"}, "Principal")
		}
		conditions, _ := statement["Condition"].(map[string]any)
		if conditions != nil {
			change("Condition", "remove", "all", gone{}, "Condition")
		}
		for operator, keys := range conditions {
			for key, values := range keys.(map[string]any) {
				change("Condition", "remove", operator+" "+key, gone{}, "Condition", operator, key)
				for k, value := range values.([]any) {
					if len(values.([]any)) > 1 {
						change("Value", "remove", value, gone{}, "Condition", operator, key, k)
					}
					change("Value", "alter", value, altered("", value), "Condition", operator, key, k)
				}
			}
		}
	}
}
