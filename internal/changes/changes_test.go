package changes_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/changes"
	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/revision"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

const specs = "infra/specs" // in the git repository

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		check(t, os.MkdirAll(filepath.Dir(at), 0o755))
		check(t, os.WriteFile(at, []byte(content), 0o644))
	}
}

// commit commits files below the specs, in a repository of their own. They are
// old enough for the index to know them.
func commit(t testing.TB, files map[string]string) (dir string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	check(t, err)
	dir = filepath.Join(root, filepath.FromSlash(specs))
	write(t, dir, files)
	old := time.Now().Add(-time.Hour)
	for name := range files {
		check(t, os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), old, old))
	}
	g, err := git.PlainInit(root, false)
	check(t, err)
	w, err := g.Worktree()
	check(t, err)
	check(t, w.AddWithOptions(&git.AddOptions{All: true}))
	_, err = w.Commit("base", &git.CommitOptions{Author: &object.Signature{Name: "A", When: time.Unix(1e9, 0)}})
	check(t, err)
	return dir
}

func compareWith(t testing.TB, dir string) *changes.Comparison {
	t.Helper()
	repository, err := source.Open(dir)
	check(t, err)
	g, err := revision.Open(dir)
	check(t, err)
	base, err := g.Resolve("HEAD")
	check(t, err)
	c, err := changes.Compare(changes.Options{Repository: repository, Git: g, Base: base})
	check(t, err)
	return c
}

// outcome is what became of stacks, for comparisons.
func outcome(c *changes.Comparison) map[string][]string {
	return map[string][]string{"added": c.Added, "removed": c.Removed, "changed": c.Changed, "same": c.Same, "hidden": c.Hidden}
}

// compiled are the templates of stacks, and their specs.
func compiled(t testing.TB, r *source.Repository, dirs []string) (map[string]string, map[string]*spec.Stack) {
	t.Helper()
	templates, read := map[string]string{}, map[string]*spec.Stack{}
	o := compile.Options{Repository: r, Dirs: dirs, Version: "v1", Now: time.Unix(1e9, 0), Format: template.JSON, WithoutRules: true}
	_, err := compile.Run(context.Background(), o, func(result *compile.Result) error {
		templates[result.Dir], read[result.Dir] = string(result.Template), result.Stack
		return nil
	})
	check(t, err)
	return templates, read
}

const module = "module: \"acme.example/specs\"\nlanguage: version: \"v0.17.0\"\n"

// stack is a stack whose launcher's code is what an expression says.
func stack(name, code string) string {
	return fmt.Sprintf(`package stacks

import (
	"github.com/smgen/smgen/schema"
	"acme.example/specs/lib/images"
)

stack: schema.#Stack & {
	project: %q
	jobs: train: {
		image:  images.train
		launch: custom: {code: %s, handler: "launcher.handler"}
	}
}
`, name, code)
}

func base() map[string]string {
	return map[string]string{
		"cue.mod/module.cue":            module,
		"stacks/defaults.cue":           "package stacks\nstack: {environment: \"prod\", account: \"123456789012\", region: \"us-east-1\", artifactBucket: \"code-bucket\", jobs: [_]: output: s3: \"s3://acme-ml/models/\"}\n",
		"stacks/a/stack.cue":            stack("a", `"./launcher"`),
		"stacks/a/more.cue":             "package stacks\nstack: owner: \"a\"\n",
		"stacks/a/launcher/launcher.py": "def handler(event, context): pass\n",
		"stacks/a/notes.md":             "notes\n",
		"stacks/a/x_test.cue":           "package stacks\n",
		"stacks/b/stack.cue":            stack("b", `"../shared"`),
		"stacks/c/stack.cue":            stack("c", `"../" + _dir`) + "_dir: \"own\"\n",
		"stacks/own/launcher.py":        "def handler(event, context): return\n",
		"stacks/shared/launcher.py":     "def handler(event, context): pass\n",
		"lib/images/images.cue":         "package images\nimport \"acme.example/specs/lib/tag\"\ntrain: \"123456789012.dkr.ecr.us-east-1.amazonaws.com/train:\" + tag.v\n",
		"lib/tag/tag.cue":               "package tag\nv: \"v3\"\n",
		"README.md":                     "specs\n",
		"node_modules/stack.cue":        "no stack\n",
		"_old/stack.cue":                "no stack\n",
		"nested/cue.mod/m":              "",
		"nested/stack.cue":              "no stack\n",
	}
}

