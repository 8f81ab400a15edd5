package plan

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

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
		if name, argument, ok := intrinsic(v); ok {
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

// intrinsic returns the function that an object of a template calls.
func intrinsic(v map[string]any) (name string, argument any, ok bool) {
	if len(v) != 1 {
		return "", nil, false
	}
	for key, value := range v {
		name, argument = key, value
	}
	return name, argument, name == "Ref" || strings.HasPrefix(name, "Fn::")
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

func ref(argument any) (any, bool) {
	id, ok := argument.(string)
	if id == "AWS::NoValue" {
		return absent{}, true
	}
	return refer(id, ""), ok
}

func getAtt(argument any) (any, bool) {
	switch v := argument.(type) {
	case string:
		id, attribute, ok := strings.Cut(v, ".")
		return refer(id, attribute), ok
	case []any:
		if len(v) != 2 {
			return nil, false
		}
		id, isText := v[0].(string)
		attribute, isLiteral := v[1].(string)
		return refer(id, attribute), isText && isLiteral
	}
	return nil, false
}

func join(list []any) (any, bool) {
	if len(list) != 2 {
		return nil, false
	}
	delimiter, isText := list[0].(string)
	items, isList := list[1].([]any)
	if !isText || !isList {
		return nil, false
	}
	return concat(items, delimiter)
}

func split(list []any) (any, bool) {
	if len(list) != 2 {
		return nil, false
	}
	delimiter, isText := list[0].(string)
	text, isLiteral := list[1].(string)
	if !isText || !isLiteral || delimiter == "" {
		return nil, false
	}
	var pieces []any
	for piece := range strings.SplitSeq(text, delimiter) {
		pieces = append(pieces, piece)
	}
	return pieces, true
}

func pick(list []any) (any, bool) {
	if len(list) != 2 {
		return nil, false
	}
	text, _ := scalarText(list[0])
	index, err := strconv.Atoi(text)
	items, _ := list[1].([]any)
	if err != nil || index < 0 || index >= len(items) {
		return nil, false
	}
	return items[index], true
}

func (e *evaluator) findInMap(list []any) (any, bool) {
	if len(list) < 3 {
		return nil, false
	}
	at := any(e.document.Mappings)
	for _, key := range list[:3] {
		text, ok := scalarText(key)
		if !ok {
			return nil, false
		}
		level, _ := at.(map[string]any)
		if at, ok = level[text]; !ok {
			return fallback(list[3:])
		}
	}
	return at, true
}

// fallback returns the DefaultValue that Fn::FindInMap may have.
func fallback(rest []any) (any, bool) {
	if len(rest) == 0 {
		return nil, false
	}
	options, _ := rest[0].(map[string]any)
	value, ok := options["DefaultValue"]
	return value, ok
}

// scalarText returns a literal as text.
func scalarText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
