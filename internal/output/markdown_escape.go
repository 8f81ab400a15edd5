package output

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// plainWord matches the words that mean nothing to Markdown, nor to what GitHub
// and GitLab add to it: mentions, references, emoji codes, links. It is words of
// letters and short numbers, with the punctuation of prose around them, and the
// arrow from one value to another.
var plainWord = lazyregexp.New(`^\(?(\p{L}+(['’-]\p{L}+)*[.,;:!?)]*|\d{1,6}[,;:)]*|→)$`)

// commitLike matches what GitHub may take for the hash of a commit.
var commitLike = lazyregexp.New(`\b[0-9a-fA-F]{7,}\b`)

// Prose writes text for a paragraph or a table's cell in Markdown, so that it is
// read as it was typed. What is not plainly a word is shown as code, where
// neither Markdown nor mentions apply, and so is what stands in quotes or
// brackets that begin there. Line breaks become spaces.
func Prose(text string) string {
	var parts, special []string // what is written, and words to be written as code
	words := strings.Split(Printable(strings.ReplaceAll(text, "\n", " ")), " ")
	for _, word := range words {
		plain := plainWord().MatchString(word) && !commitLike().MatchString(word)
		if plain && !open(special) {
			parts = append(flush(parts, special), word)
			special = nil
			continue
		}
		special = append(special, word)
	}
	return strings.Join(flush(parts, special), " ")
}

// flush adds words as code to the parts. The punctuation at their end belongs to
// the sentence.
func flush(parts, words []string) []string {
	if len(words) == 0 {
		return parts
	}
	text := strings.Join(words, " ")
	core := strings.TrimRight(text, ".,;:!?")
	if core == "" || strings.HasSuffix(core, " ") {
		core = text
	}
	return append(parts, Code(core)+text[len(core):])
}

// open reports whether words hold a quote or a bracket that is not closed.
func open(words []string) bool {
	depth, quotes := 0, 0
	for _, word := range words {
		for _, r := range word {
			switch r {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
			case '"':
				quotes++
			}
		}
	}
	return depth > 0 || quotes%2 == 1
}

// Code writes text as code in a line of Markdown, or in a table's cell. Control
// characters are escaped as for a terminal.
func Code(text string) string {
	text = Printable(text)
	if text == "" {
		return ""
	}
	// A cell ends at a bar even in a code span, a span at a backtick, and of
	// spaces at its ends one is dropped.
	if !strings.ContainsAny(text, "|`") && strings.TrimSpace(text) == text {
		return "`" + text + "`"
	}
	return "<code>" + HTML(text) + "</code>"
}

// HTML writes text for the content of an element in HTML within Markdown, where
// nothing in it may mean anything to either.
func HTML(text string) string {
	var b strings.Builder
	for _, r := range Printable(text) {
		if isLetterOrDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// isLetterOrDigit covers ASCII, and everything beyond it, which no syntax uses.
func isLetterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f
}

// block writes lines of text as a code block, with a fence that is longer than
// any in them.
func block(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "cue\n" + strings.ToValidUTF8(text, "\ufffd") + "\n" + fence
}
