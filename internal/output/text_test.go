package output_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

func TestText(t *testing.T) {
	hostile := []diag.Diagnostic{
		{Rule: "SM101", Severity: diag.Warning, Pos: diag.Position{File: "github.com/smgen/smgen/schema/job.cue", Line: 9, Column: 1}, Message: "a\nb\x1b[2Jc\u202e"},
		{Severity: diag.Note, Message: "no place \x9b2J"},
		{Pos: diag.Position{File: "/elsewhere/a\x1b.cue"}, Message: "absolute", Path: "jobs.\u2066x"},
	}
	for name, test := range map[string]struct {
		text     output.Text
		dir      string
		findings []diag.Diagnostic
		want     string
	}{
		"each kind": {output.Text{}, "", sample(), `
stacks/a/stack.cue:3:2: got "a", want an image
    3 | image: "日本🙂", owner: 3
      | ^
    field: jobs.a.image
    stacks/a/stack.cue:1:1: the package
    help: write b: "c"
stacks/a/stack.cue:3:30: warning: ask @somebody | [x](http://y) [ACME001]
    3 | image: "日本🙂", owner: 3
      |                         ^
    field: owner
note: no place
`},
		"from a directory below, narrow and in color": {output.Text{Color: true, Width: 40}, "stacks/b", sample()[:2], "\n" +
			"\x1b[1m../a/stack.cue:3:2\x1b[0m" + `: got "a", want an
      image
    3 | image: "日本🙂", owner: 3
      | ` + "\x1b[31m^\x1b[0m" + `
    field: jobs.a.image
    ../a/stack.cue:1:1: the package
    help: write b: "c"
` + "\x1b[1m../a/stack.cue:3:30\x1b[0m" + `: ` + "\x1b[33mwarning\x1b[0m" + `: ask
      @somebody | [x](http://y)
      [ACME001]
    3 | image: "日本🙂", owner: 3
      |                         ` + "\x1b[33m^\x1b[0m" + `
    field: owner
`},
		"hostile": {output.Text{}, "", hostile, `
github.com/smgen/smgen/schema/job.cue:9:1: warning: a\nb\x1b[2Jc\u202e [SM101]
` + "note: no place \ufffd2J\n/elsewhere/a\\x1b.cue: absolute\n    field: jobs.\\u2066x\n"},
	} {
		t.Run(name, func(t *testing.T) {
			r := repository(t, source, test.findings...)
			r.Dir = filepath.Join(r.Root, filepath.FromSlash(test.dir))
			if diff := cmp.Diff(test.want[1:], written(t, test.text, r)); diff != "" {
				t.Errorf("Write (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTextGroups puts what is the same of many stacks together, unless it is an
// error.
func TestTextGroups(t *testing.T) {
	var list []diag.Diagnostic
	for i := range 6 {
		place := diag.Position{File: fmt.Sprintf("stacks/%d/stack.cue", i), Line: 5, Column: 2}
		list = append(list, diag.Diagnostic{Severity: diag.Warning, Rule: "SM221", Pos: place, Path: "notify", Message: "nobody is told", Help: "name a topic"})
		if i < 2 {
			list = append(list, diag.Diagnostic{Pos: place, Message: "unknown field"})
		}
	}
	want := `stacks/0/stack.cue:5:2: warning: nobody is told [SM221]
    field: notify
    also at stacks/1/stack.cue:5:2 (notify)
    also at stacks/2/stack.cue:5:2 (notify)
    also at stacks/3/stack.cue:5:2 (notify)
    and at 2 more places
    help: name a topic
stacks/0/stack.cue:5:2: unknown field
stacks/1/stack.cue:5:2: unknown field
`
	if diff := cmp.Diff(want, written(t, output.Text{}, repository(t, "", list...))); diff != "" {
		t.Errorf("Write (-want +got):\n%s", diff)
	}
}

// TestTextIsCapped prints so many of each severity that somebody may read them.
func TestTextIsCapped(t *testing.T) {
	got := written(t, output.Text{}, repository(t, "", many(3334)...))
	const want = "and 3,134 errors, 3,234 warnings, 3,234 notes more; smgen vet --format json lists all of them\n"
	if !strings.HasSuffix(got, want) {
		t.Errorf("the text ends in %q, want %q", got[len(got)-len(want):], want)
	}
	if n := strings.Count(got, "help: "); n != 400 {
		t.Errorf("%d findings are printed, want 200 errors and 100 of each other severity", n)
	}
}
