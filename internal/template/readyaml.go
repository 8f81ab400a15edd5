package template

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// readYAML reads one YAML document into a tree.
func readYAML(text []byte) (any, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var root, second yaml.Node
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		return nil, errors.New("not a template: the text is empty")
	} else if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New("text holds more than one YAML document: expected one template")
	}
	return yamlValue(root.Content[0], 1)
}

func yamlValue(n *yaml.Node, depth int) (any, error) {
	// !GetAtt A.B becomes two levels deeper than it looks.
	if depth > maxDepth-2 {
		return nil, at(n, "nested deeper than %d levels: flatten it", maxDepth)
	}
	name, isShort := strings.CutPrefix(n.Tag, "!")
	if isShort && !strings.HasPrefix(name, "!") && name != "" {
		return shortForm(n, name, depth)
	}
	switch n.Kind {
	case yaml.MappingNode:
		return yamlMap(n, depth)
	case yaml.SequenceNode:
		return yamlList(n, depth)
	case yaml.ScalarNode:
		return yamlScalar(n)
	}
	return nil, at(n, "CloudFormation reads no YAML aliases: repeat the value")
}

func yamlMap(n *yaml.Node, depth int) (any, error) {
	if n.Tag != "!!map" {
		return nil, at(n, "CloudFormation reads no values of YAML type %s", n.Tag)
	}
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Tag == "!!merge":
			return nil, at(key, "CloudFormation reads no YAML merge keys: repeat the values")
		case key.Kind != yaml.ScalarNode || !strings.HasPrefix(key.Tag, "!!"):
			return nil, at(key, "a key must be a string")
		}
		if _, twice := m[key.Value]; twice {
			return nil, at(key, "key %q is there twice: remove one", key.Value)
		}
		value, err := yamlValue(n.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		m[key.Value] = value
	}
	return m, nil
}

func yamlList(n *yaml.Node, depth int) (any, error) {
	if n.Tag != "!!seq" {
		return nil, at(n, "CloudFormation reads no values of YAML type %s", n.Tag)
	}
	list := make([]any, 0, len(n.Content))
	for _, item := range n.Content {
		value, err := yamlValue(item, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

// shortForm returns the long form of an intrinsic such as !Sub.
func shortForm(n *yaml.Node, name string, depth int) (any, error) {
	switch name {
	case "Ref", "Condition":
	case "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals",
		"FindInMap", "GetAtt", "GetAZs", "GetStackOutput", "If", "ImportValue", "Join", "Length",
		"Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform",
		"ValueOf", "ValueOfAll":
		name = "Fn::" + name
	default:
		return nil, at(n, "CloudFormation has no function !%s", name)
	}
	bare := *n
	bare.Tag = ""
	if n.Kind == yaml.ScalarNode {
		// What follows a function's tag is text, however it looks.
		bare.Tag = "!!str"
	} else {
		bare.Tag = bare.ShortTag()
	}
	argument, err := yamlValue(&bare, depth+1)
	if err != nil {
		return nil, err
	}
	if text, ok := argument.(string); ok && name == "Fn::GetAtt" {
		id, attribute, found := strings.Cut(text, ".")
		if !found {
			return nil, at(n, "!GetAtt %s: expected a logical ID, a dot and an attribute", text)
		}
		argument = []any{id, attribute}
	}
	return map[string]any{name: argument}, nil
}

func at(n *yaml.Node, format string, arguments ...any) error {
	return fmt.Errorf("line %d, column %d: %w", n.Line, n.Column, fmt.Errorf(format, arguments...))
}
