package output_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/policy"
)

// spec is the file that findings of these tests lie in.
const spec = "stacks/a/stack.cue"

// repository returns a report on a repository in the folder specs of a Git
// repository, with one spec file.
func repository(t testing.TB, text string, findings ...diag.Diagnostic) *output.Report {
	t.Helper()
	base := t.TempDir()
	root := filepath.Join(base, "specs")
	for name, text := range map[string]string{".git/HEAD": "", "specs/cue.mod/module.cue": "", "specs/" + spec: text} {
		name = filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return &output.Report{
		Root: root, Base: output.Worktree(root), Dir: root, Version: "v1.2.3", Stacks: 1, Findings: findings,
		Rules: []policy.Rule{{ID: "SM101", Title: "spot waits", Doc: "It waits for\n@capacity.", Good: "a: 1", Bad: "a: ```"}},
	}
}

// written returns a report in a format.
func written(t testing.TB, f output.Format, r *output.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func at(line, column int) diag.Position { return diag.Position{File: spec, Line: line, Column: column} }

// source is a spec in which columns in bytes, in characters and on the screen
// differ.
const source = "package a\n\n\timage: \"日本🙂\", owner: 3\n"

// sample has a finding of each kind at source.
func sample() []diag.Diagnostic {
	return []diag.Diagnostic{
		{Pos: at(3, 2), Path: "jobs.a.image", Message: `got "a", want an image`, Help: "write b: \"c\"",
			Related: []diag.Related{{Pos: at(1, 1), Message: "the package"}}},
		{Pos: at(3, 30), Path: "owner", Message: "ask @somebody | [x](http://y)", Rule: "ACME001", Severity: diag.Warning},
		{Pos: at(3, 30), Path: "owner", Message: "accepted", Rule: "SM101", Severity: diag.Warning,
			Waiver: &diag.Waiver{Pos: at(1, 1), Reason: "we know", Until: "2027-01-31"}},
		{Severity: diag.Note, Message: "no place"},
	}
}

func TestSummary(t *testing.T) {
	for want, findings := range map[string][]diag.Diagnostic{
		"checked 1 stack: 0 errors, 0 warnings, 0 notes":               nil,
		"checked 1 stack: 1 error, 1 warning, 1 note, 1 waived":        sample(),
		"checked 1 stack: 12,345 errors, 0 warnings, 0 notes":          make([]diag.Diagnostic, 12345),
		"checked 1 stack: 1,000,007 errors, 0 warnings, 0 notes":       make([]diag.Diagnostic, 1000007),
		"checked 1 stack: 0 errors, 0 warnings, 0 notes, 1,002 waived": waived(1002),
	} {
		r := output.Report{Stacks: 1, Findings: findings}
		if got := r.Summary(); got != want {
			t.Errorf("Summary() = %q, want %q", got, want)
		}
	}
}

func waived(n int) []diag.Diagnostic {
	list := make([]diag.Diagnostic, n)
	for i := range list {
		list[i].Waiver = &diag.Waiver{}
	}
	return list
}

func TestWorktree(t *testing.T) {
	r := repository(t, "")
	if got, want := output.Worktree(r.Root), filepath.Dir(r.Root); got != want {
		t.Errorf("Worktree(%s) = %s, want %s", r.Root, got, want)
	}
	alone := t.TempDir()
	if got := output.Worktree(alone); got != alone {
		t.Errorf("Worktree(%s) = %s outside of Git", alone, got)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestCannotBeWritten(t *testing.T) {
	r := repository(t, source, sample()...)
	for _, f := range output.Formats(output.Text{}) {
		if err := f.Write(full{}, r); err == nil || err.Error() != "disk full" {
			t.Errorf("%s: error %v, want that of the writer", f.Name, err)
		}
	}
}

// many returns as many findings of each severity, all different.
func many(n int) []diag.Diagnostic {
	var list []diag.Diagnostic
	for i := range n {
		for s := diag.Error; s <= diag.Note; s++ {
			list = append(list, diag.Diagnostic{
				Severity: s, Pos: diag.Position{File: spec, Line: 3, Column: 2}, Path: fmt.Sprintf("jobs.a%06d.%s", i, s), Message: fmt.Sprintf("%s %d", s, i), Help: "mend it",
			})
		}
	}
	return list
}

// TestTwice demands the same bytes of the same report.
func TestTwice(t *testing.T) {
	r := repository(t, source, append(sample(), many(50)...)...)
	for _, f := range output.Formats(output.Text{Color: true, Width: 60}) {
		if diff := cmp.Diff(written(t, f, r), written(t, f, r)); diff != "" {
			t.Errorf("%s differs from run to run (-first +second):\n%s", f.Name, diff)
		}
	}
}

// TestNothing writes reports without findings, which are as well-formed as any.
func TestNothing(t *testing.T) {
	r := repository(t, "")
	for name, want := range map[string]string{"text": "", "github": "", "gitlab": "[\n\n]\n", "markdown": "### smgen: 0 errors, 0 warnings, 0 notes\n\n1 stack checked.\n"} {
		for _, f := range output.Formats(output.Text{}) {
			if f.Name == name {
				if diff := cmp.Diff(want, written(t, f, r)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		}
	}
}

func BenchmarkFormats(b *testing.B) {
	r := repository(b, source+strings.Repeat("\tfield: 1\n", 1000), many(3334)...)
	for _, f := range output.Formats(output.Text{Width: 100}) {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				written(b, f, r)
			}
		})
	}
}
