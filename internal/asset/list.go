package asset

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// file is one file to be zipped.
type file struct {
	name string // slash-separated, in the zip file
	path string // on disk, without links
	mode fs.FileMode
	size int64
}

// maxFiles is how many files a zip file holds without extensions of the format.
const maxFiles = 65_535

// list returns the files below dir in the order of their names. It stops as soon
// as they are more than most, or larger than Lambda takes, and reads none.
func list(root, dir string, most int) ([]file, error) {
	var files []file
	var size int64
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("cannot be zipped: %s", diag.Reason(err))
		}
		rel, err := filepath.Rel(dir, at)
		if err != nil {
			return fmt.Errorf("cannot be zipped: %w", err)
		}
		name := filepath.ToSlash(rel)
		switch {
		case name == ".":
			return nil
		case isForbidden(entry.Name()):
			return fmt.Errorf("contains %s, which must not be deployed; move it elsewhere", name)
		case IsLeftover(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		f, err := regular(root, at, name)
		if err != nil {
			return err
		}
		files, size = append(files, f), size+f.size
		switch {
		case size > maxUnzipped:
			return fmt.Errorf("has more than %d bytes, and Lambda takes no more", maxUnzipped)
		case len(files) > most:
			return fmt.Errorf("has more than %d files; choose a directory that holds the code alone", most)
		}
		return nil
	})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, err
}

// regular returns the file at a path, through links that stay in the repository.
func regular(root, at, name string) (file, error) {
	resolved, err := inside(root, at)
	if err != nil {
		return file{}, fmt.Errorf("contains %s, which %w", name, err)
	}
	info, err := statFile(resolved)
	if err != nil {
		return file{}, fmt.Errorf("contains %s, which %w", name, err)
	}
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	return file{name, resolved, mode, info.Size()}, nil
}

// isForbidden names files that hold secrets or a repository's history.
func isForbidden(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".env", ".aws", ".ssh", ".netrc", ".npmrc", ".pypirc", "id_rsa", "id_ecdsa", "id_ed25519":
		return true
	}
	return strings.HasPrefix(name, ".env.")
}

// IsLeftover names what tools leave behind, and what differs between machines.
func IsLeftover(name string) bool {
	return name == "__pycache__" || name == ".DS_Store" || name == ".pytest_cache" || strings.HasSuffix(name, ".pyc")
}
