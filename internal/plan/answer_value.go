package plan

import (
	"strconv"
	"strings"
)

// value returns the value that a text of AWS's stands for. The text may be cut off,
// and does not tell an object from a string that holds one; the context does.
func (a answer) value(text string, context any, keys []string) any {
	switch {
	case text == "":
		return absent{}
	case strings.HasPrefix(text, "{{"): // known after the deployment, or a dynamic reference
		return text
	}
	known := lookup(context, keys)
	switch known := known.(type) {
	case map[string]any, []any:
		if tree, ok := readDocument(text); ok && same(evaluated(tree), known) {
			return known
		}
	case string:
		if head := strings.TrimSuffix(text, "..."); head != "" && strings.HasPrefix(known, head) {
			return whole(known)
		}
	}
	if head := strings.TrimSuffix(text, "..."); head != "" && strings.HasPrefix(plain(known), head) {
		return known
	}
	return whole(text)
}

// whole returns a text, or the value that it spells, if it can be understood. Of a
// piece of JSON nobody can tell what is secret in it.
func whole(text string) any {
	tree, ok := readDocument(text)
	if !ok {
		if strings.ContainsAny(text[:1], "{[") {
			return shorten(text, 0, "text")
		}
		return text
	}
	if value := evaluated(tree); !same(value, tree) {
		return value
	}
	return text
}

// isPiece reports whether a value is text that looks like a piece of JSON.
func isPiece(v any) bool {
	_, ok := document(v)
	return !ok && strings.Contains(plainText(v), `":`)
}

// around returns what stands around a part of a value, as the context has it.
func (a answer) around(part string, context any, keys []string) any {
	switch value := lookup(context, keys); {
	case part == KnownAfterApply:
		return part
	case !isAbsent(value):
		return value
	case part == "":
		return absent{}
	}
	return shorten(part, 0, "text")
}

// lookup returns what the keys lead to, or absent.
func lookup(tree any, keys []string) any {
	for _, key := range keys {
		switch t := tree.(type) {
		case map[string]any:
			tree = memberOf(t, key)
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(t) {
				return absent{}
			}
			tree = t[i]
		default:
			return absent{}
		}
	}
	return tree
}
