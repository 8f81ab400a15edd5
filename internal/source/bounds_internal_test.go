package source

import (
	"strings"
	"testing"

	"cuelang.org/go/cue/parser"
)

// FuzzBounds counts the tokens of whatever text, as far as the scanner comes: it
// neither fails nor lets through what the parser cannot take.
func FuzzBounds(f *testing.F) {
	for _, seed := range []string{
		"", "a: \"\\(1)\\(\"\\(2)\")\"", "\"\\(", "\"\\(]", "\"\\(1]\"\\(2)", "a: #\"\\#(1)\"#", "a: '''\n\\(1)\n'''", "@a(\"\\(1)\")", "x: [)}", "\xff\x00", "a: {b: c: [1, (2)]}",
		strings.Repeat("a: ", 1000), strings.Repeat("\"\\(", 1000), strings.Repeat("@a(", 1000), strings.Repeat("a.", 4000),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if exceeded := checkBounds("stack.cue", text); exceeded != nil {
			if exceeded.Message == "" || exceeded.Help == "" || exceeded.Pos.File != "stack.cue" {
				t.Errorf("bad finding: %+v", exceeded)
			}
			return
		}
		if parsed, err := parser.ParseFile("stack.cue", text); err == nil && parsed == nil {
			t.Error("neither a file nor an error")
		}
	})
}
