package rendered

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// checkPlaces finds what would stop Commit half-way, before it begins: a folder
// where a file belongs, a file where a folder belongs, a link that leads out.
func (w *Writer) checkPlaces(root *os.Root, gone []string) error {
	sound := map[string]bool{}
	for _, name := range slices.Concat(w.differing, gone) {
		if err := w.checkFolders(root, name, sound); err != nil {
			return err
		}
		// A link in the file's own place is replaced or removed, not followed.
		if info, err := root.Lstat(name); err == nil && info.IsDir() {
			return fmt.Errorf("%s is a directory, and a rendered file belongs there; move it away", w.place(name))
		}
	}
	return nil
}

// checkFolders demands that what lies above a file, as far as it exists, are
// directories inside the root. Those that are stand in sound from then on.
func (w *Writer) checkFolders(root *os.Root, name string, sound map[string]bool) error {
	for i, c := range name {
		folder := name[:i]
		if c != '/' || sound[folder] {
			continue
		}
		if _, err := root.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		info, err := root.Stat(folder)
		switch {
		case err != nil:
			return fmt.Errorf("write to %s: %w; move it away", w.place(folder), err)
		case !info.IsDir():
			return fmt.Errorf("%s is a file, and a folder belongs there; move it away", w.place(folder))
		}
		sound[folder] = true
	}
	return nil
}
