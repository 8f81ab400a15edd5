package plan

import "github.com/smgen/smgen/internal/template"

// truth is the value of a condition.
type truth int

const (
	unknown truth = iota // it depends on what only CloudFormation knows
	yes
	no
)

func truthOf(holds bool) truth {
	if holds {
		return yes
	}
	return no
}

// condition returns the value of a named condition; "" is the one that always
// holds.
func (e *evaluator) condition(name string) truth {
	if name == "" {
		return yes
	}
	if known, ok := e.conditions[name]; ok {
		return known
	}
	e.conditions[name] = unknown // for conditions that refer to each other
	e.conditions[name] = e.holds(e.document.Conditions[name])
	return e.conditions[name]
}

func (e *evaluator) holds(v any) truth {
	function, _ := v.(map[string]any)
	if name, ok := function["Condition"].(string); ok {
		return e.condition(name)
	}
	name, argument, _ := template.Intrinsic(function)
	list, _ := argument.([]any)
	switch name {
	case "Fn::Equals":
		return e.equals(list)
	case "Fn::Not":
		if len(list) == 1 {
			return negate(e.holds(list[0]))
		}
	case "Fn::And":
		return e.all(list, yes)
	case "Fn::Or":
		return negate(e.all(list, no))
	}
	return unknown
}

func (e *evaluator) equals(list []any) truth {
	if len(list) != 2 {
		return unknown
	}
	a, b := e.value(list[0]), e.value(list[1])
	if same(a, b) {
		return yes
	}
	left, isLiteral := template.Scalar(a)
	right, areLiteral := template.Scalar(b)
	if !isLiteral || !areLiteral {
		return unknown
	}
	return truthOf(left == right)
}

// all returns yes if all conditions have the value that is wanted, no if one has
// the other one.
func (e *evaluator) all(list []any, want truth) truth {
	result := yes
	for _, v := range list {
		switch e.holds(v) {
		case want:
		case unknown:
			result = unknown
		default:
			return no
		}
	}
	return result
}

func negate(t truth) truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

// choose evaluates Fn::If. A condition that is not known leaves a symbol that
// holds both values.
func (e *evaluator) choose(argument any) any {
	list, _ := argument.([]any)
	if len(list) != 3 {
		return opaque(undecided, e.value(argument))
	}
	name, _ := list[0].(string)
	switch e.condition(name) {
	case yes:
		return e.value(list[1])
	case no:
		return e.value(list[2])
	}
	// The condition itself is named as well as spelled out: if its definition
	// changes, so may the value.
	return opaque(undecided, []any{name, e.expression(name), e.either(list[1]), e.either(list[2])})
}

// either is a value for a symbol, in which nothing is left out.
func (e *evaluator) either(v any) any {
	if value := e.value(v); !isAbsent(value) {
		return value
	}
	return map[string]any{"Ref": "AWS::NoValue"}
}

// expression returns the definitions of a condition and of those that it builds on,
// as text.
func (e *evaluator) expression(name string) string {
	definitions := map[string]any{}
	e.define(name, definitions)
	return plain(definitions)
}

func (e *evaluator) define(name string, definitions map[string]any) {
	if _, done := definitions[name]; done {
		return
	}
	definitions[name] = e.document.Conditions[name]
	e.defineWithin(definitions[name], definitions)
}

func (e *evaluator) defineWithin(v any, definitions map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["Condition"].(string); ok {
			e.define(name, definitions)
		}
		for _, child := range v {
			e.defineWithin(child, definitions)
		}
	case []any:
		for _, child := range v {
			e.defineWithin(child, definitions)
		}
	}
}
