package plan

import (
	"encoding/base64"

	"github.com/smgen/smgen/internal/template"
)

// evaluator evaluates one template.
type evaluator struct {
	document   *template.Document
	conditions map[string]truth
}

func newEvaluator(d *template.Document) *evaluator {
	return &evaluator{document: d, conditions: map[string]truth{}}
}

// value returns what a value of the template gives: a tree of map[string]any,
// []any, string, json.Number, bool, nil and symbol, or absent.
func (e *evaluator) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if name, argument, ok := template.Intrinsic(v); ok {
			return e.function(name, argument)
		}
		out := make(map[string]any, len(v))
		for key, child := range v {
			if child := e.value(child); !isAbsent(child) {
				out[key] = child
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, child := range v {
			if child := e.value(child); !isAbsent(child) {
				out = append(out, child)
			}
		}
		return out
	}
	return v
}

func isAbsent(v any) bool {
	_, ok := v.(absent)
	return ok
}

// function evaluates an intrinsic function. What cannot be evaluated stays
// symbolic as a whole.
func (e *evaluator) function(name string, argument any) any {
	if name == undecided {
		return e.choose(argument)
	}
	if name == "Fn::Sub" {
		if result, ok := e.substitute(argument); ok {
			return result
		}
	}
	resolved := e.value(argument)
	list, _ := resolved.([]any)
	var result any
	var ok bool
	switch name {
	case "Ref":
		result, ok = ref(resolved)
	case "Fn::GetAtt":
		result, ok = getAtt(resolved)
	case "Fn::Join":
		result, ok = join(list)
	case "Fn::Split":
		result, ok = split(list)
	case "Fn::Select":
		result, ok = pick(list)
	case "Fn::FindInMap":
		result, ok = e.findInMap(list)
	case "Fn::Base64":
		text, isText := resolved.(string)
		result, ok = base64.StdEncoding.EncodeToString([]byte(text)), isText
	}
	if ok {
		return result
	}
	return opaque(name, resolved)
}
