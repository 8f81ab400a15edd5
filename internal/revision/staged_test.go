package revision_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/revision"
)

// TestTreeOfIndex lists a commit with the help of the index, whatever that holds, and
// without it.
func TestTreeOfIndex(t *testing.T) {
	all := revision.Place{Path: ".", Deep: true}
	for name, stage := range map[string]func(*repo){
		"the commit":          func(*repo) {},
		"a changed file":      func(r *repo) { r.write("dir/sub/deep", "changed") },
		"a new file":          func(r *repo) { r.write("dir/sub/a", "") },
		"a removed file":      func(r *repo) { check(t, os.Remove(filepath.Join(r.dir, "dir.cue"))) },
		"another mode":        func(r *repo) { check(t, os.Chmod(filepath.Join(r.dir, "dir", "a\"b"), 0o755)) },
		"a removed directory": func(r *repo) { check(t, os.RemoveAll(filepath.Join(r.dir, "dir", "sub"))) },
	} {
		r := odd(t)
		head, err := r.open().Resolve("HEAD")
		check(t, err)
		stage(r)
		r.commit(nil)
		at := func() []string {
			opened := r.open()
			return everything(t, opened.Tree(head), all)
		}
		with := at()
		check(t, os.Remove(filepath.Join(r.dir, ".git", "index")))
		if diff := cmp.Diff(at(), with); diff != "" {
			t.Errorf("%s (-without the index +with it):\n%s", name, diff)
		}
	}
}

// TestTreeIsNotRead lists a directory whose tree is not in the store.
func TestTreeIsNotRead(t *testing.T) {
	r := newRepo(t)
	c, err := r.git.CommitObject(plumbing.NewHash(r.commit(map[string]string{"dir.a": "1", "dir/a": "1", "dir/sub/b": "1"})))
	check(t, err)
	root, err := c.Tree()
	check(t, err)
	dir, err := root.FindEntry("dir")
	check(t, err)
	id := dir.Hash.String()
	check(t, os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])))
	list, err := r.treeAt("HEAD").List("dir")
	if err != nil || len(list) != 2 || list[0].Name != "a" || list[1].Name != "sub" {
		t.Errorf("listed %v, %v; want a and sub", list, err)
	}
}
