package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep a tree may nest. CloudFormation's own types need less
// than a tenth of it.
const maxDepth = 200

// treeOf returns v as a tree of its own: map[string]any, []any, string,
// json.Number, bool and nil, as encoding/json would write it.
func treeOf(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return readMarshalled(text)
}

// readMarshalled reads what encoding/json wrote. That replaces each byte that
// is not UTF-8 by the escape \ufffd, silently, but writes the character U+FFFD
// itself without escape; so the escape becomes a wrong byte again here, which
// whoever writes the tree reports.
func readMarshalled(text []byte) (any, error) {
	return (&reader{s: string(text), replacement: "\xff"}).document()
}

// ReadJSON reads JSON text from a string of a [Document], such as the input of a
// schedule, into a tree as a Document has it. Unlike encoding/json it refuses an
// object with two equal keys. The error says in which line and column the text
// is not JSON.
func ReadJSON(text string) (any, error) { return readJSON(text) }

// readJSON reads JSON that somebody else wrote, and that is valid UTF-8.
func readJSON(text string) (any, error) {
	return (&reader{s: text, replacement: "\ufffd"}).document()
}

// reader reads JSON into a tree. encoding/json would do, but keeps the last of
// two equal keys, replaces bytes that are not UTF-8, and takes three times as
// long, which counts in thousands of templates.
type reader struct {
	s           string
	pos         int
	depth       int
	replacement string // what the escape \ufffd means
}

func (r *reader) document() (any, error) {
	v, err := r.value()
	if err == nil && r.peek() != 0 {
		err = errors.New("text after the end of the document: remove it")
	}
	if err != nil {
		line := 1 + strings.Count(r.s[:r.pos], "\n")
		column := r.pos - strings.LastIndexByte(r.s[:r.pos], '\n')
		return nil, fmt.Errorf("line %d, column %d: %w", line, column, err)
	}
	return v, nil
}

// peek skips white space and returns the next byte, 0 at the end.
func (r *reader) peek() byte {
	for ; r.pos < len(r.s); r.pos++ {
		switch c := r.s[r.pos]; c {
		case ' ', '\n', '\t', '\r':
		case 0:
			return ' ' // not the end, and not white space any more
		default:
			return c
		}
	}
	return 0
}

func (r *reader) value() (any, error) {
	switch c := r.peek(); {
	case c == '"':
		return r.text()
	case c == '{':
		return r.nest(r.object)
	case c == '[':
		return r.nest(r.list)
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	case r.word("true"):
		return true, nil
	case r.word("false"):
		return false, nil
	case r.word("null"):
		return nil, nil
	}
	return nil, r.unexpected("a JSON value")
}

func (r *reader) word(word string) bool {
	if !strings.HasPrefix(r.s[r.pos:], word) {
		return false
	}
	r.pos += len(word)
	return true
}

func (r *reader) nest(read func() (any, error)) (any, error) {
	if r.depth++; r.depth > maxDepth {
		return nil, &DepthError{maxDepth}
	}
	r.pos++
	v, err := read()
	r.depth--
	return v, err
}

func (r *reader) object() (any, error) {
	object := map[string]any{}
	for more := r.peek() != '}'; more; {
		if r.peek() != '"' {
			return nil, r.unexpected("a key in double quotes")
		}
		start := r.pos
		key, err := r.text()
		if err != nil {
			return nil, err
		}
		if _, twice := object[key]; twice {
			r.pos = start
			return nil, fmt.Errorf("key %q is there twice: remove one", key)
		}
		if r.peek() != ':' {
			return nil, r.unexpected(`":" after a key`)
		}
		r.pos++
		if object[key], err = r.value(); err != nil {
			return nil, err
		}
		if more, err = r.more('}'); err != nil {
			return nil, err
		}
	}
	r.pos++
	return object, nil
}

func (r *reader) list() (any, error) {
	list := []any{}
	for more := r.peek() != ']'; more; {
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		list = append(list, item)
		if more, err = r.more(']'); err != nil {
			return nil, err
		}
	}
	r.pos++
	return list, nil
}

// more moves past a comma, or reports that the closing bracket comes next.
func (r *reader) more(closing byte) (bool, error) {
	switch r.peek() {
	case ',':
		r.pos++
		return true, nil
	case closing:
		return false, nil
	}
	return false, r.unexpected(fmt.Sprintf(`"," or %q`, string(closing)))
}

func (r *reader) unexpected(want string) error {
	if r.pos >= len(r.s) {
		return fmt.Errorf("text ends too early: expected %s", want)
	}
	c, _ := utf8.DecodeRuneInString(r.s[r.pos:])
	return fmt.Errorf("unexpected %q: expected %s", c, want)
}
