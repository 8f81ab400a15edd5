package graph

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/secret"
)

// maxLine is how many characters of a line of a box are shown.
const maxLine = 60

// escape writes one line of text so that it can stand between double quotes in a
// flowchart and is shown as it is, cut to maxLine characters. What has no shape of
// its own, such as a line break, becomes a space or U+FFFD. What looks like a secret
// is not shown.
func escape(text string) string {
	if secret.Form(text) != "" {
		return "…"
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) > maxLine {
		text = string([]rune(text)[:maxLine-1]) + "…"
	}
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case !unicode.IsPrint(r):
			b.WriteRune('\uFFFD')
		case isPlain(runes, i):
			b.WriteRune(r)
		default:
			b.WriteString(entity(r))
		}
		if isSought(runes[i:]) {
			b.WriteString(entity(joiner))
		}
	}
	return b.String()
}

func entity(r rune) string { return "#" + strconv.Itoa(int(r)) + ";" }

// joiner has no width and breaks no line: it keeps two characters apart.
const joiner = '\u2060'

// isSought reports whether a text begins with something that Mermaid looks for in a
// label after it has read the entities: the name of an icon, as in fa:fa-car, a
// formula, a line break, and its own signs for entities.
func isSought(text []rune) bool {
	for _, sign := range []string{":fa-", "$$", `\n`, "ﬂ°", "¶ß"} {
		if want := []rune(sign); len(text) >= len(want) && slices.Equal(text[:len(want)], want) {
			return true
		}
	}
	return false
}

// isPlain reports whether a character means nothing to anybody where it stands.
// Of ASCII's punctuation that is a comma, and a dot, a dash or a slash within words
// and a colon in the time of day: elsewhere they could make a list of Markdown, a
// link or an icon.
func isPlain(runes []rune, i int) bool {
	within := func(is func(rune) bool) bool {
		return i > 0 && i+1 < len(runes) && is(runes[i-1]) && is(runes[i+1])
	}
	switch r := runes[i]; {
	case r == 'ﬂ', r == '°', r == '¶':
		return false // Mermaid's own signs for entities are made of these
	case isWord(r), r >= utf8.RuneSelf, r == ',' && i > 0:
		return true
	case r == '-', r == '.', r == '/':
		return within(isWord)
	case r == ':':
		return within(isDigit)
	}
	return false
}

func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
