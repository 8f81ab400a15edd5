package plan

import (
	"net/url"
	"strings"
)

// substitute evaluates Fn::Sub, and is false for an argument that is none of its.
func (e *evaluator) substitute(argument any) (any, bool) {
	text, variables := argument, map[string]any{}
	if list, ok := argument.([]any); ok {
		if len(list) != 2 {
			return nil, false
		}
		text = list[0]
		if variables, ok = e.value(list[1]).(map[string]any); !ok {
			return nil, false
		}
	}
	rest, ok := text.(string)
	if !ok {
		return nil, false
	}
	var pieces []any
	for {
		before, after, found := strings.Cut(rest, "${")
		pieces = append(pieces, before)
		name, after, closed := strings.Cut(after, "}")
		if !found {
			break
		}
		if !closed {
			pieces = append(pieces, rest[len(before):])
			break
		}
		pieces = append(pieces, variable(name, variables))
		rest = after
	}
	return concat(pieces, "")
}

// variable returns what stands for ${name} in Fn::Sub.
func variable(name string, variables map[string]any) any {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}"
	}
	if value, ok := variables[name]; ok {
		return value
	}
	id, attribute, _ := strings.Cut(name, ".")
	return refer(id, attribute)
}

// opaque is a symbol for a function that only CloudFormation evaluates, such as
// Fn::ImportValue. Its argument is escaped, so that the symbol may stand in JSON.
func opaque(name string, argument any) symbol {
	return symbol{
		parts:      []part{{text: name + " " + url.PathEscape(plain(argument)), symbolic: true}},
		references: references(argument),
	}
}

// references returns the references in an evaluated value.
func references(v any) []reference {
	var list []reference
	switch v := v.(type) {
	case symbol:
		return v.references
	case map[string]any:
		for _, key := range sortedKeys(v) {
			list = append(list, references(v[key])...)
		}
	case []any:
		for _, child := range v {
			list = append(list, references(child)...)
		}
	}
	return list
}
