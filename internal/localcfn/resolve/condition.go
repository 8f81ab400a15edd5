package resolve

import (
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/template"
)

// Holds reports whether a named condition holds; "" always does.
func (s *Scope) Holds(name string) (bool, error) { return s.named(name, nil) }

// named evaluates a condition on behalf of others, which it must not refer to.
func (s *Scope) named(name string, asking []string) (bool, error) {
	if name == "" {
		return true, nil
	}
	definition, ok := s.Document.Conditions[name]
	if !ok {
		return false, wrong("Template format error: Unresolved condition dependency %s", name)
	}
	for _, other := range asking {
		if other == name {
			return false, wrong("Template error: Found circular condition dependency between %v", asking)
		}
	}
	return s.expression(definition, append(asking[:len(asking):len(asking)], name))
}

func (s *Scope) expression(v any, asking []string) (bool, error) {
	object, _ := v.(map[string]any)
	if name, ok := object["Condition"].(string); ok {
		return s.named(name, asking)
	}
	name, argument, _ := template.Intrinsic(object)
	list, _ := argument.([]any)
	switch {
	case name == "Fn::Equals" && len(list) == 2:
		return s.equal(list[0], list[1])
	case name == "Fn::Not" && len(list) == 1:
		holds, err := s.expression(list[0], asking)
		return !holds, err
	case name == "Fn::And":
		return s.all(list, true, asking)
	case name == "Fn::Or":
		none, err := s.all(list, false, asking)
		return !none, err
	}
	return false, wrong("Template format error: Conditions can only be boolean operations on parameters and other conditions")
}

func (s *Scope) equal(a, b any) (bool, error) {
	left, err := s.value(a)
	if err != nil {
		return false, err
	}
	right, err := s.value(b)
	if err != nil {
		return false, err
	}
	return Same(left, right), nil
}

// all reports whether all conditions are what is wanted.
func (s *Scope) all(list []any, want bool, asking []string) (bool, error) {
	for _, v := range list {
		holds, err := s.expression(v, asking)
		if err != nil || holds != want {
			return false, err
		}
	}
	return true, nil
}

// choose evaluates Fn::If.
func (s *Scope) choose(argument any) (any, error) {
	list, _ := argument.([]any)
	if len(list) != 3 {
		return nil, wrong("Template error: Fn::If requires a list argument with three elements")
	}
	name, _ := list[0].(string)
	holds, err := s.Holds(name)
	if err != nil {
		return nil, err
	}
	if holds {
		return s.value(list[1])
	}
	return s.value(list[2])
}

// Same reports whether two evaluated values are the same to CloudFormation, which
// makes no difference between 30 and "30".
func Same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, Same)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Same)
	}
	left, isText := template.Scalar(a)
	right, areText := template.Scalar(b)
	return isText == areText && left == right && (isText || b == nil)
}
