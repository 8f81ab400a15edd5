package trace

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// join puts a list together. A list that is not known, such as an imported one,
// makes one mark of the whole.
func (t *tracer) join(argument any) (string, bool) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return "", false
	}
	delimiter, isText := list[0].(string)
	items, isList := t.resolve(list[1]).([]any)
	if isText && !isList {
		return t.joinUnknown(delimiter, list[1])
	}
	if !isText || !isList {
		return "", false
	}
	var b strings.Builder
	for i, item := range items {
		part, ok := template.Scalar(item)
		if !ok || b.Len()+len(part)+len(delimiter) > maxText {
			return "", false
		}
		if i > 0 {
			b.WriteString(delimiter)
		}
		b.WriteString(part)
	}
	return b.String(), true
}

// joinUnknown puts a list together of which only the source is known: one export
// that is split up. Between quotes it is the inside of a list of JSON.
func (t *tracer) joinUnknown(delimiter string, value any) (string, bool) {
	split, _ := template.Object(value)["Fn::Split"].([]any)
	if len(split) != 2 || delimiter != `","` {
		return "", false
	}
	source := t.text(split[1])
	if !t.marks.isMark(source) {
		return "", false
	}
	_, n, _ := t.marks.cut(source)
	return t.marks.of("each of " + t.marks.meaning[n]), true
}

// sub fills in the ${…} of a text, from its own variables and from the template.
func (t *tracer) sub(argument any) (string, bool) {
	var own map[string]any
	if list, isList := argument.([]any); isList && len(list) == 2 {
		argument, own = list[0], template.Object(list[1])
	}
	rest, ok := argument.(string)
	if !ok {
		return "", false
	}
	rest = t.literal(rest)
	var b strings.Builder
	for {
		before, inner, found := strings.Cut(rest, "${")
		name, after, closed := strings.Cut(inner, "}")
		if b.Len()+len(rest) > maxText {
			return "", false
		}
		if !found || !closed {
			b.WriteString(rest)
			return b.String(), true
		}
		b.WriteString(before)
		value := t.variable(strings.TrimSpace(name), own)
		text, ok := template.Scalar(value)
		if !ok {
			return "", false
		}
		b.WriteString(text)
		rest = after
	}
}

func (t *tracer) variable(name string, own map[string]any) any {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}"
	}
	if value, ok := own[name]; ok {
		return t.resolve(value)
	}
	if id, attribute, ok := strings.Cut(name, "."); ok {
		return t.attribute(id, attribute)
	}
	return t.ref(name)
}

// split takes a text apart that is known in whole.
func (t *tracer) split(argument any) ([]any, bool) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, false
	}
	delimiter, _ := list[0].(string)
	text, ok := t.resolve(list[1]).(string)
	if !ok || delimiter == "" || hasMark(text) {
		return nil, false
	}
	var out []any
	for part := range strings.SplitSeq(text, delimiter) {
		out = append(out, part)
	}
	return out, true
}

func (t *tracer) pick(argument any) (any, bool) {
	list, ok := argument.([]any)
	if !ok || len(list) != 2 {
		return nil, false
	}
	number, _ := template.Scalar(t.resolve(list[0]))
	index, err := strconv.Atoi(number)
	items, ok := t.resolve(list[1]).([]any)
	if err != nil || !ok || index < 0 || index >= len(items) {
		return nil, false
	}
	return items[index], true
}
