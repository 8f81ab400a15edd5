package rendered

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Compare writes what Commit would change in templates and manifest, as a
// unified difference, and reports whether there is anything. Origins are left
// out: they move with every line of a spec.
func (w *Writer) Compare(out io.Writer) (bool, error) {
	gone, err := w.finish()
	if err != nil {
		return false, err
	}
	differs := false
	for _, name := range append(w.files, gone...) {
		if strings.HasSuffix(name, "/"+originsFile) {
			continue
		}
		old, err := read(filepath.Join(w.dir, filepath.FromSlash(name)))
		if err != nil {
			return differs, err
		}
		now, err := read(filepath.Join(w.staging, filepath.FromSlash(name)))
		if err != nil {
			return differs, err
		}
		text := diff.Diff(filepath.ToSlash(filepath.Join(w.dir, name)), old, name+" (rendered now)", now)
		if len(text) == 0 {
			continue
		}
		differs = true
		if _, err := out.Write(text); err != nil {
			return differs, fmt.Errorf("print the difference: %w", err)
		}
	}
	return differs, nil
}

// read returns a file's content, nothing if there is none.
func read(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	return data, nil
}
