package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

const reviewsDir = "testdata/reviews"

// reviewNow is the time of all reviews, a Thursday.
const reviewNow = "2026-11-26T00:00:00Z"

// TestReviews commits a repository of specs, changes it, and holds what diff says.
// Each archive says in its first line what is changed, and in those that follow
// how: edit FILE: OLD => NEW (or nothing), write FILE: TEXT, copy FILE TO, move FILE TO, remove
// FILE; with base before it, the same is done before the commit, where render
// renders. args are those of diff, and exit its exit code.
func TestReviews(t *testing.T) {
	for _, name := range reviewFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c := newReviewCase(t, string(archive.Comment))
			got, code := c.diff()
			if code != c.exit {
				t.Errorf("exit code %d, want %d", code, c.exit)
			}
			if *update {
				archive.Files = []txtar.File{{Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want := ""
			for _, f := range archive.Files {
				want = string(f.Data)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the report differs (-want +got):\n%s", diff)
			}
		})
	}
}

func reviewFiles(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(reviewsDir + "/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return filepath.Base(name) == "repository.txtar" })
	if len(names) < 25 {
		t.Fatalf("found %d reviews; want at least 25", len(names))
	}
	return names
}

// reviewCase is one repository and what is asked about it.
type reviewCase struct {
	t    *testing.T
	dir  string
	base string // the commit
	args []string
	exit int
}

// newReviewCase makes the repository that the comment of an archive describes.
func newReviewCase(t *testing.T, comment string) *reviewCase {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(comment), "\n")[1:]
	c := newReviewCaseOf(t, func(c *reviewCase) {
		for _, line := range lines {
			if step, ok := strings.CutPrefix(line, "base "); ok {
				c.step(step)
			}
		}
	})
	for _, line := range lines {
		if !strings.HasPrefix(line, "base ") {
			c.step(line)
		}
	}
	return c
}

// newReviewCaseOf makes the shared repository, has it prepared, and commits it.
func newReviewCaseOf(t *testing.T, prepare func(*reviewCase)) *reviewCase {
	t.Helper()
	c := &reviewCase{t: t, dir: t.TempDir()}
	for _, f := range sharedRepository(t) {
		c.write(f.Name, string(f.Data))
	}
	prepare(c)
	c.commit()
	return c
}

func sharedRepository(t *testing.T) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile(reviewsDir + "/repository.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return archive.Files
}

// shared is the text of a file of the shared repository.
func (c *reviewCase) shared(name string) string {
	for _, f := range sharedRepository(c.t) {
		if f.Name == name {
			return string(f.Data)
		}
	}
	c.t.Fatalf("the repository has no %s", name)
	return ""
}

func (c *reviewCase) step(line string) {
	c.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	name, text, hasText := strings.Cut(rest, ": ")
	text = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(text)
	words := strings.Fields(rest)
	switch {
	case verb == "render":
		if code, report := c.run(slices.Concat([]string{"render", "-o", "rendered"}, words)...); code != 0 {
			c.t.Fatalf("render: %s", report)
		}
	case verb == "args":
		c.args = words
	case verb == "exit":
		c.exit, _ = strconv.Atoi(rest)
	case verb == "edit" && hasText:
		before, after, ok := strings.Cut(text, " =>")
		after = strings.TrimPrefix(after, " ")
		was := c.read(name)
		if !ok || !strings.Contains(was, before) {
			c.t.Fatalf("%s: %s does not hold the text", line, name)
		}
		c.write(name, strings.ReplaceAll(was, before, after))
	case verb == "write" && hasText:
		c.write(name, text)
	case verb == "copy", verb == "move":
		c.write(words[1], c.read(words[0]))
		if verb == "move" {
			c.remove(words[0])
		}
	case verb == "remove":
		c.remove(rest)
	default:
		c.t.Fatalf("%s: no such step", line)
	}
}

func (c *reviewCase) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

func (c *reviewCase) read(name string) string {
	data, err := os.ReadFile(c.path(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

func (c *reviewCase) write(name, text string) {
	if err := os.MkdirAll(filepath.Dir(c.path(name)), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(c.path(name), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *reviewCase) remove(name string) {
	if err := os.Remove(c.path(name)); err != nil {
		c.t.Fatal(err)
	}
}

// commit commits all files to main.
func (c *reviewCase) commit() {
	repository, err := git.PlainInitWithOptions(c.dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName("main")}})
	if err != nil {
		c.t.Fatal(err)
	}
	worktree, err := repository.Worktree()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := worktree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		c.t.Fatal(err)
	}
	author := &object.Signature{Name: "somebody", Email: "somebody@acme.example", When: time.Unix(0, 0)}
	hash, err := worktree.Commit("base", &git.CommitOptions{Author: author})
	if err != nil {
		c.t.Fatal(err)
	}
	c.base = hash.String()
}

// run runs a command in the repository, and returns all that it prints.
func (c *reviewCase) run(args ...string) (int, string) {
	var out, report bytes.Buffer
	code := run(c.t.Context(), environment{
		args: args, stdin: strings.NewReader(""), stdout: &out, stderr: &report,
		getenv: func(string) string { return "" }, getwd: func() (string, error) { return c.dir, nil },
	})
	return code, out.String() + report.String()
}

// diff returns what diff says, without the commit's ID.
func (c *reviewCase) diff(more ...string) (report string, code int) {
	code, report = c.run(slices.Concat([]string{"diff", "--now", reviewNow}, c.args, more)...)
	return strings.ReplaceAll(report, c.base[:12], "BASE"), code
}
