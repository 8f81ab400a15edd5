package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// EncodeJSON writes a value as one line of JSON, or indented by the given text. It means
// what encoding/json would have written, with <, > and & as they are; but whoever looks
// at it on a terminal or in the log of a pipeline is steered by nothing in it:
// characters that [Printable] escapes stand as \u escapes, as does the second # of ##.
func EncodeJSON(w io.Writer, v any, indent string) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, printableJSON(out.String()))
	return err
}

// printableJSON escapes in JSON what stands in strings alone. Line breaks in strings are
// escaped already.
func printableJSON(text string) string {
	text = strings.ReplaceAll(text, "##", `#\u0023`)
	if !strings.ContainsFunc(text, isHidden) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if !isHidden(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

func isHidden(r rune) bool { return r != '\n' && isControl(r) }
