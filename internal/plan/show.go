package plan

import (
	"fmt"
	"strings"
)

// What stands for a value that is concealed.
const (
	set     = "(set)"
	changed = "(changed)"
)

// maxShown is the length of the longest text that is shown, in bytes; what is
// longer, such as the code of a function, is only measured.
const maxShown = 1024

// maxJSON is maxShown for JSON, whose parts are named.
const maxJSON = 8192

// shower writes values for people, without what is to be concealed.
type shower struct {
	id, typeName string
	conceal      func(Place) bool
}

// show returns a difference's values as text.
func (s shower) show(d difference) (before, after string) {
	keys := keysOf(d.place)
	if s.hides(keys) {
		return concealed(d.before, set), concealed(d.after, afterOf(d))
	}
	return s.text(keys, d.before), s.text(keys, d.after)
}

func afterOf(d difference) string {
	if isAbsent(d.before) {
		return set
	}
	return changed
}

func concealed(v any, word string) string {
	if isAbsent(v) {
		return ""
	}
	return word
}

func (s shower) hides(keys []string) bool {
	return s.conceal(Place{LogicalResourceId: s.id, Type: s.typeName, Keys: keys})
}

// text returns a value as text, short enough to be read.
func (s shower) text(keys []string, v any) string {
	switch v := v.(type) {
	case map[string]any, []any:
		return shorten(plain(s.clean(keys, v)), maxJSON, "JSON")
	case string, symbol:
		if tree, ok := document(v); ok {
			return shorten(plain(s.clean(keys, tree)), maxJSON, "JSON")
		}
		return shorten(plain(v), maxShown, "text")
	}
	return plain(v)
}

func shorten(text string, most int, what string) string {
	if len(text) > most {
		return fmt.Sprintf("(%s of %d bytes)", what, len(text))
	}
	return text
}

// clean returns a copy of a value in which what is to be concealed is.
func (s shower) clean(keys []string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		return s.cleanObject(keys, v)
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = s.clean(append(keys[:len(keys):len(keys)], elementName(child)), child)
		}
		return out
	case string, symbol:
		if tree, ok := document(v); ok {
			return plain(s.clean(keys, tree))
		}
		return shorten(plain(v), maxShown, "text")
	}
	return v
}

func (s shower) cleanObject(keys []string, object map[string]any) any {
	out := make(map[string]any, len(object))
	for key, child := range object {
		below := append(keys[:len(keys):len(keys)], key)
		if s.hides(below) {
			out[key] = set
		} else {
			out[key] = s.clean(below, child)
		}
	}
	return out
}

// elementName returns what identifies an element of a list, empty if nothing
// does.
func elementName(v any) string {
	for _, identity := range identities() {
		if name, ok := nameOf(v, identity); ok {
			return name
		}
	}
	return ""
}

// keysOf returns the keys of a place as [Place] has them.
func keysOf(at place) []string {
	var keys []string
	for _, s := range at {
		switch s.kind {
		case element:
			keys = append(keys, s.name)
		case member:
			keys = append(keys, s.key)
		}
	}
	return keys
}

// list joins names for a sentence: A, B and C.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
