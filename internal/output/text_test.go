package output_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

func TestText(t *testing.T) {
	diags := []diag.Diagnostic{
		{
			Pos: diag.Position{File: "stacks/prod/a/stack.cue", Line: 3, Column: 7}, Path: "jobs.a.image", Message: "unknown field", Help: "remove it",
			Related: []diag.Related{{Pos: diag.Position{File: "stacks/defaults.cue", Line: 1, Column: 2}, Message: "the other value"}},
		},
		{Rule: "SM101", Severity: diag.Warning, Pos: diag.Position{File: "github.com/smgen/smgen/schema/job.cue", Line: 9, Column: 1}, Message: "a\nb\x1b[2Jc\u202e"},
		{Severity: diag.Note, Message: "no place \x9b2J"},
		{Pos: diag.Position{File: "/elsewhere/a\x1b.cue"}, Message: "absolute", Path: "jobs.\u2066x"},
	}
	for name, test := range map[string]struct {
		text output.Text
		want string
	}{
		"from the root": {
			output.Text{Root: "/r", Dir: "/r"},
			"stacks/prod/a/stack.cue:3:7: unknown field\n    field: jobs.a.image\n    stacks/defaults.cue:1:2: the other value\n    help: remove it\n" +
				"github.com/smgen/smgen/schema/job.cue:9:1: warning: a\\nb\\x1b[2Jc\\u202e [SM101]\n" +
				"note: no place \ufffd2J\n/elsewhere/a\\x1b.cue: absolute\n    field: jobs.\\u2066x\n",
		},
		"from a directory below, in color": {
			output.Text{Root: "/r", Dir: "/r/stacks/prod", Color: true},
			"a/stack.cue:3:7: unknown field\n    field: jobs.a.image\n    ../defaults.cue:1:2: the other value\n    help: remove it\n" +
				"github.com/smgen/smgen/schema/job.cue:9:1: \x1b[33mwarning\x1b[0m: a\\nb\\x1b[2Jc\\u202e [SM101]\n" +
				"\x1b[36mnote\x1b[0m: no place \ufffd2J\n/elsewhere/a\\x1b.cue: absolute\n    field: jobs.\\u2066x\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := test.text.Print(&b, diags); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, b.String()); diff != "" {
				t.Errorf("Print (-want +got):\n%s", diff)
			}
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestTextCannotBeWritten(t *testing.T) {
	err := output.Text{}.Print(full{}, []diag.Diagnostic{{Message: "a"}})
	if err == nil || err.Error() != "disk full" {
		t.Errorf("error %v, want that of the writer", err)
	}
}
