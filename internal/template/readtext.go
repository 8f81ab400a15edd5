package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func (r *reader) number() (any, error) {
	start := r.pos
	for r.pos < len(r.s) && strings.IndexByte("+-.eE0123456789", r.s[r.pos]) >= 0 {
		r.pos++
	}
	n := r.s[start:r.pos]
	if !isNumber(n) {
		r.pos = start
		return nil, fmt.Errorf("%q is not a JSON number", n)
	}
	return json.Number(strings.Clone(n)), nil
}

// isNumber reports whether s is a number in JSON's grammar.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if rest, ok := strings.CutPrefix(s, "."); ok {
		if digits(rest) == 0 {
			return false
		}
		s = rest[digits(rest):]
	}
	if s != "" && s[0]|' ' == 'e' {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		return digits(s) > 0 && digits(s) == len(s)
	}
	return s == ""
}

// digits returns how many decimal digits s starts with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// text reads a string.
func (r *reader) text() (string, error) {
	r.pos++
	start := r.pos
	var unescaped []byte // what came before start
	for ; r.pos < len(r.s); r.pos++ {
		c := r.s[r.pos]
		switch {
		case c == '"' && unescaped == nil:
			r.pos++
			// Whoever keeps a value must not keep all of the text with it.
			return strings.Clone(r.s[start : r.pos-1]), nil
		case c == '"':
			r.pos++
			return string(append(unescaped, r.s[start:r.pos-1]...)), nil
		case c == '\\':
			unescaped = append(unescaped, r.s[start:r.pos]...)
			r.pos++
			var err error
			if unescaped, err = r.escape(unescaped); err != nil {
				return "", err
			}
			start = r.pos
			r.pos--
		case c < ' ':
			return "", r.unexpected("a character, or an escape such as \\n")
		}
	}
	return "", r.unexpected("a closing double quote")
}

// escape reads what follows a backslash, and appends what it means.
func (r *reader) escape(b []byte) ([]byte, error) {
	if r.pos >= len(r.s) {
		return nil, r.unexpected("an escape")
	}
	c := r.s[r.pos]
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		r.pos++
		return append(b, "\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return nil, r.unexpected(`one of " \ / b f n r t u after a backslash`)
	}
	r.pos++
	char, ok := r.hex()
	if ok && char == utf8.RuneError {
		return append(b, r.replacement...), nil
	}
	if ok && utf16.IsSurrogate(char) {
		second := rune(0)
		if strings.HasPrefix(r.s[r.pos:], `\u`) {
			r.pos += 2
			second, ok = r.hex()
		}
		char = utf16.DecodeRune(char, second)
		ok = ok && char != utf8.RuneError
	}
	if !ok {
		return nil, errors.New(`escape \u is not followed by the hexadecimal digits of a character`)
	}
	return utf8.AppendRune(b, char), nil
}

func (r *reader) hex() (rune, bool) {
	if len(r.s)-r.pos < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(r.s[r.pos:r.pos+4], 16, 16)
	r.pos += 4
	return rune(n), err == nil
}
