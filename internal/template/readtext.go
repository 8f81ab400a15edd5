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
	return json.Number(n), nil
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

// text reads a string. Most need no copy: they have no escapes.
func (r *reader) text() (string, error) {
	r.pos++
	start := r.pos
	for ; r.pos < len(r.s); r.pos++ {
		switch c := r.s[r.pos]; {
		case c == '"':
			s := r.s[start:r.pos]
			r.pos++
			return s, r.valid(s)
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			return "", r.unexpected("a character, or an escape such as \\n")
		}
	}
	return "", r.unexpected("a closing double quote")
}

func (r *reader) valid(s string) error {
	if !utf8.ValidString(s) {
		return errors.New("text is not valid UTF-8")
	}
	return nil
}

// escaped reads on in a string that started at start, from its first escape.
func (r *reader) escaped(start int) (string, error) {
	var b strings.Builder
	b.WriteString(r.s[start:r.pos])
	for r.pos < len(r.s) {
		run := strings.IndexAny(r.s[r.pos:], `"\`)
		if run < 0 {
			break
		}
		plain := r.s[r.pos : r.pos+run]
		if i := strings.IndexFunc(plain, func(c rune) bool { return c < ' ' }); i >= 0 {
			r.pos += i
			return "", r.unexpected("a character, or an escape such as \\n")
		}
		b.WriteString(plain)
		r.pos += run + 1
		if r.s[r.pos-1] == '"' {
			// A replacement may be a wrong byte on purpose.
			return b.String(), r.valid(r.s[start : r.pos-1])
		}
		if err := r.escape(&b); err != nil {
			return "", err
		}
	}
	r.pos = len(r.s)
	return "", r.unexpected("a closing double quote")
}

// escape reads what follows a backslash.
func (r *reader) escape(b *strings.Builder) error {
	if r.pos >= len(r.s) {
		return r.unexpected("an escape")
	}
	c := r.s[r.pos]
	r.pos++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		return nil
	}
	if c != 'u' {
		r.pos--
		return r.unexpected(`one of " \ / b f n r t u after a backslash`)
	}
	char, ok := r.hex()
	if ok && utf16.IsSurrogate(char) {
		second := rune(0)
		if strings.HasPrefix(r.s[r.pos:], `\u`) {
			r.pos += 2
			second, ok = r.hex()
		}
		char = utf16.DecodeRune(char, second)
		ok = ok && char != utf8.RuneError
	} else if ok && char == utf8.RuneError {
		b.WriteString(r.replacement)
		return nil
	}
	if !ok {
		return errors.New(`escape \u is not followed by the hexadecimal digits of a character`)
	}
	b.WriteRune(char)
	return nil
}

func (r *reader) hex() (rune, bool) {
	if len(r.s)-r.pos < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(r.s[r.pos:r.pos+4], 16, 16)
	r.pos += 4
	return rune(n), err == nil
}
