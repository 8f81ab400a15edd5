package plan

import (
	"strconv"
	"strings"
)

// place leads to a value of a resource.
type place []step

// step is one step of a place.
type step struct {
	// key is the member's name, or the index in a list.
	key string
	// name identifies an element of a list; empty for the index alone.
	name string
	kind stepKind
}

type stepKind int

const (
	member stepKind = iota
	element
	inText // into the JSON that a text holds; has no key
)

// with returns the place one step on, and shares nothing that a sibling changes.
func (p place) with(s step) place { return append(p[:len(p):len(p)], s) }

// pointer returns the place as JSON pointers (RFC 6901), a # between them.
func (p place) pointer() string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	var b strings.Builder
	for _, s := range p {
		if s.kind == inText {
			b.WriteString("#")
			continue
		}
		b.WriteString("/" + escape.Replace(s.key))
	}
	return b.String()
}

// label returns the place as people write it: Tags[owner].Value.
func (p place) label() string {
	var b strings.Builder
	for _, s := range p {
		switch {
		case s.kind == inText:
		case s.kind == element && s.name != "":
			b.WriteString("[" + s.name + "]")
		case s.kind == element:
			b.WriteString("[" + s.key + "]")
		case b.Len() > 0:
			b.WriteString("." + s.key)
		default:
			b.WriteString(s.key)
		}
	}
	return b.String()
}

// difference is a value that is not the same before and after. One of them may be
// absent.
type difference struct {
	place         place
	before, after any
}

// differences compares two evaluated values, down to the smallest parts that
// differ. Values that differ in form alone, such as the order of tags, are one
// difference.
func differences(at place, before, after any) []difference {
	if same(before, after) {
		return nil
	}
	var inner []difference
	switch b := before.(type) {
	case map[string]any:
		if a, ok := after.(map[string]any); ok {
			inner = ofObjects(at, b, a)
		}
	case []any:
		if a, ok := after.([]any); ok {
			inner = ofLists(at, b, a)
		}
	default:
		b, isJSON := document(before)
		a, isToo := document(after)
		if isJSON && isToo {
			inner = differences(at.with(step{kind: inText}), b, a)
		}
	}
	if len(inner) == 0 {
		return []difference{{at, before, after}}
	}
	return inner
}

func ofObjects(at place, before, after map[string]any) []difference {
	var found []difference
	for _, key := range sortedKeys(union(before, after)) {
		found = append(found, differences(at.with(step{key: key}), memberOf(before, key), memberOf(after, key))...)
	}
	return found
}

func memberOf(object map[string]any, key string) any {
	if value, ok := object[key]; ok {
		return value
	}
	return absent{}
}

func ofLists(at place, before, after []any) []difference {
	var found []difference
	for _, m := range match(before, after) {
		b, a, index := any(absent{}), any(absent{}), m.after
		if m.before >= 0 {
			b = before[m.before]
		}
		if m.after >= 0 {
			a = after[m.after]
		} else {
			index = m.before
		}
		s := step{key: strconv.Itoa(index), name: m.name, kind: element}
		found = append(found, differences(at.with(s), b, a)...)
	}
	return found
}
