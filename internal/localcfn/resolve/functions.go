package resolve

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// function evaluates an intrinsic function.
func (s *Scope) function(name string, argument any) (any, error) {
	switch name {
	case "Fn::If":
		return s.choose(argument)
	case "Fn::Sub":
		return s.substitute(argument)
	case "Ref":
		id, _ := argument.(string)
		return s.ref(id)
	case "Fn::GetAtt":
		id, attribute, err := s.attribute(argument)
		if err != nil {
			return nil, err
		}
		return s.GetAtt(id, attribute)
	}
	v, err := s.value(argument)
	if err != nil {
		return nil, err
	}
	switch name {
	case "Fn::Join":
		return join(v)
	case "Fn::Split":
		return split(v)
	case "Fn::Select":
		return pick(v)
	case "Fn::FindInMap":
		return s.findInMap(v)
	case "Fn::Base64":
		text, err := asText(name, v)
		return base64.StdEncoding.EncodeToString([]byte(text)), err
	case "Fn::GetAZs":
		return s.zones(v)
	case "Fn::ImportValue":
		text, err := asText(name, v)
		if err != nil {
			return nil, err
		}
		return s.Import(text)
	}
	return nil, wrong("Template error: the function %s is not supported by this endpoint", name)
}

func (s *Scope) ref(id string) (any, error) {
	if id == "AWS::NoValue" {
		return absent{}, nil
	}
	if value, ok := s.Parameters[id]; ok {
		return value, nil
	}
	if _, ok := s.Document.Resources[id]; !ok {
		return nil, wrong("Unresolved resource dependencies [%s] in the Resources block of the template", id)
	}
	return s.Ref(id)
}

// attribute reads the argument of Fn::GetAtt.
func (s *Scope) attribute(argument any) (id, attribute string, err error) {
	if list, ok := argument.([]any); ok && len(list) == 2 {
		id, _ = list[0].(string)
		name, err := s.value(list[1])
		if err != nil {
			return "", "", err
		}
		attribute, _ = name.(string)
	} else if text, ok := argument.(string); ok {
		id, attribute, _ = strings.Cut(text, ".")
	}
	if id == "" || attribute == "" {
		return "", "", wrong("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute")
	}
	if _, ok := s.Document.Resources[id]; !ok {
		return "", "", wrong("Template error: instance of Fn::GetAtt references undefined resource %s", id)
	}
	return id, attribute, nil
}

func asText(function string, v any) (string, error) {
	if text, ok := template.Scalar(v); ok {
		return text, nil
	}
	return "", wrong("Template error: every %s object must have a String-typed value", function)
}

func join(v any) (any, error) {
	list, _ := v.([]any)
	if len(list) == 2 {
		delimiter, isText := list[0].(string)
		items, isList := list[1].([]any)
		if isText && isList {
			texts := make([]string, len(items))
			for i, item := range items {
				text, err := asText("Fn::Join", item)
				if err != nil {
					return nil, err
				}
				texts[i] = text
			}
			return strings.Join(texts, delimiter), nil
		}
	}
	return nil, wrong("Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.")
}

func split(v any) (any, error) {
	list, _ := v.([]any)
	if len(list) == 2 {
		delimiter, isText := list[0].(string)
		text, isLiteral := template.Scalar(list[1])
		if isText && isLiteral && delimiter != "" {
			var pieces []any
			for piece := range strings.SplitSeq(text, delimiter) {
				pieces = append(pieces, piece)
			}
			return pieces, nil
		}
	}
	return nil, wrong("Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.")
}

func pick(v any) (any, error) {
	list, _ := v.([]any)
	if len(list) != 2 {
		return nil, wrong("Template error: Fn::Select requires a list argument with two elements: an integer index and a list")
	}
	text, _ := template.Scalar(list[0])
	index, err := strconv.Atoi(text)
	items, ok := list[1].([]any)
	if err != nil || !ok {
		return nil, wrong("Template error: Fn::Select requires a list argument with two elements: an integer index and a list")
	}
	if index < 0 || index >= len(items) {
		return nil, wrong("Template error: Fn::Select cannot select nonexistent value at index %d", index)
	}
	return items[index], nil
}

func (s *Scope) findInMap(v any) (any, error) {
	list, _ := v.([]any)
	if len(list) < 3 {
		return nil, wrong("Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value")
	}
	at := any(s.Document.Mappings)
	for _, key := range list[:3] {
		text, _ := template.Scalar(key)
		level, _ := at.(map[string]any)
		var ok bool
		if at, ok = level[text]; !ok {
			return nil, wrong("Template error: Unable to get mapping for %v::%v::%v", list[0], list[1], list[2])
		}
	}
	return at, nil
}

// zones returns three zones, as most regions have them.
func (s *Scope) zones(v any) (any, error) {
	region, _ := template.Scalar(v)
	if region == "" {
		region, _ = s.Parameters["AWS::Region"].(string)
	}
	return []any{region + "a", region + "b", region + "c"}, nil
}
