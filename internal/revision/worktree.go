package revision

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// Worktree shows the files on disk, as they are: also those that git does not
// know, ignores, or has not been told about.
type Worktree struct {
	repository *Repository
	// listing lists directories that somebody else has read.
	listing func(dir string) ([]fs.DirEntry, bool)
	// listed are the directories that were read.
	listed map[string][]Entry
	// ids are the IDs that were asked for.
	ids map[string]string
}

// Worktree returns the files on disk.
func (r *Repository) Worktree() *Worktree {
	return &Worktree{repository: r, listed: map[string][]Entry{}, ids: map[string]string{}}
}

// indexed is what the index says of a path, or nil.
func (w *Worktree) indexed(name string) *index.Entry { return w.repository.staged().byPath[name] }

// List returns what is in a directory.
func (w *Worktree) List(dir string) ([]Entry, error) {
	if known, ok := w.listed[dir]; ok {
		return known, nil
	}
	found, err := w.readDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the worktree: %w; make it readable", err)
	}
	var list []Entry
	for _, f := range found {
		if f.Name() == ".git" {
			continue
		}
		e, err := w.entry(path.Join(dir, f.Name()), f)
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("list the worktree: %w; make it readable", err)
		}
		list = append(list, e)
	}
	slices.SortFunc(list, byName)
	w.listed[dir] = list
	return list, nil
}

// Reuse has a view list directories by what somebody else has read of them, if
// listing knows that.
func (w *Worktree) Reuse(listing func(dir string) ([]fs.DirEntry, bool)) { w.listing = listing }

func (w *Worktree) readDir(dir string) ([]fs.DirEntry, error) {
	if w.listing != nil {
		if found, known := w.listing(dir); known {
			return found, nil
		}
	}
	return os.ReadDir(w.abs(dir))
}

// entry says what a name on disk stands for.
func (w *Worktree) entry(name string, f fs.DirEntry) (Entry, error) {
	known, e := w.indexed(name), Entry{Name: f.Name()}
	switch {
	case f.Type()&fs.ModeSymlink != 0:
		e.Kind = Link
		return e, nil
	case f.IsDir() && known != nil && known.Mode == filemode.Submodule:
		e.Kind = Submodule
		return e, nil
	case f.IsDir():
		e.Kind = Directory
		return e, nil
	case !f.Type().IsRegular():
		e.Kind = Outside
		return e, nil
	}
	var err error
	if e.info, err = f.Info(); err != nil {
		return Entry{}, err
	}
	executable := e.info.Mode()&0o111 != 0
	if !w.repository.trustsMode {
		executable = known != nil && known.Mode == filemode.Executable
	}
	e.Kind = File
	if executable {
		e.Kind = Executable
	}
	return e, nil
}

// ID is git's ID of the content at a path: what the index says if it knows the
// file by its size and time, and else what the content gives.
func (w *Worktree) ID(name string, e Entry) (string, error) {
	if known, ok := w.ids[name]; ok {
		return known, nil
	}
	id, err := w.id(name, e)
	if err != nil {
		return "", fmt.Errorf("read the worktree: %w; make it readable", err)
	}
	w.ids[name] = id
	return id, nil
}

func (w *Worktree) id(name string, e Entry) (string, error) {
	if e.Kind == Link {
		target, err := w.Target(name, e)
		return plumbing.ComputeHash(plumbing.BlobObject, []byte(target)).String(), err
	}
	known := w.indexed(name)
	if known != nil && w.repository.staged().isUnchanged(known, e.info) {
		return known.Hash.String(), nil
	}
	id, err := hashFile(w.abs(name), e.info.Size())
	if err != nil || known == nil || id == known.Hash {
		return id.String(), err
	}
	if p, ok := w.repository.pointerAt(known.Hash); ok {
		same, err := p.isContentOf(w.abs(name))
		if err != nil || same {
			return known.Hash.String(), err
		}
	}
	return id.String(), nil
}

// hashFile computes the ID of the blob with the file's content.
func hashFile(name string, size int64) (plumbing.Hash, error) {
	f, err := os.Open(name)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	hasher := plumbing.NewHasher(plumbing.BlobObject, size)
	n, err := io.Copy(hasher, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return plumbing.ZeroHash, err
	}
	if n != size {
		return plumbing.ZeroHash, fmt.Errorf("%q changed while it was read", name)
	}
	return hasher.Sum(), nil
}

// Target is what a link says.
func (w *Worktree) Target(name string, _ Entry) (string, error) {
	target, err := os.Readlink(w.abs(name))
	return filepath.ToSlash(target), err
}

// Hidden reports whether a file is in the index and left out of this worktree on
// purpose, as in a sparse checkout.
func (w *Worktree) Hidden(name string) bool {
	known := w.indexed(name)
	return known != nil && known.SkipWorktree
}

func (w *Worktree) abs(name string) string {
	return filepath.Join(w.repository.Root, filepath.FromSlash(name))
}
