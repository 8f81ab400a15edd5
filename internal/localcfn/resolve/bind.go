package resolve

import (
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Bind returns a copy of a template in which values stand for parameters and pseudo
// parameters, so that it can be compared with another one.
func Bind(d *template.Document, values map[string]any) *template.Document {
	if d == nil {
		return nil
	}
	b := binder(values)
	out := *d
	out.Parameters = nil
	out.Conditions, _ = b.value(d.Conditions).(map[string]any)
	out.Outputs, _ = b.value(d.Outputs).(map[string]any)
	out.Resources = make(map[string]template.Resource, len(d.Resources))
	for id, r := range d.Resources {
		if r.Properties != nil {
			r.Properties, _ = b.value(r.Properties).(map[string]any)
		}
		out.Resources[id] = r
	}
	return &out
}

// binder holds values by the name of the parameter.
type binder map[string]any

func (b binder) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		name, argument, ok := template.Intrinsic(v)
		if id, isText := argument.(string); ok && isText {
			if value, known := b[id]; known && name == "Ref" {
				return value
			}
			if name == "Fn::Sub" {
				return map[string]any{name: b.text(id, nil)}
			}
		}
		if list, isList := argument.([]any); ok && isList && name == "Fn::Sub" && len(list) == 2 {
			if text, isText := list[0].(string); isText {
				variables, _ := list[1].(map[string]any)
				return map[string]any{name: []any{b.text(text, variables), b.value(list[1])}}
			}
		}
		out := make(map[string]any, len(v))
		for key, child := range v {
			out[key] = b.value(child)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = b.value(child)
		}
		return out
	}
	return v
}

// text fills in the text of Fn::Sub.
func (b binder) text(text string, variables map[string]any) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return out.String() + "${" + rest
		}
		value, isText := b[name].(string)
		if _, own := variables[name]; own || !isText {
			value = "${" + name + "}"
		} else {
			value = strings.ReplaceAll(value, "${", "${!")
		}
		out.WriteString(value)
		text = after
	}
}
