package plan

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// The functions return false for an argument that they cannot evaluate.

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
	text, _ := template.Scalar(list[0])
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
		text, ok := template.Scalar(key)
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
