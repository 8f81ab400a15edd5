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

// finding is a finding's place, what it says, and the help if there is any. The lines
// in between, which show the field and other places, say nothing themselves.
var finding = regexp.MustCompile(`(?m)^([^\s:]+:\d+):\d+: (.*)(?:(?:\n[ \t].*)*?\n    help: (.*))?$`)

// check returns what is wrong with a report for the person who made the mistake.
func (m mistake) check(code int, report string) error {
	found := finding.FindAllStringSubmatch(report, -1)
	switch {
	case len(found) == 0:
		return fmt.Errorf("no finding has a line of the spec")
	case found[0][1] != m.place:
		return fmt.Errorf("the first finding is at %s, want %s", found[0][1], m.place)
	case !strings.Contains(found[0][2], m.words) && !strings.Contains(found[0][3], m.words):
		return fmt.Errorf("the first finding says %q, want the words %q", found[0][2]+"; "+found[0][3], m.words)
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

// TestMistakeCheck shows the judge of the reports what it has to refuse.
func TestMistakeCheck(t *testing.T) {
	const one = "stack.cue:4:2: unknown field; did you mean jobs?\n    field: job\n    help: write jobs\n"
	const warned = "stack.cue:4:2: warning: nobody is told\n"
	for name, test := range map[string]struct {
		headers, report string
		code            int
		want            string
	}{
		"right":                    {"first: stack.cue:4: did you mean", one, 1, ""},
		"words of the help":        {"first: stack.cue:4: write jobs", one, 1, ""},
		"a warning":                {"first: stack.cue:4: nobody\nseverity: warning", warned, 0, ""},
		"two mistakes":             {"first: stack.cue:4: unknown\nmistakes: 2", strings.Repeat(one, 6), 1, ""},
		"another line":             {"first: stack.cue:5: did you mean", one, 1, "the first finding is at stack.cue:4, want stack.cue:5"},
		"other words":              {"first: stack.cue:4: field: job", one, 1, `want the words "field: job"`},
		"too many":                 {"first: stack.cue:4: unknown", strings.Repeat(one, 4), 1, "4 findings about 1 mistakes"},
		"a warning for an error":   {"first: stack.cue:4: nobody", warned, 0, "exit code 0, want 1"},
		"an error for a warning":   {"first: stack.cue:4: unknown\nseverity: warning", one, 1, "want 0 and a warning"},
		"nothing":                  {"first: stack.cue:4: unknown", "checked 1 stack\n", 0, "no finding"},
		"the cause comes second":   {"first: stack.cue:4: unknown", warned + one, 1, `want the words "unknown"`},
		"no header":                {"Somebody forgot it.", one, 1, "the comment has no line first"},
		"a header without words":   {"first: stack.cue:4", one, 1, "want file:line: words"},
		"a number that is none":    {"first: stack.cue:4: unknown\nmistakes: two", one, 1, "mistakes: "},
		"only the help is another": {"first: stack.cue:4: nobody\nseverity: warning", one + warned, 0, `want the words "nobody"`},
	} {
		m, err := readMistake(test.headers + "\n")
		if err == nil {
			err = m.check(test.code, test.report)
		}
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}
