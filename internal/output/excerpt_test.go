package output

import (
	"strings"
	"testing"
	"unicode"
)

func TestWindow(t *testing.T) {
	long := strings.Repeat("abcdefghi ", 10)
	for name, test := range map[string]struct {
		line   string
		offset int
		room   int
		want   string // and the caret on a second line
	}{
		"all of it":            {"a: 1", 3, 80, "a: 1\n   ^"},
		"without indentation":  {"\t\t  a: 1  ", 4, 80, "a: 1\n^"},
		"in the indentation":   {"\ta: 1", 0, 80, "    a: 1\n^"},
		"a tab in between":     {"a:\t1", 3, 80, "a:    1\n      ^"},
		"behind the end":       {"a: 1", 4, 80, "a: 1\n    ^"},
		"wide characters":      {`"日本" x`, len(`"日本" `), 80, "\"日本\" x\n       ^"},
		"combining marks":      {"e\u0301\u0301x", 5, 80, "e\u0301\u0301x\n ^"},
		"control characters":   {"a\x1b[2J\u202eb", 8, 80, `a\x1b[2J\u202eb` + "\n              ^"},
		"no text":              {"\xff\xfeb", 2, 80, "\ufffd\ufffdb\n  ^"},
		"cut at the end":       {long, 0, 20, "abcdefghi abcdefgh…\n^"},
		"cut at the beginning": {long, 98, 20, "…bcdefghi abcdefghi\n                  ^"},
		"cut on both sides":    {long, 50, 20, "…bcdefghi abcdefghi…\n          ^"},
		"behind the end, cut":  {long + "x", 101, 20, "…defghi abcdefghi x\n                   ^"},
		"wide characters, cut": {strings.Repeat("日", 40), 60, 12, "…日日日日日…\n     ^"},
		"one that has no room": {strings.Repeat("\u202e", 9), 9, 4, "……\n ^"},
	} {
		text, at := window(test.line, test.offset, test.room)
		if got := text + "\n" + strings.Repeat(" ", at) + "^"; got != test.want {
			t.Errorf("%s: window gives\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// FuzzWindow gives lines of any bytes. What is shown has to fit, with the caret
// in it, and must not steer a terminal.
func FuzzWindow(f *testing.F) {
	f.Add("\tjobs: train: image: \"日本\u0301\x1b\"", 20, 30)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, line string, offset, room int) {
		if offset < 0 || offset > len(line) || strings.Contains(line, "\n") {
			t.Skip()
		}
		room = max(minExcerpt, room%300)
		text, at := window(line, offset, room)
		if n := Columns(text); n > room || at < 0 || at > n {
			t.Errorf("%q takes %d columns of %d, with the caret at %d", text, n, room, at)
		}
		if strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsFunc(text, isControl) {
			t.Errorf("%q holds control characters", text)
		}
	})
}
