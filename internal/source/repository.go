package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"cuelang.org/go/mod/modfile"
)

// Repository is a CUE module on disk, the home of specs.
type Repository struct {
	// Dir is the absolute path of the directory that holds cue.mod.
	Dir string
	// Module is the module's path without a version, such as
	// acme.example/ml-specs.
	Module string
	// language is the CUE version that the module asks for.
	language string
	// listings are the paths of the spec files by directory, and entries all that is
	// in those in which Find looked.
	listings, entries sync.Map
}

// Open finds the repository that dir belongs to.
func Open(dir string) (*Repository, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for at := start; ; at = filepath.Dir(at) {
		data, err := ReadFile(filepath.Join(at, "cue.mod", "module.cue"))
		switch {
		case err == nil:
			return parseModule(at, data)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("read the CUE module: %w", err)
		case at == filepath.Dir(at):
			return nil, fmt.Errorf("no cue.mod/module.cue in %s or above it; run smgen init to start a repository of specs", start)
		}
	}
}

func parseModule(dir string, data []byte) (*Repository, error) {
	name := filepath.Join(dir, "cue.mod", "module.cue")
	if exceeded := checkBounds(name, data); exceeded != nil {
		return nil, fmt.Errorf("read %s: %s; %s", name, exceeded.Message, exceeded.Help)
	}
	file, err := modfile.ParseNonStrict(data, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	module, _, _ := strings.Cut(file.QualifiedModule(), "@")
	r := &Repository{Dir: dir, Module: module}
	if file.Language != nil {
		r.language = file.Language.Version
	}
	return r, nil
}

// rel returns the slash-separated path of an absolute path in the repository,
// or false if it lies outside.
func (r *Repository) rel(path string) (string, bool) {
	rel, err := filepath.Rel(r.Dir, path)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// relReal is rel for a path that reaches the repository, or leaves for it, by
// other symbolic links than Dir.
func (r *Repository) relReal(path string) (string, bool) {
	dir, err := filepath.EvalSymlinks(r.Dir)
	if err != nil {
		return "", false
	}
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return "", false
	}
	return (&Repository{Dir: dir}).rel(path)
}

// abs is the inverse of rel.
func (r *Repository) abs(rel string) string {
	return filepath.Join(r.Dir, filepath.FromSlash(rel))
}

// files is the repository as a file system.
func (r *Repository) files() fs.FS { return os.DirFS(r.Dir) }
