package revision_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/revision"
)

// everything lists a view as git would, deeply.
func everything(t *testing.T, v revision.View, p revision.Place) []string {
	t.Helper()
	list := []string{}
	err := revision.Visit(v, p, nil, func(path string, e revision.Entry) error {
		line := string(e.Kind) + " " + path
		if e.IsFile() || e.Kind == revision.Link {
			id, err := v.ID(path, e)
			check(t, err)
			line += " " + id[:8]
		}
		list = append(list, line)
		return nil
	})
	check(t, err)
	return list
}

// odd are files with all that names, kinds and contents can be.
func odd(t *testing.T) *repo {
	r := newRepo(t)
	r.write("tool.sh", "#!/bin/sh\n")
	check(t, os.Chmod(filepath.Join(r.dir, "tool.sh"), 0o755))
	r.write("dir/ünï ☃.cue", "x")
	r.write("dir/a\"b", "line")
	r.write("dir/sub/deep", "")
	r.write("dir.cue", "beside dir")
	for name, target := range map[string]string{
		"to-file": "dir/sub/deep", "to-dir": "dir/sub", "dir/up": "../dir.cue", "nowhere": "gone",
		"out": "../../etc", "loop": "loop",
	} {
		check(t, os.Symlink(target, filepath.Join(r.dir, filepath.FromSlash(name))))
	}
	r.commit(nil)
	return r
}

// TestViewsAgree holds that a clean worktree and its commit look alike, place by
// place, whether the index knows the files or not.
func TestViewsAgree(t *testing.T) {
	r := odd(t)
	for _, p := range []revision.Place{
		{Path: ".", Deep: true}, {Path: "."}, {Path: "dir"}, {Path: "dir", Deep: true}, {Path: "dir/sub/deep", Deep: true},
		{Path: "to-dir", Deep: true}, {Path: "to-dir/deep", Deep: true}, {Path: "to-file"}, {Path: "loop"}, {Path: "out/x"},
		{Path: "tool.sh/x", Deep: true}, {Path: "gone", Deep: true}, {Path: "../x", Deep: true},
	} {
		if diff := cmp.Diff(everything(t, r.treeAt("HEAD"), p), everything(t, r.open().Worktree(), p)); diff != "" {
			t.Errorf("%v (-tree +worktree):\n%s", p, diff)
		}
	}
	got := strings.Join(everything(t, r.treeAt("HEAD"), revision.Place{Path: ".", Deep: true}), "\n")
	for path, kind := range map[string]string{"tool.sh": "executable", `dir/a"b`: "file", "dir/ünï ☃.cue": "file", "out": "outside", "dir/up": "link"} {
		if !strings.Contains(got, kind+" "+path) {
			t.Errorf("no %s %q in:\n%s", kind, path, got)
		}
	}
}

