package output

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
)

func TestProse(t *testing.T) {
	for text, want := range map[string]string{
		"unknown field; did you mean it?":            "unknown field; did you mean it?",
		`got "a b", want (at most) 3`:                "got §\"a b\"§, want (at most) 3",
		`write s3: "s3://a/" here.`:                  "write §s3: \"s3://a/\"§ here.",
		"write cron(0 2 * * ? *)":                    "write §cron(0 2 * * ? *)§",
		"set vpc: {subnets: […], groups: […]} there": "set vpc: §{subnets: […], groups: […]}§ there",
		"tell @octocat of #12 and GH-12":             "tell §@octocat§ of §#12§ and §GH-12§",
		"see deadbeef and www.example.com":           "see §deadbeef§ and §www.example.com§",
		"1. no list":                                 "§1§. no list",
		"- no list":                                  "§-§ no list",
		"<b>a|b</b> `x`":                             "<code>&#60;b&#62;a&#124;b&#60;&#47;b&#62;&#32;&#96;x&#96;</code>",
		"don't escape naïve, 日本 words":               "don't escape naïve, 日本 words",
		"a\nb":                                       "a b",
		"instance ml.m5.large ×1 → ml.g5.xlarge ×2":  "instance §ml.m5.large ×1§ → §ml.g5.xlarge ×2§",
		"": "",
	} {
		if got := strings.ReplaceAll(Prose(text), "`", "§"); got != want {
			t.Errorf("Prose(%q) = %s, want %s", text, got, want)
		}
	}
}

// rendered is what a CommonMark renderer makes of a table with a text in prose,
// one in code and a third cell.
func rendered(t *testing.T, text string) *xhtml.Node {
	t.Helper()
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	var b bytes.Buffer
	source := "| a | b | c |\n|---|---|---|\n| " + Prose(text) + " | " + Code(text) + " | end |\n"
	if err := markdown.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	document, err := xhtml.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// hints matches what GitHub and GitLab make links, mentions, references or
// pictures of outside of code.
var hints = regexp.MustCompile(`[@#!$%~&\\]\w|://|www\.\w|\w-\d|:\w+:|\b[0-9a-f]{7,}\b`)

// FuzzMarkdown renders any text: it is read as it was typed, in its own cell,
// and nothing of it is markup.
func FuzzMarkdown(f *testing.F) {
	for _, text := range []string{
		"plain words, and (more)", "a|b", `a\|b`, "`", "``x``", "<script>alert(1)</script>", "![x](http://evil)", "@user #1 !2 :smile: $x$",
		"<!-- -->", "http://a.example www.b.example c@d.example", "\\`", "&amp; &#64;", "a\nb\r\n| c |", "_a_ *b* ~~c~~", "\x00\xff\u202e", " a  b ", "deadbeef GH-1", "0000000000000000 www.", "aaaaaaaaa'AAAAAAAAA",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		document := rendered(t, text)
		var cells []string
		for n := range document.Descendants() {
			if n.Type != xhtml.ElementNode {
				continue
			}
			switch n.Data {
			case "td":
				cells = append(cells, textOf(n))
			case "html", "head", "body", "table", "thead", "tbody", "tr", "th", "code":
			default:
				t.Errorf("%q becomes <%s>", text, n.Data)
			}
		}
		asTyped := spaced(Printable(text))
		asProse := spaced(Printable(strings.ReplaceAll(text, "\n", " ")))
		if len(cells) != 3 || spaced(cells[0]) != asProse || spaced(cells[1]) != asTyped || cells[2] != "end" {
			t.Errorf("%q becomes the cells %q", text, cells)
		}
		for n := range document.Descendants() {
			if n.Type == xhtml.TextNode && n.Parent.Data != "code" && hints.MatchString(n.Data) {
				t.Errorf("%q leaves %q outside of code", text, n.Data)
			}
		}
	})
}

func textOf(n *xhtml.Node) string {
	var b strings.Builder
	for child := range n.Descendants() {
		if child.Type == xhtml.TextNode {
			b.WriteString(child.Data)
		}
	}
	return b.String()
}

// spaced has one space where there may be several, as HTML is displayed.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
