package graph_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// What a drawing is made of: a strict subset of Mermaid's flowcharts.
var (
	label   = `"([^"]*)"`
	boxLine = regexp.MustCompile(`^  (n[0-9]+|rest)(?:\{\{` + label + `\}\}|\(\[` + label + `\]\)|\[\[` + label + `\]\]|>` + label + `\]|\[\(` + label + `\)\]|\[/` + label + `/\]|\(` + label + `\)|\[` + label + `\])$`)
	arrow   = regexp.MustCompile(`^  ([ns][0-9]+) (?:-->|-\.->)(?:\|` + label + `\|)? ([ns][0-9]+)$`)
	group   = regexp.MustCompile(`^  subgraph (s[0-9]+)\[` + label + `\]$`)
	style   = regexp.MustCompile(`^  classDef ([a-z]+) [a-z]+(-[a-z]+)?:[#0-9a-z ]+(,[a-z]+(-[a-z]+)?:[#0-9a-z ]+)*$`)
	class   = regexp.MustCompile(`^  class (n[0-9]+(?:,n[0-9]+)*) ([a-z]+)$`)
	entity  = regexp.MustCompile(`#[0-9]+;`)
)

// check demands that a text is a drawing, that what it names is there once, and
// that no label holds anything that could be more than text.
func check(t testing.TB, drawing string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(drawing, "\n"), "\n")
	if lines[0] != "flowchart LR" || !strings.HasSuffix(drawing, "\n") || len(drawing) > 50_000 {
		t.Errorf("not the text of a flowchart, or %d bytes:\n%.80s", len(drawing), drawing)
	}
	known, classes, edges, open := map[string]bool{}, map[string]bool{}, 0, false
	define := func(name string) {
		if known[name] {
			t.Errorf("%s is defined twice", name)
		}
		known[name] = true
	}
	for _, line := range lines[1:] {
		if m := boxLine.FindStringSubmatch(line); m != nil {
			define(m[1])
			checkLabel(t, strings.Join(m[2:], ""))
		} else if m := group.FindStringSubmatch(line); m != nil && !open {
			define(m[1])
			checkLabel(t, m[2])
			open = true
		} else if line == "  end" && open {
			open = false
		} else if m := arrow.FindStringSubmatch(line); m != nil && known[m[1]] && known[m[3]] {
			checkLabel(t, m[2])
			edges++
		} else if m := style.FindStringSubmatch(line); m != nil {
			classes[m[1]] = true
		} else if m := class.FindStringSubmatch(line); m == nil || !classes[m[2]] {
			t.Errorf("not a line of a flowchart: %q", line)
		} else {
			for name := range strings.SplitSeq(m[1], ",") {
				if !known[name] {
					t.Errorf("%s is not defined: %q", name, line)
				}
			}
		}
	}
	if open || edges > 280 {
		t.Errorf("%d edges; a group is open: %t", edges, open)
	}
}

// checkLabel demands that a label is words, entities and our own line breaks.
func checkLabel(t testing.TB, label string) {
	t.Helper()
	for line := range strings.SplitSeq(label, "<br/>") {
		rest := entity.ReplaceAllString(line, "")
		for _, r := range rest {
			if strings.ContainsRune("ﬂ°¶", r) || r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ,-./:", r) || !unicode.IsPrint(r) && r != ' ' {
				t.Errorf("%q stands bare in the label %q", r, label)
			}
		}
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "-") || strings.HasPrefix(trimmed, ".") || strings.HasPrefix(trimmed, ",") {
			t.Errorf("the label %q begins like a list", label)
		}
		if strings.Contains(line, ". ") || regexp.MustCompile(`[A-Za-z]:`).MatchString(rest) {
			t.Errorf("the label %q could be a list, a link or an icon", label)
		}
	}
}
