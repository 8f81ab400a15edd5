package revision_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/smgen/smgen/internal/revision"
)

// repo is a real repository in a temporary directory.
type repo struct {
	t   testing.TB
	dir string
	git *git.Repository
	// clock is the time of the next commit.
	clock time.Time
}

func newRepo(t testing.TB) *repo {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	check(t, err)
	g, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
	check(t, err)
	return &repo{t, dir, g, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write writes a file of the worktree.
func (r *repo) write(name, content string) {
	r.t.Helper()
	at := filepath.Join(r.dir, filepath.FromSlash(name))
	check(r.t, os.MkdirAll(filepath.Dir(at), 0o755))
	check(r.t, os.WriteFile(at, []byte(content), 0o644))
}

// commit writes files and commits the worktree as it then is.
func (r *repo) commit(files map[string]string) string {
	r.t.Helper()
	for name, content := range files {
		r.write(name, content)
	}
	w, err := r.git.Worktree()
	check(r.t, err)
	check(r.t, w.AddWithOptions(&git.AddOptions{All: true}))
	h, err := w.Commit("a commit", &git.CommitOptions{Author: r.author(), AllowEmptyCommits: true})
	check(r.t, err)
	return h.String()
}

func (r *repo) author() *object.Signature {
	r.clock = r.clock.Add(time.Minute)
	return &object.Signature{Name: "A", Email: "a@acme.example", When: r.clock}
}

// store writes a commit of nothing but its parents, without the worktree.
func (r *repo) store(when time.Time, parents ...string) string {
	r.t.Helper()
	at := object.Signature{Name: "A", Email: "a@acme.example", When: when}
	c := &object.Commit{Author: at, Committer: at, Message: "stored", TreeHash: r.tree(nil)}
	for _, p := range parents {
		c.ParentHashes = append(c.ParentHashes, plumbing.NewHash(p))
	}
	return r.put(c)
}

// tree writes a tree as it is given, and returns its ID.
func (r *repo) tree(entries []object.TreeEntry) plumbing.Hash {
	r.t.Helper()
	return plumbing.NewHash(r.put(&object.Tree{Entries: entries}))
}

// bare commits a tree that no worktree could hold.
func (r *repo) bare(entries ...object.TreeEntry) string {
	at := *r.author()
	return r.put(&object.Commit{Author: at, Committer: at, Message: "bare", TreeHash: r.tree(entries)})
}

func (r *repo) blob(content string) plumbing.Hash {
	r.t.Helper()
	o := r.git.Storer.NewEncodedObject()
	o.SetType(plumbing.BlobObject)
	w, err := o.Writer()
	check(r.t, err)
	_, err = w.Write([]byte(content))
	check(r.t, err)
	check(r.t, w.Close())
	h, err := r.git.Storer.SetEncodedObject(o)
	check(r.t, err)
	return h
}

func entry(name string, mode filemode.FileMode, h plumbing.Hash) object.TreeEntry {
	return object.TreeEntry{Name: name, Mode: mode, Hash: h}
}

// put writes an object.
func (r *repo) put(o object.Object) string {
	r.t.Helper()
	encoded := r.git.Storer.NewEncodedObject()
	check(r.t, o.Encode(encoded))
	h, err := r.git.Storer.SetEncodedObject(encoded)
	check(r.t, err)
	return h.String()
}

// ref sets a reference to a commit.
func (r *repo) ref(name, id string) {
	r.t.Helper()
	check(r.t, r.git.Storer.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(name), plumbing.NewHash(id))))
}

// forget makes the clone shallow at a commit, whose parents it loses.
func (r *repo) forget(at string) {
	r.t.Helper()
	c, err := r.git.CommitObject(plumbing.NewHash(at))
	check(r.t, err)
	for _, p := range c.ParentHashes {
		id := p.String()
		check(r.t, os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])))
	}
	check(r.t, os.WriteFile(filepath.Join(r.dir, ".git", "shallow"), []byte(at+"\n"), 0o644))
}

func (r *repo) open() *revision.Repository {
	r.t.Helper()
	opened, err := revision.Open(r.dir)
	check(r.t, err)
	return opened
}

func (r *repo) treeAt(rev string) *revision.Tree {
	r.t.Helper()
	opened := r.open()
	c, err := opened.Resolve(rev)
	check(r.t, err)
	return opened.Tree(c)
}

// age makes a file look as if it had not changed in the moment of the commit,
// which the index does not trust.
func (r *repo) age() {
	r.t.Helper()
	old := time.Now().Add(-time.Hour)
	check(r.t, filepath.WalkDir(r.dir, func(name string, e os.DirEntry, err error) error {
		if e.IsDir() && e.Name() == ".git" {
			return filepath.SkipDir
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		return os.Chtimes(name, old, old)
	}))
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
