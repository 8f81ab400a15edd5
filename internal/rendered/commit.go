package rendered

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Commit puts the collected files in place, removes those of stacks that are
// gone, and writes the manifest last, so that a run that dies between two files
// leaves nothing behind that the next run does not find, but perhaps a hidden
// file .smgen-render-…. It returns how many files it changed or removed. Links
// inside the directory that lead out of it are not followed.
//
// Others may render other stacks into the same directory meanwhile: they take
// turns here, and each adds to the manifest that it then finds.
func (w *Writer) Commit() (changed int, err error) {
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return 0, fmt.Errorf("create the directory of rendered templates: %w", err)
	}
	release, err := lock(w.dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = closing(err, release()) }()
	if w.old, err = readManifest(w.dir); err != nil {
		return 0, err
	}
	gone, err := w.finish()
	if err != nil || len(w.differing)+len(gone) == 0 {
		return 0, err
	}
	root, err := os.OpenRoot(w.dir)
	if err != nil {
		return 0, fmt.Errorf("write rendered templates: %w", err)
	}
	defer func() { err = closing(err, root.Close()) }()
	if err := w.checkPlaces(root, gone); err != nil {
		return 0, err
	}
	files, rest := w.steps(gone)
	if err := w.replaceAll(root, files); err != nil {
		return 0, err
	}
	changed = len(files)
	for _, step := range rest {
		done, err := w.take(root, step)
		if err != nil {
			return changed, err
		}
		if done {
			changed++
		}
	}
	return changed, nil
}

// closing returns err, or what went wrong on closing.
func closing(err, onClose error) error {
	if err == nil && onClose != nil {
		return fmt.Errorf("write rendered templates: %w", onClose)
	}
	return err
}

// step is one file that Commit writes or removes.
type step struct {
	name   string
	remove bool
}

// steps returns what Commit does: the stacks' files in whatever order, then the
// rest one by one. The manifest is last: until it is written, the old one still
// names the files to remove.
func (w *Writer) steps(gone []string) (files, rest []step) {
	var last []step
	for _, name := range slices.Sorted(slices.Values(w.differing)) {
		if name == ManifestFile {
			last = []step{{name: name}}
			continue
		}
		files = append(files, step{name: name})
	}
	for _, name := range gone {
		rest = append(rest, step{name: name, remove: true})
	}
	return files, append(rest, last...)
}

// take does one step, and reports whether there was anything to do.
func (w *Writer) take(root *os.Root, s step) (bool, error) {
	if !s.remove {
		return true, w.replace(root, s.name)
	}
	switch err := root.Remove(s.name); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("remove a stack that is gone: %w", err)
	}
	removeEmpty(root, path.Dir(s.name))
	return true, nil
}

// replaceAll replaces files, on all processors: this is the only part of a run
// that has nothing else to do meanwhile. The error is that of the first file, by
// name, that has one.
func (w *Writer) replaceAll(root *os.Root, steps []step) error {
	errs := make([]error, len(steps))
	var workers sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(steps)); i = next.Add(1) - 1 {
				errs[i] = w.replace(root, steps[i].name)
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// replace writes a collected file beside its place and renames it, so that a
// reader sees the old content or the new. It does not wait for the disk: what is
// lost in a power cut is rendered again.
func (w *Writer) replace(root *os.Root, name string) error {
	data, _, err := w.spool.read(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", w.place(name), err)
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", w.place(name), err)
	}
	temporary := path.Join(path.Dir(name), ".smgen-render-"+rand.Text())
	err = root.WriteFile(temporary, data, 0o644)
	if err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", w.place(name), errors.Join(err, removeLeftover(root, temporary)))
	}
	return nil
}

func removeLeftover(root *os.Root, name string) error {
	if err := root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removeEmpty removes a folder and those above it as long as they are empty.
func removeEmpty(root *os.Root, dir string) {
	for dir != "." && root.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}
