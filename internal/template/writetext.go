package template

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// quoted writes a string in double quotes, with escapes that JSON, YAML 1.1
// and YAML 1.2 understand alike.
func (w *writer) quoted(s string) {
	if !utf8.ValidString(s) {
		w.fail(&InvalidUTF8Error{w.path.String()})
		return
	}
	w.out = append(w.out, '"')
	for w.text {
		before, after, found := strings.Cut(s, dynamicOpen)
		if !found {
			break
		}
		w.escaped(before)
		w.out = append(w.out, `\u007b`...)
		w.out = append(w.out, dynamicOpen[1:]...)
		s = after
	}
	w.escaped(s)
	w.out = append(w.out, '"')
}

func (w *writer) escaped(s string) {
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; ' ' <= c && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if needsEscape(c) {
			w.out = append(w.out, s[start:i]...)
			w.out = appendEscape(w.out, c)
			start = i + size
		}
		i += size
	}
	w.out = append(w.out, s[start:]...)
}

// needsEscape reports whether a character cannot stand for itself: JSON's
// rules, and what YAML calls a line break or not printable.
func needsEscape(c rune) bool {
	switch c {
	case '"', '\\', '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff':
		return true
	}
	return c < ' ' || 0x7f <= c && c <= 0x9f
}

func appendEscape(out []byte, c rune) []byte {
	switch c {
	case '"', '\\':
		return append(out, '\\', byte(c))
	case '\n':
		return append(out, `\n`...)
	case '\r':
		return append(out, `\r`...)
	case '\t':
		return append(out, `\t`...)
	}
	return fmt.Appendf(out, `\u%04x`, c)
}

// number writes an exponent as 1.0e+9: YAML 1.1 takes 1e9 for text.
func (w *writer) number(n string) {
	if !isNumber(n) {
		w.fail(fmt.Errorf("%s%q is not a JSON number", place(w.path.String()), n))
		return
	}
	e := strings.IndexAny(n, "eE")
	if e < 0 {
		w.out = append(w.out, n...)
		return
	}
	mantissa, exponent := n[:e], n[e+1:]
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	if exponent[0] != '+' && exponent[0] != '-' {
		exponent = "+" + exponent
	}
	w.out = append(w.out, mantissa+"e"+exponent...)
}
