package rendered

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/rogpeppe/go-internal/diff"
)

// Compare writes what Commit would change in templates and manifest, as a
// unified difference, and reports whether there is anything. Origins are left
// out: they move with every line of a spec. label is the directory's name in
// the difference.
func (w *Writer) Compare(out io.Writer, label string) (bool, error) {
	gone, err := w.finish()
	if err != nil {
		return false, err
	}
	differs := false
	names := slices.Concat(w.differing, gone)
	slices.Sort(names)
	for _, name := range names {
		if path.Base(name) == OriginsFile {
			continue
		}
		text, err := w.difference(path.Join(label, name), name)
		if err != nil {
			return differs, err
		}
		differs = differs || len(text) > 0
		if _, err := out.Write(text); err != nil {
			return differs, fmt.Errorf("print the difference: %w", err)
		}
	}
	return differs, nil
}

// difference compares a file in its place with the collected one.
func (w *Writer) difference(label, name string) ([]byte, error) {
	old, oldLabel, err := read(w.place(name), label)
	if err != nil {
		return nil, err
	}
	now, spooled, err := w.spool.read(name)
	if err != nil {
		return nil, err
	}
	nowLabel := label
	if !spooled {
		nowLabel = noFile
	}
	return diff.Diff(oldLabel, old, nowLabel, now), nil
}

// noFile is what tools that read differences expect for a file that is not there.
const noFile = "/dev/null"

// read returns a file's content and its name in a difference; for a file that
// does not exist, that is noFile.
func read(name, label string) ([]byte, string, error) {
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, noFile, nil
	case err != nil:
		return nil, "", fmt.Errorf("compare: %w", err)
	}
	return data, label, nil
}
