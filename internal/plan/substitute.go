package plan

import (
	"slices"
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
// Fn::ImportValue. It names the function and what the function looks at, but no
// values among which it chooses: they may be secret.
func opaque(name string, argument any) symbol {
	all := references(argument)
	about, ok := argument.(string)
	if list, _ := argument.([]any); name == undecided && len(list) > 0 {
		about, ok = list[0].(string)
	}
	if !ok {
		var names []string
		for _, r := range all {
			names = append(names, r.String())
		}
		about = strings.Join(names, ", ")
	}
	text := strings.TrimSpace(name + " " + about)
	return symbol{[]part{{text, true, plain(argument)}}, all}
}

// undecided is the function that chooses by a condition.
const undecided = "Fn::If"

// isUndecided reports whether a value hangs on a condition that is not known.
func isUndecided(v any) bool {
	switch v := v.(type) {
	case symbol:
		return slices.ContainsFunc(v.parts, func(p part) bool { return p.symbolic && strings.HasPrefix(p.text, undecided+" ") })
	case map[string]any:
		for _, child := range v {
			if isUndecided(child) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, isUndecided)
	}
	return false
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
