package template

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxParse is the size, in bytes, of the largest text that Parse looks at: four
// times what CloudFormation accepts.
const maxParse = 4 << 20

// Parse reads a template. Text that starts with a brace is JSON, other text is
// YAML with CloudFormation's short forms, read as CloudFormation reads it: by
// YAML 1.1, without aliases and merge keys. The error says in which line, or in
// which resource, the text is not a template.
func Parse(text []byte) (*Document, error) {
	tree, err := parseTree(text)
	if err != nil {
		return nil, fmt.Errorf("parse template: %w", err)
	}
	d, err := documentOf(tree)
	if err != nil {
		return nil, fmt.Errorf("parse template: %w", err)
	}
	return d, nil
}

func parseTree(text []byte) (any, error) {
	if len(text) > maxParse {
		return nil, fmt.Errorf("text has %d bytes: a template has at most %d", len(text), maxParse)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("text is not valid UTF-8")
	}
	if strings.HasPrefix(strings.TrimLeft(string(text), " \t\r\n"), "{") {
		return readJSON(string(text))
	}
	return readYAML(text)
}

func documentOf(tree any) (*Document, error) {
	root, ok := tree.(map[string]any)
	if !ok {
		return nil, errors.New("not a template: expected an object with Resources")
	}
	m := &members{of: "template", tree: root}
	d := &Document{
		FormatVersion: take[string](m, "AWSTemplateFormatVersion"),
		Description:   take[string](m, "Description"),
		Metadata:      take[map[string]any](m, "Metadata"),
		Parameters:    take[map[string]any](m, "Parameters"),
		Rules:         take[map[string]any](m, "Rules"),
		Mappings:      take[map[string]any](m, "Mappings"),
		Conditions:    take[map[string]any](m, "Conditions"),
		Transform:     take[any](m, "Transform"),
		Outputs:       take[map[string]any](m, "Outputs"),
		Resources:     map[string]Resource{},
	}
	resources := take[map[string]any](m, "Resources")
	if m.err == nil && resources == nil {
		m.err = errors.New("not a template: expected an object with Resources")
	}
	if m.err == nil && len(root) > 0 {
		m.err = fmt.Errorf("template: unknown section %q", slices.Min(slices.Collect(maps.Keys(root))))
	}
	if m.err != nil {
		return nil, m.err
	}
	for _, id := range slices.Sorted(maps.Keys(resources)) {
		r, err := resourceOf(id, resources[id])
		if err != nil {
			return nil, err
		}
		d.Resources[id] = r
	}
	return d, nil
}

func resourceOf(id string, v any) (Resource, error) {
	of := "resource " + id
	body, ok := v.(map[string]any)
	if !ok {
		return Resource{}, fmt.Errorf("%s: expected an object with a Type", of)
	}
	m := &members{of: of, tree: body}
	r := Resource{
		Type:                take[string](m, "Type"),
		Properties:          take[map[string]any](m, "Properties"),
		Condition:           take[string](m, "Condition"),
		Metadata:            take[map[string]any](m, "Metadata"),
		DeletionPolicy:      take[string](m, "DeletionPolicy"),
		UpdateReplacePolicy: take[string](m, "UpdateReplacePolicy"),
	}
	dependsOn, ok := idsOf(take[any](m, "DependsOn"))
	if !ok && m.err == nil {
		m.err = fmt.Errorf("%s: DependsOn must be a logical ID or a list of them", of)
	}
	if r.Type == "" && m.err == nil {
		m.err = fmt.Errorf("%s: Type is missing: expected one such as AWS::SQS::Queue", of)
	}
	r.DependsOn = dependsOn
	if len(body) > 0 {
		r.Attributes = body
	}
	return r, m.err
}

// members takes the members of an object of a template apart, each once, and
// keeps the first error: a member of the wrong kind.
type members struct {
	of   string // the object, for messages
	tree map[string]any
	err  error
}

// take returns a member of a kind and removes it; the zero value if there is
// none.
func take[T any](m *members, name string) T {
	v := m.tree[name]
	delete(m.tree, name)
	typed, ok := v.(T)
	if v != nil && !ok && m.err == nil {
		want := "an object"
		if _, isText := any(typed).(string); isText {
			want = "a string"
		}
		m.err = fmt.Errorf("%s: %s must be %s", m.of, name, want)
	}
	return typed
}

// idsOf returns one logical ID, or a list of them.
func idsOf(v any) ([]string, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case string:
		return []string{v}, true
	case []any:
		var ids []string
		for _, item := range v {
			id, ok := item.(string)
			if !ok {
				return nil, false
			}
			ids = append(ids, id)
		}
		return ids, true
	}
	return nil, false
}
