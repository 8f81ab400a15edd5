package revision

import "io/fs"

// Kind is what a name in a directory stands for.
type Kind string

// The kinds of entries.
const (
	File       Kind = "file"
	Executable Kind = "executable"
	Link       Kind = "link"
	Directory  Kind = "directory"
	// Submodule is a directory whose files belong to another repository.
	Submodule Kind = "submodule"
	// Outside is what a link leads to that the repository does not hold.
	Outside Kind = "outside"
)

// Entry is one name in a directory.
type Entry struct {
	Name string
	Kind Kind
	// id is git's, where it is known without reading the file.
	id string
	// info is what the disk says about a file.
	info fs.FileInfo
}

// IsFile reports whether the entry has content.
func (e Entry) IsFile() bool { return e.Kind == File || e.Kind == Executable }

// View shows files by their paths from the root of the git repository, with
// slashes. A [Tree] and a [Worktree] are views.
type View interface {
	// List returns what is in a directory, in order, or nothing if there is no such
	// directory. It follows no links.
	List(dir string) ([]Entry, error)
	// ID is git's ID of a file's or link's content, 40 hexadecimal digits. The
	// entry is one that List returned for the path.
	ID(path string, e Entry) (string, error)
	// Target is what a link says, with slashes.
	Target(path string, e Entry) (string, error)
}
