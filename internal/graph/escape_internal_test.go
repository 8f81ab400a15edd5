package graph

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/secret"
)

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"churn-eu.v2/a":        "churn-eu.v2/a",
		"every day at 02:00":   "every day at 02:00",
		`"];click n1 "x"`:      "#34;#93;#59;click n1 #34;x#34;",
		"`**bold**`":           "#96;#42;#42;bold#42;#42;#96;",
		"<b>&amp;#35;":         "#60;b#62;#38;amp#59;#35;35#59;",
		"%%{init: {}}%%":       "#37;#37;#123;init#58; #123;#125;#125;#37;#37;",
		"1. one":               "1#46; one",
		"- one":                "#45; one",
		"fa:fa-car":            "fa#58;#8288;fa-car",
		`$$x$$ \n`:             "#36;#8288;#36;x#36;#8288;#36; #92;#8288;n",
		"a\nb\r\tc\u2028d\x00": "a b  c d\uFFFD",
		"\u202Eevil\xff":       "\uFFFDevil\uFFFD",
		"ﬂ°°35¶ß":              "#64258;#8288;#176;#176;35#182;#8288;ß",
		"grün ×2 …":            "grün ×2 …",
		"AKIA" + strings.Repeat("A1", 8) + " of a queue": "…",
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) is %q, want %q", text, got, want)
		}
	}
	if got := escape(strings.Repeat("é", 100)); utf8.RuneCountInString(got) != maxLine || !strings.HasSuffix(got, "…") {
		t.Errorf("a long line is %q, want %d characters and the sign of a cut", got, maxLine)
	}
}

var numbered = regexp.MustCompile(`#([0-9]+);`)

// FuzzEscape reads what was escaped as Mermaid does, by which numbers become
// HTML's, and demands what was typed: but for spaces, and what has no shape.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{`"`, "#35;", "&quot;", "a;b]", "`x`", "%%{", "<br/>", "ﬂ°°35¶ß", "-.-", "1. a", "\u202E", "\xff\x00", "end", "a:b", "$$", `\n`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.RuneCountInString(text) > maxLine || secret.Form(text) != "" {
			t.Skip()
		}
		got := escape(text)
		bare := numbered.ReplaceAllString(got, "")
		if strings.ContainsAny(bare, "\"#;&<>[](){}|`*_~%\\!@=+^$'?\n") {
			t.Fatalf("escape(%q) is %q", text, got)
		}
		want := strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case !unicode.IsPrint(r):
				return '\uFFFD'
			}
			return r
		}, strings.ToValidUTF8(text, "\uFFFD"))
		if read := strings.ReplaceAll(html.UnescapeString(numbered.ReplaceAllString(got, "&#$1;")), string(joiner), ""); read != want {
			t.Errorf("%q is read as %q, want %q", got, read, want)
		}
	})
}
