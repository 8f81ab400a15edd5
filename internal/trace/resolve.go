package trace

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// maxText is the length of the longest text that is put together, in bytes: the
// size of the largest template. A longer one stays a reference, so that no chain
// of references grows without bound.
const maxText = 1 << 20

// absent is what Ref AWS::NoValue gives: the value that holds it is left out.
type absent struct{}

// resolve returns a value of the template with its intrinsics replaced: by what
// they give where that is known, else by marks. What has none is shared with the
// template, and so must not be changed.
func (t *tracer) resolve(value any) any {
	resolved, _ := t.replace(value)
	return resolved
}

// replace is resolve, and reports whether the value is another one.
func (t *tracer) replace(value any) (any, bool) {
	switch v := value.(type) {
	case string:
		text := t.literal(v)
		return text, text != v
	case map[string]any:
		if name, argument, ok := template.Intrinsic(v); ok {
			return t.intrinsic(name, argument), true
		}
		return t.replaceMembers(v)
	case []any:
		return t.replaceItems(v)
	}
	return value, false
}

// replaceMembers copies an object when the first of its members changes.
func (t *tracer) replaceMembers(members map[string]any) (any, bool) {
	var out map[string]any
	for name, child := range members {
		resolved, changed := t.replace(child)
		key := conceal(name)
		if !changed && key == name {
			continue
		}
		if out == nil {
			out = maps.Clone(members)
		}
		delete(out, name)
		if !isAbsent(resolved) {
			out[key] = resolved
		}
	}
	if out == nil {
		return members, false
	}
	return out, true
}

// replaceItems copies a list when the first of its items changes.
func (t *tracer) replaceItems(items []any) (any, bool) {
	var out []any
	for i, child := range items {
		resolved, changed := t.replace(child)
		if changed && out == nil {
			out = append(make([]any, 0, len(items)), items[:i]...)
		}
		if out != nil && !isAbsent(resolved) {
			out = append(out, resolved)
		}
	}
	if out == nil {
		return items, false
	}
	return out, true
}

func isAbsent(value any) bool {
	_, ok := value.(absent)
	return ok
}

// text returns a value of the template as a string with marks, empty for what is
// no string.
func (t *tracer) text(value any) string {
	switch v := value.(type) {
	case string:
		return t.literal(v)
	case map[string]any:
		text, _ := t.resolve(v).(string)
		return text
	}
	return ""
}

func (t *tracer) intrinsic(name string, argument any) any {
	switch name {
	case "Ref":
		if id, ok := argument.(string); ok {
			return t.ref(id)
		}
	case "Fn::GetAtt":
		if id, attribute, ok := attributeOf(argument); ok {
			return t.attribute(id, attribute)
		}
	case "Fn::ImportValue":
		if export := t.text(argument); export != "" {
			return t.marks.of("Fn::ImportValue " + t.describe(export))
		}
	case "Fn::Join":
		if text, ok := t.join(argument); ok {
			return text
		}
	case "Fn::Sub":
		if text, ok := t.sub(argument); ok {
			return text
		}
	case "Fn::Split":
		if list, ok := t.split(argument); ok {
			return list
		}
	case "Fn::Select":
		if value, ok := t.pick(argument); ok {
			return value
		}
	case "Fn::ToJsonString":
		if text, ok := compact(t.resolve(argument)); ok {
			return text
		}
	}
	return t.unknown(name, argument)
}

// unknown returns the mark of an intrinsic that only CloudFormation can judge:
// conditions, mappings, the zones of a region.
func (t *tracer) unknown(name string, argument any) any {
	text, ok := compact(map[string]any{name: argument})
	if !ok || len(text) > maxText {
		text = name
	}
	return t.marks.of(conceal(text))
}

func compact(value any) (string, bool) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return "", false
	}
	return strings.TrimSuffix(b.String(), "\n"), true
}

func attributeOf(argument any) (id, attribute string, ok bool) {
	switch v := argument.(type) {
	case string:
		return strings.Cut(v, ".")
	case []any:
		if len(v) == 2 {
			id, _ = v[0].(string)
			attribute, ok = v[1].(string)
		}
	}
	return id, attribute, ok && id != ""
}
