package template

import "strings"

// maxSimpleKey is the longest key, in bytes, that is written without the mark
// of a complex key. YAML requires the mark above 1024 characters.
const maxSimpleKey = 1000

// yaml writes a tree as YAML in block style, from the present column on. Every
// string is in double quotes, except keys that no version of YAML takes for
// anything but text.
func (w *writer) yaml(v any, indent int) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			w.out = append(w.out, "{}"...)
			return
		}
		first, keys := w.sorted(v)
		for i, key := range keys {
			if i > 0 {
				w.newline(indent)
			}
			w.yamlKey(key, indent)
			w.yamlValue(key, v[key], indent+1)
		}
		w.keys = w.keys[:first]
	case []any:
		if len(v) == 0 {
			w.out = append(w.out, "[]"...)
			return
		}
		for i, item := range v {
			if i > 0 {
				w.newline(indent)
			}
			w.out = append(w.out, "- "...)
			// The dash and the space are as wide as one indentation.
			w.yaml(item, indent+1)
		}
	default:
		w.scalar(v)
	}
}

// yamlValue writes what follows a key and its colon.
func (w *writer) yamlValue(key string, v any, indent int) {
	if isBlock(v) {
		w.newline(indent)
	} else {
		w.out = append(w.out, ' ')
	}
	if w.enter(key) {
		w.yaml(v, indent)
	}
	w.path.leave()
}

func isBlock(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	}
	return false
}

func (w *writer) yamlKey(key string, indent int) {
	start := len(w.out)
	if isPlainKey(key) {
		w.out = append(w.out, key...)
	} else {
		w.quoted(key)
	}
	if len(w.out)-start > maxSimpleKey {
		w.out = append(w.out[:start], "? "...)
		w.quoted(key)
		w.newline(indent)
	}
	w.out = append(w.out, ':')
}

// isPlainKey reports whether a key looks like CloudFormation's own: letters,
// digits and colons after a capital letter, and not a word such as Yes.
func isPlainKey(key string) bool {
	if key == "" || key[0] < 'A' || 'Z' < key[0] {
		return false
	}
	for i := range len(key) {
		c := key[i]
		if (c < '0' || '9' < c) && (c < 'A' || 'Z' < c) && (c < 'a' || 'z' < c) && c != ':' {
			return false
		}
	}
	switch strings.ToLower(key) {
	case "y", "yes", "n", "no", "on", "off", "true", "false", "null":
		return false
	}
	return true
}
