package revision

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// maxLink is how many bytes a link may say; no system follows longer ones.
const maxLink = 4096

// Tree shows the files of a commit.
type Tree struct {
	repository *Repository
	commit     Commit
	// listed are the directories that were read, by path; nil for those that do not
	// exist.
	listed map[string][]Entry
}

// Tree returns the files of a commit.
func (r *Repository) Tree(c Commit) *Tree {
	return &Tree{repository: r, commit: c, listed: map[string][]Entry{}}
}

// List returns what is in a directory.
func (t *Tree) List(dir string) ([]Entry, error) {
	if known, ok := t.listed[dir]; ok {
		return known, nil
	}
	hash := t.commit.object.TreeHash
	if dir != "." {
		above, err := t.List(path.Dir(dir))
		if err != nil {
			return nil, err
		}
		e, ok := entryNamed(above, path.Base(dir))
		if !ok || e.Kind != Directory {
			t.listed[dir] = nil
			return nil, nil
		}
		hash = plumbing.NewHash(e.id)
		// Most of a commit is as it is in the index, which is read faster.
		if list, known := t.repository.staged().tree(dir, hash); known {
			t.listed[dir] = list
			return list, nil
		}
	}
	read, err := object.GetTree(t.repository.store, hash)
	if err != nil {
		return nil, fmt.Errorf("list %q in the commit %s: %w", dir, t.commit.Short(), t.repository.missing(err))
	}
	list := make([]Entry, 0, len(read.Entries))
	for _, e := range read.Entries {
		list = append(list, Entry{Name: e.Name, Kind: kindOf(e.Mode), id: e.Hash.String()})
	}
	slices.SortFunc(list, byName)
	t.listed[dir] = list
	return list, nil
}

// TreeID is git's ID of all that is in a directory, 40 hexadecimal digits: directories
// with one ID hold the same. It is empty if there is no such directory.
func (t *Tree) TreeID(dir string) (string, error) {
	if dir == "." {
		return t.commit.object.TreeHash.String(), nil
	}
	above, err := t.List(path.Dir(dir))
	if err != nil {
		return "", err
	}
	if e, ok := entryNamed(above, path.Base(dir)); ok && e.Kind == Directory {
		return e.id, nil
	}
	return "", nil
}

// ID is git's ID of the content at a path.
func (t *Tree) ID(_ string, e Entry) (string, error) { return e.id, nil }

// Target is what a link says.
func (t *Tree) Target(name string, e Entry) (string, error) {
	data, err := t.blob(name, e, maxLink)
	return string(data), err
}

// Read returns the content of a file, through links. The error is fs.ErrNotExist
// if there is none, and says so if the file has more than limit bytes, is binary
// or is a pointer of Git LFS.
func (t *Tree) Read(name string, limit int64) ([]byte, error) {
	at, e, err := resolve(t, name, nil)
	if err != nil {
		return nil, err
	}
	if !e.IsFile() {
		return nil, &fs.PathError{Op: "read", Path: fmt.Sprintf("%s:%q", t.commit.Short(), name), Err: fs.ErrNotExist}
	}
	data, err := t.blob(at, e, limit)
	switch {
	case err != nil:
		return nil, err
	case bytes.IndexByte(data, 0) >= 0:
		return nil, fmt.Errorf("%q is binary in the commit %s, and text is wanted; name another file", name, t.commit.Short())
	}
	if _, ok := parsePointer(data); ok {
		return nil, fmt.Errorf("%q is kept in Git LFS, so that the commit %s holds a pointer only; keep text out of Git LFS", name, t.commit.Short())
	}
	return data, nil
}

// blob reads the content of an entry, of up to limit bytes.
func (t *Tree) blob(name string, e Entry, limit int64) ([]byte, error) {
	blob, err := object.GetBlob(t.repository.store, plumbing.NewHash(e.id))
	if err != nil {
		return nil, fmt.Errorf("read %q in the commit %s: %w", name, t.commit.Short(), t.repository.missing(err))
	}
	if blob.Size > limit {
		return nil, fmt.Errorf("%q has %d bytes in the commit %s, and %d are read; keep it smaller", name, blob.Size, t.commit.Short(), limit)
	}
	reader, err := blob.Reader()
	if err != nil {
		return nil, fmt.Errorf("read %q in the commit %s: %w", name, t.commit.Short(), err)
	}
	data, err := io.ReadAll(reader)
	if err = errors.Join(err, reader.Close()); err != nil {
		return nil, fmt.Errorf("read %q in the commit %s: %w", name, t.commit.Short(), err)
	}
	return data, nil
}

func kindOf(m filemode.FileMode) Kind {
	switch m {
	case filemode.Dir:
		return Directory
	case filemode.Executable:
		return Executable
	case filemode.Symlink:
		return Link
	case filemode.Submodule:
		return Submodule
	}
	return File
}

func byName(a, b Entry) int { return strings.Compare(a.Name, b.Name) }

// entryNamed finds an entry of a list in order.
func entryNamed(list []Entry, name string) (Entry, bool) {
	i, ok := slices.BinarySearchFunc(list, name, func(e Entry, name string) int { return strings.Compare(e.Name, name) })
	if !ok {
		return Entry{}, false
	}
	return list[i], true
}
