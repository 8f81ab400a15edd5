package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func readString(fields map[string]any, name string, to *string) error {
	switch value := fields[name].(type) {
	case nil:
		return nil
	case string:
		*to = value
		return nil
	default:
		return fmt.Errorf("%s is %s; want a string", name, kindOf(value))
	}
}

func readList(fields map[string]any, name string, to *[]string) error {
	value, given := fields[name]
	if !given {
		return nil
	}
	list, err := parseList(value)
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	if len(list) == 0 {
		return fmt.Errorf("%s is an empty list; want at least one string", name)
	}
	*to = list
	return nil
}

func readPrincipal(fields map[string]any, name string, to *Principal) error {
	value, given := fields[name]
	if !given {
		return nil
	}
	if value == "*" {
		*to = Everyone()
		return nil
	}
	kinds, ok := value.(map[string]any)
	if name, isIntrinsic := intrinsic(kinds); isIntrinsic {
		return fmt.Errorf("the principal is the intrinsic %s; want it inside an object such as {\"AWS\": ...}", name)
	}
	if !ok || len(kinds) == 0 {
		return fmt.Errorf(`%s is %s; want "*" or an object such as {"Service": "sagemaker.amazonaws.com"}`, name, kindOf(value))
	}
	*to = Principal{}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list, err := parseList(kinds[kind])
		if err != nil {
			return fmt.Errorf("%s %s %w", name, kind, err)
		}
		(*to)[kind] = list
	}
	return nil
}

func readConditions(fields map[string]any, to *Conditions) error {
	value, given := fields["Condition"]
	if !given {
		return nil
	}
	operators, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("condition is %s; want an object of operators", kindOf(value))
	}
	for _, operator := range slices.Sorted(maps.Keys(operators)) {
		keys, ok := operators[operator].(map[string]any)
		if !ok {
			return fmt.Errorf("condition %s is %s; want an object of condition keys", operator, kindOf(operators[operator]))
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			list, err := parseList(keys[key])
			if err != nil {
				return fmt.Errorf("condition %s %s %w", operator, key, err)
			}
			if *to == nil {
				*to = Conditions{}
			}
			if (*to)[operator] == nil {
				(*to)[operator] = map[string][]string{}
			}
			(*to)[operator][key] = list
		}
	}
	return nil
}

// parseList reads a scalar or a list of scalars into a sorted list.
func parseList(raw any) ([]string, error) {
	items, isList := raw.([]any)
	if !isList {
		text, err := parseScalar(raw)
		return []string{text}, err
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		text, err := parseScalar(item)
		if err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

func parseScalar(raw any) (string, error) {
	switch value := raw.(type) {
	case string:
		return value, nil
	case bool:
		return strconv.FormatBool(value), nil
	case json.Number:
		return value.String(), nil
	case int:
		return strconv.Itoa(value), nil
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), nil
	case map[string]any:
		if _, ok := intrinsic(value); ok {
			return compact(value)
		}
	}
	return "", fmt.Errorf("holds %s; want strings", kindOf(raw))
}

// intrinsic returns the name of the CloudFormation function that the object
// stands for, if it stands for one.
func intrinsic(fields map[string]any) (name string, ok bool) {
	if len(fields) != 1 {
		return "", false
	}
	for key := range fields {
		name = key
	}
	return name, name == "Ref" || strings.HasPrefix(name, "Fn::")
}

func compact(value any) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", fmt.Errorf("encode intrinsic: %w", err)
	}
	return strings.TrimSpace(text.String()), nil
}

func kindOf(raw any) string {
	switch raw.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number, int, float64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return fmt.Sprintf("a %T", raw)
	}
}
