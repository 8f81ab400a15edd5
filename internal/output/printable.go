package output

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// Printable writes control characters of the user's text as escapes, line breaks
// among them, so that no spec can steer the terminal it is shown on. Bytes that are no text, which some
// terminals take for such characters, become U+FFFD. What a CI system would take for a
// command when it stands in a log is broken by an escape, too: at the beginning of a
// text ::name, and anywhere ##[ and ##vso[.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.ContainsFunc(s, isControl) {
		var b strings.Builder
		for _, r := range s {
			b.WriteString(printableRune(r))
		}
		s = b.String()
	}
	if strings.Contains(s, "##") {
		s = commandMark().ReplaceAllString(s, `#\x23$1`)
	}
	if start := strings.TrimLeftFunc(s, unicode.IsSpace); commandStart().MatchString(start) {
		s = s[:len(s)-len(start)] + `\x3a` + start[1:]
	}
	return s
}

// How commands of CI systems begin: GitHub looks for the first at the beginning of a
// line, after spaces, and it and Azure Pipelines for the second anywhere.
var (
	commandStart = lazyregexp.New(`^::[A-Za-z]`)
	commandMark  = lazyregexp.New(`(?i)##((vso)?\[)`)
)

// PrintableLines is Printable for each line of a text whose line breaks are ours.
func PrintableLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Printable(line)
	}
	return strings.Join(lines, "\n")
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
