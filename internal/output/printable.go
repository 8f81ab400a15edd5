package output

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Printable writes control characters of the user's text as escapes, line breaks
// among them, so that no spec can steer the terminal it is shown on. Bytes that are no text, which some
// terminals take for such characters, become U+FFFD.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		b.WriteString(printableRune(r))
	}
	return b.String()
}

func printableRune(r rune) string {
	if isControl(r) {
		return strings.Trim(strconv.QuoteRune(r), "'")
	}
	return string(r)
}

// isControl covers control characters and those that reorder or hide text, or
// begin a line of their own.
func isControl(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Columns is how many columns of a terminal printable text takes.
func Columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// runeColumns counts marks that combine with the character before as nothing,
// and the wide characters of East Asia as two.
func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
