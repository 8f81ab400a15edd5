package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// mistakesDir holds the archives: broken specs as people write them.
const mistakesDir = "../../testdata/mistakes"

// mistake is what the comment of an archive says of it, in the form of headers.
type mistake struct {
	// place is the file and line of the first finding, and words stand in it.
	place, words string
	// count is the number of mistakes in the archive, 1 unless it says so.
	count int
	// warning tells that the spec compiles, and is only warned of.
	warning bool
}

var header = regexp.MustCompile(`(?m)^(first|mistakes|severity): (.*)$`)

// readMistake reads the headers of an archive's comment, which are written by
// hand: what the person who made the mistake should read first.
func readMistake(comment string) (mistake, error) {
	m := mistake{count: 1}
	for _, h := range header.FindAllStringSubmatch(comment, -1) {
		switch name, value := h[1], h[2]; name {
		case "first":
			var found bool
			if m.place, m.words, found = strings.Cut(value, ": "); !found || m.words == "" {
				return m, fmt.Errorf("first: %s: want file:line: words", value)
			}
		case "mistakes":
			n, err := strconv.Atoi(value)
			if err != nil {
				return m, fmt.Errorf("mistakes: %w", err)
			}
			m.count = n
		case "severity":
			m.warning = value == "warning"
		}
	}
	if m.place == "" {
		return m, fmt.Errorf("the comment has no line first: file:line: words")
	}
	return m, nil
}

// finding is a finding's place and what it says, with the help if there is any; the
// lines in between, which show the field and other places, say nothing themselves.
var finding = regexp.MustCompile(`(?m)^([^\s:]+:\d+):\d+: (.*(?:(?:\n .*)*\n    help: .*)?)$`)

// check returns what is wrong with a report for the person who made the mistake.
func (m mistake) check(code int, report string) error {
	found := finding.FindAllStringSubmatch(report, -1)
	switch {
	case len(found) == 0:
		return fmt.Errorf("no finding has a line of the spec")
	case found[0][1] != m.place:
		return fmt.Errorf("the first finding is at %s, want %s", found[0][1], m.place)
	case !strings.Contains(found[0][2], m.words):
		return fmt.Errorf("the first finding says %q, want the words %q", found[0][2], m.words)
	case len(found) > 3*m.count:
		return fmt.Errorf("%d findings about %d mistakes, want at most 3 for each", len(found), m.count)
	case m.warning && (code != 0 || !strings.HasPrefix(found[0][2], "warning: ")):
		return fmt.Errorf("exit code %d and %q, want 0 and a warning", code, found[0][2])
	case !m.warning && code != 1:
		return fmt.Errorf("exit code %d, want 1", code)
	}
	return nil
}

// TestMistakes checks the broken specs in testdata/mistakes: the last file of each
// archive is the report, and its comment says what has to be read first. An archive
// without a module file or without stacks/defaults.cue gets a sound one.
func TestMistakes(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob(mistakesDir + "/*.txtar")
	if err != nil || len(archives) < 60 {
		t.Fatalf("%d archives in %s: %v", len(archives), mistakesDir, err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m, err := readMistake(string(archive.Comment))
			if err != nil {
				t.Fatal(err)
			}
			last := len(archive.Files) - 1
			if last < 0 || archive.Files[last].Name != "want" {
				t.Fatal("the last file is not want")
			}
			code, stdout, stderr := smgen(t, writeMistake(t, archive.Files[:last]), "vet", "--now", "2026-11-26T00:00:00Z")
			report := stdout + stderr
			if err := m.check(code, report); err != nil {
				t.Errorf("%v:\n%s", err, report)
			}
			if *update {
				archive.Files[last].Data = []byte(report)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(archive.Files[last].Data), report); diff != "" {
				t.Errorf("the report (-want +got):\n%s", diff)
			}
		})
	}
}

// writeMistake writes a repository of specs to a new directory.
func writeMistake(t *testing.T, files []txtar.File) string {
	t.Helper()
	layer, err := os.ReadFile(mistakesDir + "/defaults.cue")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range append([]txtar.File{
		{Name: "cue.mod/module.cue", Data: []byte("module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n")},
		{Name: "stacks/defaults.cue", Data: layer},
	}, files...) {
		at := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
