package revision

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// maxExport is how many bytes an export may have in all. Lambda takes 250 MB of
// code, unzipped, and a change concerns few launchers.
const maxExport = 1 << 30

// Copy are files of a commit in a temporary directory, under the paths that they
// have in the git repository.
type Copy struct {
	// Dir is the directory, absolute and without links.
	Dir string

	tree    *Tree
	keep    Keep
	root    *os.Root
	written map[string]bool
	made    map[string]bool // directories
	bytes   int64
}

// Export copies what needs says is needed to a temporary directory. It asks
// again, with the directory as it then is, until nothing new is named, because
// what a file needs is known when it has been read. keep says what belongs to a
// place, as for [Visit]. The caller closes the copy.
//
// Links are copied with what they lead to, and left out if that is not in the
// repository. So are the files of submodules.
func (t *Tree) Export(needs func(dir string) ([]Place, error), keep Keep) (*Copy, error) {
	dir, err := os.MkdirTemp("", "smgen-base-")
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("make a directory for the base: %w", err)
	}
	c := &Copy{Dir: dir, tree: t, keep: keep, written: map[string]bool{}, made: map[string]bool{}}
	if c.root, err = os.OpenRoot(dir); err == nil {
		err = c.fill(needs)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("copy the base from the commit %s: %w", t.commit.Short(), err), c.Close())
	}
	return c, nil
}

// Close removes the copy.
func (c *Copy) Close() error {
	var err error
	if c.root != nil {
		err = c.root.Close()
	}
	return errors.Join(err, os.RemoveAll(c.Dir))
}

func (c *Copy) fill(needs func(string) ([]Place, error)) error {
	done := map[Place]bool{}
	for {
		places, err := needs(c.Dir)
		if err != nil {
			return err
		}
		places = slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return done[p] })
		if len(places) == 0 {
			return nil
		}
		for _, p := range places {
			done[p] = true
			if err := Visit(c.tree, p, c.keep, c.add); err != nil {
				return err
			}
		}
	}
}

// add copies one entry.
func (c *Copy) add(name string, e Entry) error {
	if c.written[name] {
		return nil
	}
	c.written[name] = true
	// git gives no such names, and a repository made without it may have them.
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) || strings.ContainsRune(name, 0) || slices.Contains(strings.Split(strings.ToLower(name), "/"), ".git") {
		return fmt.Errorf("the commit holds a file with the name %q, which may not be; remove it from the repository", name)
	}
	switch e.Kind {
	case Submodule, Outside:
		return nil
	case Directory:
		return c.directory(name)
	}
	if err := c.directory(path.Dir(name)); err != nil {
		return err
	}
	if e.Kind == Link {
		return c.link(name, e)
	}
	return c.file(name, e)
}

// directory makes a directory and those above it.
func (c *Copy) directory(name string) error {
	if c.made[name] {
		return nil
	}
	c.made[name] = true
	return c.root.MkdirAll(filepath.FromSlash(name), 0o700)
}

// link copies a link that stays in the repository.
func (c *Copy) link(name string, e Entry) error {
	target, err := c.tree.Target(name, e)
	if err != nil {
		return err
	}
	if path.IsAbs(target) || !filepath.IsLocal(filepath.FromSlash(path.Join(path.Dir(name), target))) {
		return nil
	}
	return c.root.Symlink(filepath.FromSlash(target), filepath.FromSlash(name))
}

func (c *Copy) file(name string, e Entry) error {
	mode := os.FileMode(0o600)
	if e.Kind == Executable {
		mode = 0o700
	}
	content, size, err := c.open(name, e)
	if err != nil {
		return err
	}
	if c.bytes += size; c.bytes > maxExport {
		return errors.Join(fmt.Errorf("with %q it has more than %d bytes; keep data out of launchers, or compare fewer stacks", name, maxExport), content.Close())
	}
	f, err := c.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return errors.Join(err, content.Close())
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, content.Close(), f.Close())
}

// open returns the content of a file and its size: for a pointer of Git LFS, what
// it stands for.
func (c *Copy) open(name string, e Entry) (io.ReadCloser, int64, error) {
	r, hash := c.tree.repository, plumbing.NewHash(e.id)
	if p, ok := r.pointerAt(hash); ok {
		at, err := r.stored(p)
		if err != nil {
			return nil, 0, fmt.Errorf("%q is kept in Git LFS: %w", name, err)
		}
		f, err := os.Open(at)
		return f, p.size, err
	}
	blob, err := object.GetBlob(r.store, hash)
	if err != nil {
		return nil, 0, fmt.Errorf("read %q: %w", name, r.missing(err))
	}
	reader, err := blob.Reader()
	return reader, blob.Size, err
}