func TestCompare(t *testing.T) {
	all := []string{"stacks/a", "stacks/b", "stacks/c"}
	// c's code is computed, so that it may always differ.
	for _, test := range []struct {
		name                          string
		files                         map[string]string // "" removes
		added, removed, changed, same []string
	}{
		{name: "nothing", changed: all[2:], same: all[:2]},
		{name: "what does not matter", files: map[string]string{
			"README.md": "x", "stacks/a/notes.md": "x", "stacks/a/x_test.cue": "x", "stacks/a/launcher/__pycache__/l.pyc": "x", "../other": "x", "stacks/a/.hidden.cue": "x",
		}, changed: all[2:], same: all[:2]},
		{name: "a stack", files: map[string]string{"stacks/a/more.cue": "package stacks\nstack: owner: \"b\"\n"}, changed: []string{all[0], all[2]}, same: all[1:2]},
		{name: "a new file of a stack", files: map[string]string{"stacks/a/new.cue": "package stacks\n"}, changed: []string{all[0], all[2]}, same: all[1:2]},
		{name: "a removed file of a stack", files: map[string]string{"stacks/a/more.cue": ""}, changed: []string{all[0], all[2]}, same: all[1:2]},
		{name: "a new layer", files: map[string]string{"new.cue": "package stacks\n"}, changed: all},
		{name: "the module", files: map[string]string{"cue.mod/module.cue": module + "\n"}, changed: all},
		{name: "the schema's copy", files: map[string]string{"cue.mod/pkg/github.com/smgen/smgen/schema/spec.cue": "package schema\n"}, changed: all},
		{name: "an import of an import", files: map[string]string{"lib/tag/tag.cue": "package tag\nv: \"v4\"\n"}, changed: all},
		{name: "a launcher", files: map[string]string{"stacks/shared/launcher.py": "x"}, changed: all[1:], same: all[:1]},
		{name: "a new file of a launcher", files: map[string]string{"stacks/shared/deep/new": "x"}, changed: all[1:], same: all[:1]},
		{name: "stacks", files: map[string]string{"stacks/a/stack.cue": "", "stacks/d/stack.cue": "package stacks\n"}, added: []string{"stacks/d"}, removed: all[:1], changed: all[2:], same: all[1:2]},
	} {
		dir := commit(t, base())
		for name, content := range test.files {
			if content != "" {
				write(t, dir, map[string]string{name: content})
			} else {
				check(t, os.Remove(filepath.Join(dir, filepath.FromSlash(name))))
			}
		}
		want := map[string][]string{"added": test.added, "removed": test.removed, "changed": test.changed, "same": test.same, "hidden": nil}
		if diff := cmp.Diff(want, outcome(compareWith(t, dir))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestOpen compiles the base as it was, from what was copied, and from nothing
// else of it.
func TestOpen(t *testing.T) {
	dir := commit(t, base())
	repository, err := source.Open(dir)
	check(t, err)
	all := []string{"stacks/a", "stacks/b", "stacks/c"}
	want, _ := compiled(t, repository, all)
	for name, text := range want {
		if text == "" {
			_, diags := repository.NewLoader().Load(name)
			t.Fatalf("%s does not compile: %v", name, diags)
		}
	}
	check(t, os.RemoveAll(filepath.Join(dir, "stacks")))
	check(t, os.RemoveAll(filepath.Join(dir, "lib")))
	c := compareWith(t, dir)
	opened, err := c.Open(c.Removed)
	check(t, err)
	defer opened.Close()
	got, _ := compiled(t, opened.Repository, c.Removed)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the base renders otherwise (-want +got):\n%s", diff)
	}
	for _, name := range []string{"README.md", "stacks/a/notes.md", "stacks/a/x_test.cue", "nested"} {
		if _, err := os.Stat(filepath.Join(opened.Repository.Dir, filepath.FromSlash(name))); err == nil {
			t.Errorf("%s was copied, and nobody needs it", name)
		}
	}
	if nothing, err := c.Open(nil); nothing != nil || err != nil {
		t.Errorf("for no stacks, %v, %v were opened", nothing, err)
	}
}

// TestOpenWithoutModule does not take a module for the base's that it is not.
func TestOpenWithoutModule(t *testing.T) {
	files := base()
	delete(files, "cue.mod/module.cue")
	dir := commit(t, files)
	write(t, dir, base())
	c := compareWith(t, dir)
	_, err := c.Open(c.Changed)
	if want := `the base has stacks in "infra/specs", and no cue.mod/module.cue there; compare with a commit that has one`; err == nil || err.Error() != want {
		t.Errorf("a base without a module: %v, want %s", err, want)
	}
}

func TestMoves(t *testing.T) {
	files := base()
	dir := commit(t, files)
	check(t, os.Rename(filepath.Join(dir, "stacks", "b"), filepath.Join(dir, "stacks", "moved")))
	write(t, dir, map[string]string{"stacks/new/stack.cue": stack("new", `"../shared"`)})
	check(t, os.RemoveAll(filepath.Join(dir, "stacks", "a")))
	c := compareWith(t, dir)
	opened, err := c.Open(c.Removed)
	check(t, err)
	defer opened.Close()
	_, before := compiled(t, opened.Repository, c.Removed)
	repository, err := source.Open(dir)
	check(t, err)
	_, after := compiled(t, repository, c.Added)
	stacks := func(m map[string]*spec.Stack) []*spec.Stack {
		return append(slices.Collect(maps.Values(m)), nil)
	}
	var got []string
	for _, m := range changes.Moves(stacks(before), stacks(after)) {
		got = append(got, m.From.Dir+" → "+m.To.Dir)
	}
	if want := []string{"stacks/b → stacks/moved"}; !slices.Equal(got, want) {
		t.Errorf("moved: %q, want %q of removed %q and added %q", got, want, c.Removed, c.Added)
	}
}

// TestHidden holds that what a sparse checkout leaves out is not called removed.
func TestHidden(t *testing.T) {
	dir := commit(t, base())
	g, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{DetectDotGit: true})
	check(t, err)
	index, err := g.Storer.Index()
	check(t, err)
	for _, e := range index.Entries {
		e.SkipWorktree = strings.HasPrefix(e.Name, specs+"/stacks/a/")
	}
	index.Version = 3
	check(t, g.Storer.SetIndex(index))
	check(t, os.RemoveAll(filepath.Join(dir, "stacks", "a")))
	check(t, os.RemoveAll(filepath.Join(dir, "stacks", "b")))
	want := map[string][]string{"added": nil, "removed": {"stacks/b"}, "changed": {"stacks/c"}, "same": nil, "hidden": {"stacks/a"}}
	if diff := cmp.Diff(want, outcome(compareWith(t, dir))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
