package plan

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// While JSON text is read, a symbolic part is its number between these two, which
// are of Unicode's private use.
const (
	opening = '\ue000'
	closing = '\ue001'
)

// document returns the object or the list that a string or a symbol holds as JSON.
// Strings in it of which CloudFormation fills in parts are symbols again.
func document(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return readDocument(v)
	case symbol:
		var text strings.Builder
		for i, p := range v.parts {
			if p.symbolic {
				text.WriteString(string(opening) + strconv.Itoa(i) + string(closing))
			} else if looksLikeMark(p.text) {
				return nil, false
			} else {
				text.WriteString(p.text)
			}
		}
		tree, ok := readDocument(text.String())
		if !ok {
			return nil, false
		}
		return v.restore(tree), true
	}
	return nil, false
}

func readDocument(text string) (any, bool) {
	start := strings.TrimLeft(text, " \t\r\n")
	if !strings.HasPrefix(start, "{") && !strings.HasPrefix(start, "[") {
		return nil, false
	}
	tree, err := template.ReadJSON(text)
	return tree, err == nil
}

// looksLikeMark reports whether literal text could be read as a symbolic part.
func looksLikeMark(text string) bool {
	return strings.ContainsRune(text, opening) || strings.Contains(strings.ToLower(text), `\ue000`)
}

// restore puts the symbolic parts back into the strings of a tree. In keys they
// become text.
func (s symbol) restore(v any) any {
	switch v := v.(type) {
	case string:
		return s.unmark(v)
	case []any:
		for i, child := range v {
			v[i] = s.restore(child)
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, child := range v {
			out[plain(s.unmark(key))] = s.restore(child)
		}
		return out
	}
	return v
}

func (s symbol) unmark(text string) any {
	var pieces []any
	for {
		before, rest, found := strings.Cut(text, string(opening))
		pieces = append(pieces, before)
		number, after, _ := strings.Cut(rest, string(closing))
		i, err := strconv.Atoi(number)
		if !found || err != nil || i >= len(s.parts) {
			break
		}
		pieces = append(pieces, symbol{parts: s.parts[i : i+1]})
		text = after
	}
	whole, _ := concat(pieces, "")
	return whole
}

// plainText returns a string or a symbol as text, empty for other values.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case symbol:
		return v.String()
	}
	return ""
}
