package review

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestMarkdownFits writes reviews of any size: they fit, no danger is lost without
// being counted, and all that is opened is closed.
func TestMarkdownFits(t *testing.T) {
	long := strings.Repeat("|", 5000)
	for name, test := range map[string]struct {
		stacks, dangerous int
		text              string
		want              []string
	}{
		"one huge":          {1, 1, long, nil},
		"some huge":         {40, 10, long, nil},
		"many":              {300, 20, "one", []string{"left out"}},
		"thousands":         {5000, 300, "one", []string{"more stacks", "left out"}},
		"all are dangerous": {5000, 5000, "a somewhat longer text", []string{"destructive |", "left out"}},
		"huge and many":     {5000, 5000, long, []string{"destructive |"}},
	} {
		r := &Review{Environment: "prod"}
		for i := range test.stacks {
			one := hostile(test.text).Stacks[0]
			one.Name, one.Dir, one.DirBefore, one.RenamedFrom, one.Group = fmt.Sprintf("stack-%d", i), fmt.Sprintf("s/%d", i), "", nil, i+1
			one.Verdict.Flags = []Flag{CostRelevant}
			if i < test.dangerous {
				one.Verdict.Flags = []Flag{Destructive}
			}
			r.Stacks = append(r.Stacks, one)
		}
		var out bytes.Buffer
		if err := (Markdown{}).Write(&out, r); err != nil {
			t.Fatal(err)
		}
		got := out.String()
		if len(got) > maxMarkdown {
			t.Errorf("%s: %d bytes", name, len(got))
		}
		if !strings.HasPrefix(got, "<!-- smgen review: prod -->\n") {
			t.Errorf("%s: no marker: %.60s", name, got)
		}
		if opened, closed := strings.Count(got, "<details"), strings.Count(got, "</details>"); opened != closed || strings.Count(got, "```")%2 != 0 {
			t.Errorf("%s: %d details are opened, %d closed", name, opened, closed)
		}
		shown := strings.Count(got, "**destructive**")
		counted := 0
		for line := range strings.Lines(got) {
			if rest, ok := strings.CutPrefix(line, "| and "); ok {
				_, flags, _ := strings.Cut(rest, " | | ")
				n := 0
				if _, err := fmt.Sscanf(flags, "%d destructive", &n); err == nil {
					counted += n
				}
			}
		}
		if shown+counted != test.dangerous {
			t.Errorf("%s: %d dangers have a row and %d are counted, of %d", name, shown, counted, test.dangerous)
		}
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
	}
}

// TestMarker finds a comment by its first line, whatever the environment is called.
func TestMarker(t *testing.T) {
	for environment, want := range map[string]string{
		"prod":         "<!-- smgen review: prod -->",
		"--> <script>": "<!-- smgen review: -script- -->",
		"eu--west":     "<!-- smgen review: eu-west -->",
		"pre.prod_2":   "<!-- smgen review: pre.prod_2 -->",
		"a\nb":         "<!-- smgen review: a-b -->",
		"prod→":        "<!-- smgen review: prod- -->",
	} {
		if got := Marker(environment); got != want {
			t.Errorf("Marker(%q) = %s, want %s", environment, got, want)
		}
	}
}