// TestWorktreeSees changes files in each way, and looks whether the worktree has
// noticed; git's own hash of the content is the judge.
func TestWorktreeSees(t *testing.T) {
	old := time.Now().Add(-time.Hour)
	for name, test := range map[string]struct {
		change func(*repo)
		same   bool
	}{
		"nothing":      {func(*repo) {}, true},
		"a touch":      {func(r *repo) { check(t, os.Chtimes(filepath.Join(r.dir, "a"), time.Now(), time.Now())) }, true},
		"another size": {func(r *repo) { r.write("a", "longer") }, false},
		"another size, at the same time": {func(r *repo) {
			r.write("a", "longer")
			check(t, os.Chtimes(filepath.Join(r.dir, "a"), old, old))
		}, false},
		"the same size": {func(r *repo) { r.write("a", "2") }, false},
		"a mode":        {func(r *repo) { check(t, os.Chmod(filepath.Join(r.dir, "a"), 0o755)) }, false},
		"a link": {func(r *repo) {
			check(t, os.Remove(filepath.Join(r.dir, "a")))
			check(t, os.Symlink("b", filepath.Join(r.dir, "a")))
		}, false},
		"a directory": {func(r *repo) {
			check(t, os.Remove(filepath.Join(r.dir, "a")))
			r.write("a/b", "1")
		}, false},
		"gone":         {func(r *repo) { check(t, os.Remove(filepath.Join(r.dir, "a"))) }, false},
		"an untracked": {func(r *repo) { r.write("new", "1") }, false},
		"an ignored": {func(r *repo) {
			r.write(".git/info/exclude", "new\n")
			r.write("new", "1")
		}, false},
		"staged, not committed": {func(r *repo) {
			r.write("a", "2")
			w, err := r.git.Worktree()
			check(t, err)
			_, err = w.Add("a")
			check(t, err)
		}, false},
		"without an index":    {func(r *repo) { check(t, os.Remove(filepath.Join(r.dir, ".git", "index"))) }, true},
		"with a broken index": {func(r *repo) { r.write(".git/index", "nonsense") }, true},
		"racy: as old as the index, of one size": {func(r *repo) {
			r.write("a", "2")
			at := filepath.Join(r.dir, "a")
			check(t, os.Chtimes(at, old, old))
			check(t, os.Chtimes(filepath.Join(r.dir, ".git", "index"), old, old))
		}, false},
	} {
		r := newRepo(t)
		r.write("a", "1")
		r.age()
		r.commit(map[string]string{"b": "1"})
		check(t, os.Chtimes(filepath.Join(r.dir, "a"), old, old))
		check(t, setModified(r, "a", old))
		test.change(r)
		same, err := revision.NewPair(r.treeAt("HEAD"), r.open().Worktree(), nil).Same([]revision.Place{{Path: ".", Deep: true}})
		check(t, err)
		if same != test.same {
			t.Errorf("%s: same is %t, want %t", name, !test.same, test.same)
		}
	}
}

// setModified makes the index know a file by a time.
func setModified(r *repo, name string, at time.Time) error {
	i, err := r.git.Storer.Index()
	if err != nil {
		return err
	}
	e, err := i.Entry(name)
	if err != nil {
		return err
	}
	e.ModifiedAt = at
	return r.git.Storer.SetIndex(i)
}

// TestIndexIsTrusted holds that a file which the index knows is not read.
func TestIndexIsTrusted(t *testing.T) {
	r := newRepo(t)
	r.commit(map[string]string{"a": "1"})
	r.age()
	info, err := os.Stat(filepath.Join(r.dir, "a"))
	check(t, err)
	check(t, setModified(r, "a", info.ModTime()))
	r.write("a", "2")
	check(t, os.Chtimes(filepath.Join(r.dir, "a"), info.ModTime(), info.ModTime()))
	if diff := cmp.Diff(everything(t, r.treeAt("HEAD"), revision.Place{Path: "a"}), everything(t, r.open().Worktree(), revision.Place{Path: "a"})); diff != "" {
		t.Errorf("a file of the size and time in the index was read:\n%s", diff)
	}
}

func TestHidden(t *testing.T) {
	r := newRepo(t)
	r.commit(map[string]string{"a": "1", "b": "1"})
	i, err := r.git.Storer.Index()
	check(t, err)
	e, err := i.Entry("a")
	check(t, err)
	e.SkipWorktree, i.Version = true, 3
	check(t, r.git.Storer.SetIndex(i))
	w := r.open().Worktree()
	if !w.Hidden("a") || w.Hidden("b") || w.Hidden("c") {
		t.Errorf("hidden: a %t, b %t, c %t; want a alone", w.Hidden("a"), w.Hidden("b"), w.Hidden("c"))
	}
}

