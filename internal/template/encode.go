package template

import (
	"fmt"
)

// Format is how a template is written.
type Format int

// The formats that CloudFormation reads.
const (
	// JSON is indented by two spaces.
	JSON Format = iota
	// YAML is what JSON is, in block style. Strings are in double quotes, so
	// that YAML 1.1 and 1.2 read the same.
	YAML
)

// formatVersion is the only version that CloudFormation's template format has.
const formatVersion = "2010-09-09"

// section is one of a template's top-level members.
type section struct {
	name  string
	value any // nil leaves the section out
}

// Encode returns the template as text that ends in a newline: sections in
// CloudFormation's usual order, keys sorted, tokens replaced. The same template
// gives the same bytes.
//
// If text of the template cannot be written, the error is all findings, ordered
// by place and joined by [errors.Join]: [DynamicReferenceError],
// [IntrinsicKeyError], [InvalidUTF8Error] and [TokenError].
func (t *Template) Encode(format Format) ([]byte, error) {
	e := expander{t: t}
	resources := map[string]any{}
	for id, entry := range t.resources {
		body, err := entry.tree()
		if err != nil {
			return nil, fmt.Errorf("encode resource %s: %w", id, err)
		}
		e.raw = isRaw(entry.resource)
		e.path = append(e.path[:0], "Resources", id)
		resources[id] = e.value(body)
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
	metadata = e.value(metadata)
	e.path = append(e.path[:0], "Description")
	description := e.plain(t.Description)
	if err := join(e.findings); err != nil {
		return nil, err
	}
	return write(format, []section{
		{"AWSTemplateFormatVersion", formatVersion},
		{"Description", omitEmpty(description)},
		{"Metadata", metadata},
		{"Resources", resources},
		{"Outputs", omitEmpty(outputs)},
	})
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
		return nil, fmt.Errorf("resource has no Type: its JSON must be a CloudFormation resource")
	}
	properties, _ := body["Properties"].(map[string]any)
	if !isRaw(e.resource) {
		restoreTagValues(properties["Tags"])
	}
	if properties == nil && len(e.options) > 0 {
		properties = map[string]any{}
		body["Properties"] = properties
	}
	for _, option := range e.options {
		if err := option(properties); err != nil {
			return nil, err
		}
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
	tree := map[string]any{"Value": e.at("Value", o.Value)}
	if o.Description != "" {
		e.path.enter("Description")
		tree["Description"] = e.plain(o.Description)
		e.path.leave()
	}
	if o.Export != "" {
		e.path.enter("Export")
		tree["Export"] = map[string]any{"Name": e.at("Name", o.Export)}
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

func omitEmpty(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

// write returns the sections in their order as one document.
func write(format Format, sections []section) ([]byte, error) {
	w := writer{out: make([]byte, 0, 16<<10)}
	if format == JSON {
		w.out = append(w.out, '{')
	}
	written := 0
	for _, s := range sections {
		if s.value == nil {
			continue
		}
		if format == JSON {
			w.element(written)
			w.quoted(s.name)
			w.out = append(w.out, ": "...)
			w.jsonAt(s.name, s.value)
		} else {
			w.yamlKey(s.name, 0)
			w.yamlValue(s.name, s.value, 1)
			w.out = append(w.out, '\n')
		}
		written++
	}
	if format == JSON {
		w.closing(written, '}')
		w.out = append(w.out, '\n')
	}
	if w.err != nil {
		return nil, fmt.Errorf("write template: %w", w.err)
	}
	return w.out, nil
}
