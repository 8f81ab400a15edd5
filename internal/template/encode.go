package template

import (
	"errors"
	"fmt"
)

// Encode returns the template as text that ends in a newline: sections in
// CloudFormation's usual order, keys sorted, tokens replaced. The same template
// gives the same bytes.
//
// If text of the template cannot be written, the error is all findings, ordered
// by place and joined by [errors.Join]: [DynamicReferenceError],
// [IntrinsicKeyError], [InvalidUTF8Error] and [TokenError].
func (t *Template) Encode(format Format) ([]byte, error) {
	text, _, err := t.Finish(format)
	return text, err
}

// Finish returns what [Template.Encode] does, and the same template as [Parse]
// would read it from there.
func (t *Template) Finish(format Format) ([]byte, *Document, error) {
	sections, err := t.sections()
	if err != nil {
		return nil, nil, err
	}
	text, err := write(format, sections)
	if err != nil {
		return nil, nil, err
	}
	tree := map[string]any{}
	for _, s := range sections {
		if s.value != nil {
			tree[s.name] = s.value
		}
	}
	d, err := documentOf(tree)
	return text, d, err
}

// sections returns the sections of the template, with tokens replaced.
func (t *Template) sections() ([]section, error) {
	e := expander{t: t}
	resources := map[string]any{}
	for _, id := range t.Resources() {
		entry := t.resources[id]
		body, err := entry.tree()
		if err != nil {
			return nil, fmt.Errorf("encode resource %s: %w", id, err)
		}
		e.raw = isRaw(entry.resource)
		e.path = append(e.path[:0], "Resources", id)
		e.value(body)
		resources[id] = body
	}
	e.raw = false
	outputs := map[string]any{}
	for name, output := range t.outputs {
		e.path = append(e.path[:0], "Outputs", name)
		outputs[name] = e.output(output)
	}
	metadata, err := treeOf(t.Metadata)
	if err != nil {
		return nil, fmt.Errorf("encode template metadata: %w", err)
	}
	e.path = append(e.path[:0], "Metadata")
	e.value(metadata)
	e.path = append(e.path[:0], "Description")
	description := e.plain(t.Description)
	if err := join(e.findings); err != nil {
		return nil, err
	}
	return []section{
		{"AWSTemplateFormatVersion", formatVersion},
		{"Description", omitEmpty(description)},
		{"Metadata", metadata},
		{"Resources", resources},
		{"Outputs", omitEmpty(outputs)},
	}, nil
}

// tree returns the resource in CloudFormation's form.
func (e entry) tree() (map[string]any, error) {
	// Not through json.Marshal, which would go over the text once more.
	text, err := e.resource.MarshalJSON()
	if err != nil {
		return nil, err
	}
	v, err := readMarshalled(text)
	if err != nil {
		return nil, err
	}
	body, ok := v.(map[string]any)
	if kind, isText := body["Type"].(string); !ok || !isText || kind == "" {
		return nil, errors.New("resource has no Type: its JSON must be a CloudFormation resource")
	}
	properties, _ := body["Properties"].(map[string]any)
	if properties == nil && len(e.options) > 0 {
		properties = map[string]any{}
		body["Properties"] = properties
	}
	for _, option := range e.options {
		if err := option(properties); err != nil {
			return nil, err
		}
	}
	if !isRaw(e.resource) {
		restoreTagValues(properties["Tags"])
	}
	return body, nil
}

// restoreTagValues gives tags without a value the empty value that they had:
// goformation's tag leaves it out, and CloudFormation requires it.
func restoreTagValues(tags any) {
	list, _ := tags.([]any)
	for _, item := range list {
		tag, _ := item.(map[string]any)
		if _, hasKey := tag["Key"]; hasKey && tag["Value"] == nil {
			tag["Value"] = ""
		}
	}
}

func (e *expander) output(o Output) map[string]any {
	tree := map[string]any{"Value": o.Value}
	if o.Export != "" {
		tree["Export"] = map[string]any{"Name": o.Export}
	}
	e.value(tree)
	if o.Description != "" {
		e.path.enter("Description")
		tree["Description"] = e.plain(o.Description)
		e.path.leave()
	}
	return tree
}

// plain checks text in which CloudFormation allows no intrinsic.
func (e *expander) plain(s string) string {
	if e.t.hasToken(s) {
		e.report(&TokenError{e.path.String(), "a description cannot hold a reference: write plain text"})
		return ""
	}
	return e.literal(s)
}
