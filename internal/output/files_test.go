//go:build unix

package output_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

// TestFilesOutside reads nothing but regular files of the repository.
func TestFilesOutside(t *testing.T) {
	r := repository(t, source)
	outside := filepath.Join(filepath.Dir(r.Root), "outside.cue")
	if err := os.WriteFile(outside, []byte("outside: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../outside.cue", filepath.Join(r.Root, "link.cue")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(r.Root, "pipe.cue"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../outside.cue", outside, "link.cue", "pipe.cue", "stacks", "absent.cue", "", "..."} {
		r.Findings = []diag.Diagnostic{{Pos: diag.Position{File: name, Line: 1, Column: 1}, Path: "a", Message: "wrong"}}
		for _, f := range output.Formats(output.Text{}) {
			if got := written(t, f, r); strings.Contains(got, "outside: 1") {
				t.Errorf("%s shows a line of %q:\n%s", f.Name, name, got)
			}
		}
		if got, want := written(t, output.GitLab{}, r), `"path":"specs/cue.mod/module.cue","lines":{"begin":1}`; !strings.Contains(got, want) {
			t.Errorf("the place of %q is not that of the module:\n%s", name, got)
		}
	}
}

// TestFilesGone reports findings of a repository that cannot be read any more.
func TestFilesGone(t *testing.T) {
	r := repository(t, source, sample()...)
	r.Root = filepath.Join(r.Root, "gone")
	r.Dir = r.Root
	for _, f := range output.Formats(output.Text{}) {
		if got := written(t, f, r); !strings.Contains(got, "no place") {
			t.Errorf("%s has not all findings:\n%s", f.Name, got)
		}
	}
}
