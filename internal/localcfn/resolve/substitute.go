package resolve

import (
	"strings"
)

// substitute evaluates Fn::Sub.
func (s *Scope) substitute(argument any) (any, error) {
	text, variables, err := s.subArgument(argument)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, wrong("Template error: every Fn::Sub object requires variables to be closed with }")
		}
		value, err := s.variable(name, variables)
		if err != nil {
			return nil, err
		}
		b.WriteString(value)
		text = after
	}
	return b.String(), nil
}

func (s *Scope) subArgument(argument any) (text string, variables map[string]any, err error) {
	list, ok := argument.([]any)
	if !ok {
		list = []any{argument, map[string]any{}}
	}
	if len(list) == 2 {
		text, isText := list[0].(string)
		v, err := s.value(list[1])
		if err != nil {
			return "", nil, err
		}
		if variables, ok := v.(map[string]any); ok && isText {
			return text, variables, nil
		}
	}
	return "", nil, wrong("Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string")
}

// variable returns what stands for ${name}.
func (s *Scope) variable(name string, variables map[string]any) (string, error) {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}", nil
	}
	value, ok := variables[name]
	if !ok {
		var err error
		if id, attribute, found := strings.Cut(name, "."); found {
			value, err = s.function("Fn::GetAtt", []any{id, attribute})
		} else {
			value, err = s.ref(name)
		}
		if err != nil {
			return "", err
		}
	}
	text, err := asText("Fn::Sub", value)
	if err != nil {
		return "", wrong("Template error: variable %s in Fn::Sub expression does not resolve to a string", name)
	}
	return text, nil
}