func TestRead(t *testing.T) {
	r := odd(t)
	r.commit(map[string]string{"binary": "a\x00b", "long": strings.Repeat("x", 100), "lfs.bin": pointerTo("content")})
	short := func() string { c, _ := r.open().Resolve("HEAD"); return c.Short() }()
	tree := r.treeAt("HEAD")
	for _, test := range []struct {
		name, want, err string
		missing         bool
	}{
		{"dir.cue", "beside dir", "", false},
		{"dir/up", "beside dir", "", false},
		{"to-dir/deep", "", "", false},
		{"gone", "", "read " + short + `:"gone"` + ": file does not exist", true},
		{"nowhere", "", "read " + short + `:"nowhere"` + ": file does not exist", true},
		{"out", "", "read " + short + `:"out"` + ": file does not exist", true},
		{"loop", "", "read " + short + `:"loop"` + ": file does not exist", true},
		{"dir", "", "read " + short + `:"dir"` + ": file does not exist", true},
		{"binary", "", "\"binary\" is binary in the commit " + short + ", and text is wanted; name another file", false},
		{"long", "", "\"long\" has 100 bytes in the commit " + short + ", and 99 are read; keep it smaller", false},
		{"lfs.bin", "", "\"lfs.bin\" has 126 bytes in the commit " + short + ", and 99 are read; keep it smaller", false},
	} {
		got, err := tree.Read(test.name, 99)
		if diff := cmp.Diff([]string{test.want, test.err}, []string{string(got), text(err)}); diff != "" || errors.Is(err, fs.ErrNotExist) != test.missing {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if _, err := tree.Read("lfs.bin", 1000); err == nil || !strings.Contains(err.Error(), "kept in Git LFS") {
		t.Errorf("a pointer of Git LFS: %v", err)
	}
}

// TestSubmodule holds that nothing is said about the files of a submodule.
func TestSubmodule(t *testing.T) {
	r := newRepo(t)
	r.commit(map[string]string{"a": "1", "sub/x": "1"})
	other := plumbing.NewHash(strings.Repeat("1", 40))
	i, err := r.git.Storer.Index()
	check(t, err)
	_, err = i.Remove("sub/x")
	check(t, err)
	i.Entries = append(i.Entries, &index.Entry{Name: "sub", Mode: filemode.Submodule, Hash: other})
	check(t, r.git.Storer.SetIndex(i))
	w, err := r.git.Worktree()
	check(t, err)
	_, err = w.Commit("a submodule", &git.CommitOptions{Author: r.author()})
	check(t, err)
	for _, p := range []revision.Place{{Path: "sub", Deep: true}, {Path: "sub/x/y", Deep: true}} {
		want := []string{"submodule sub"}
		if diff := cmp.Diff([][]string{want, want}, [][]string{everything(t, r.treeAt("HEAD"), p), everything(t, r.open().Worktree(), p)}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", p, diff)
		}
		same, err := revision.NewPair(r.treeAt("HEAD"), r.treeAt("HEAD"), nil).Same([]revision.Place{p})
		check(t, err)
		if same {
			t.Errorf("%v: a submodule is the same as itself", p)
		}
	}
}

// TestTreeID: what is in a directory decides, and nothing beside it.
func TestTreeID(t *testing.T) {
	r := newRepo(t)
	id := func(dir string) string {
		t.Helper()
		id, err := r.treeAt("HEAD").TreeID(dir)
		check(t, err)
		return id
	}
	r.commit(map[string]string{"specs/a/x": "1", "other": "1"})
	root, specs, file, none := id("."), id("specs/a"), id("other"), id("none/at/all")
	if len(root) != 40 || len(specs) != 40 || file != "" || none != "" {
		t.Fatalf("got %q, %q, %q and %q", root, specs, file, none)
	}
	r.commit(map[string]string{"other": "2"})
	if id("specs/a") != specs || id(".") == root {
		t.Error("a change beside the directory is one in it, or one in the root is none")
	}
	r.commit(map[string]string{"specs/a/x": "2"})
	if id("specs/a") == specs {
		t.Error("a change in the directory is none")
	}
	r.commit(map[string]string{"specs/a/x": "1", "other": "1"})
	if id(".") != root {
		t.Error("the same files have another ID")
	}
}
