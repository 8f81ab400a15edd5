package sides

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/smgen/smgen/internal/template"
)

// folder is a directory on disk; names in it are slash-separated.
type folder struct {
	// files is not embedded: what it can do beyond fs.FS would be lost, and to look at
	// a pipe would be to open it.
	files fs.FS
	// dir is what messages call it.
	dir string
}

func (f folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// read reads a regular file of at most so many bytes: a pipe would never end.
func (f folder) read(name string, most int64) ([]byte, error) {
	info, err := fs.Stat(f.files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(f.path(name), err)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w; name a directory that holds its files itself, or a template", f.path(name), err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file; name a rendered directory or a template", f.path(name))
	case info.Size() > most:
		return nil, fmt.Errorf("%s has %d bytes, and may have %d; name another file", f.path(name), info.Size(), most)
	}
	text, err := fs.ReadFile(f.files, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.path(name), err)
	}
	return text, nil
}

// template reads a file that must hold a template.
func (f folder) template(name string) ([]byte, error) {
	text, err := f.read(name, maxTemplate)
	if err != nil {
		return nil, err
	}
	if err := check(text); err != nil {
		return nil, fmt.Errorf("read the template %s: %w", f.path(name), err)
	}
	return text, nil
}

// check says why a text is no template.
func check(text []byte) error {
	document, err := template.Parse(text)
	if err == nil && len(document.Resources) == 0 {
		err = errors.New("it has no Resources, so that it is no template; name another file")
	}
	return err
}
