package revision

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// staged is what the index holds.
type staged struct {
	// byPath are its entries, and list the same in the order of their paths.
	byPath map[string]*index.Entry
	list   []*index.Entry
	// written is when the index was.
	written time.Time
	// folders are those whose IDs were computed, by path.
	folders map[string]folder
}

// folder is a directory of the index.
type folder struct {
	// id is git's ID of the tree that a commit of the index would have.
	id plumbing.Hash
	// from and to are where its entries start and end.
	from, to int
}

// staged returns what the index holds, which is read once.
func (r *Repository) staged() *staged {
	if r.index == nil {
		r.index = r.readStaged()
	}
	return r.index
}

// readStaged reads the index. One that go-git cannot read, such as a split one, costs
// time only: it is taken for an empty one.
func (r *Repository) readStaged() *staged {
	s := &staged{byPath: map[string]*index.Entry{}, folders: map[string]folder{}}
	info, err := os.Stat(filepath.Join(r.git, "index"))
	if err != nil {
		return s
	}
	read, err := r.store.Index()
	if err != nil {
		return s
	}
	s.written = info.ModTime()
	for _, e := range read.Entries {
		// The stages from one on are the sides of a merge that is not resolved; go-git
		// calls the first of them merged.
		if e.Stage == 0 {
			s.byPath[e.Name] = e
			s.list = append(s.list, e)
		}
	}
	slices.SortFunc(s.list, func(a, b *index.Entry) int { return strings.Compare(a.Name, b.Name) })
	return s
}

// tree lists a directory of which the index holds the tree with an ID, and reports
// whether it does: the tree need not be read then.
func (s *staged) tree(dir string, id plumbing.Hash) (list []Entry, known bool) {
	f, computed := s.folders[dir]
	if !computed {
		from, _ := slices.BinarySearchFunc(s.list, dir+"/", func(e *index.Entry, start string) int { return strings.Compare(e.Name, start) })
		f = s.sum(dir, from)
	}
	if f.id != id || f.from == f.to {
		return nil, false
	}
	for i := f.from; i < f.to; {
		e := s.list[i]
		name, _, isDeep := strings.Cut(e.Name[len(dir)+1:], "/")
		if !isDeep {
			list = append(list, Entry{Name: name, Kind: kindOf(e.Mode), id: e.Hash.String()})
			i++
			continue
		}
		below := s.folders[dir+"/"+name]
		list = append(list, Entry{Name: name, Kind: Directory, id: below.id.String()})
		i = below.to
	}
	slices.SortFunc(list, byName)
	return list, true
}

// sum computes the ID of the directory whose entries start at from, and those of the
// directories in it. The order of the paths is that of git's trees, in which a
// directory is called as with a slash.
func (s *staged) sum(dir string, from int) folder {
	var text []byte
	at := from
	for at < len(s.list) {
		e := s.list[at]
		rest, isInside := strings.CutPrefix(e.Name, dir+"/")
		if !isInside {
			break
		}
		name, _, isDeep := strings.Cut(rest, "/")
		mode, id := e.Mode, e.Hash
		if isDeep {
			below := s.sum(dir+"/"+name, at)
			mode, id, at = filemode.Dir, below.id, below.to
		} else {
			at++
		}
		text = strconv.AppendUint(text, uint64(mode), 8)
		text = append(append(append(text, ' '), name...), 0)
		text = append(text, id[:]...)
	}
	f := folder{plumbing.ComputeHash(plumbing.TreeObject, text), from, at}
	s.folders[dir] = f
	return f
}

// isUnchanged reports whether the index knows a file by its size and time. A file
// that changed in the moment in which the index was written, or after it, may
// have done so twice, and is not known.
func (s *staged) isUnchanged(known *index.Entry, info fs.FileInfo) bool {
	return (known.Mode == filemode.Regular || known.Mode == filemode.Executable || known.Mode == filemode.Deprecated) &&
		!known.IntentToAdd && info.Mode().IsRegular() &&
		int64(known.Size) == info.Size() &&
		known.ModifiedAt.Equal(info.ModTime()) &&
		known.ModifiedAt.Before(s.written)
}
