package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// destination is what a report is written to: a stream, or a file that takes its
// name when it is whole.
type destination struct {
	io.Writer
	// file is nil for a stream.
	file *os.File
	// name is the file's as the user gave it, and target where it will be. A
	// pipe or a device has no target: it is written as it is.
	name, target string
}

// createDestination prepares a file at a path. A file that is there already
// stays as it is until commit.
func createDestination(name, path string) (*destination, error) {
	fail := func(err error) (*destination, error) {
		var reason *fs.PathError
		if errors.As(err, &reason) {
			err = reason.Err
		}
		return nil, fmt.Errorf("write the report to %s: %w; name another file with -o", name, err)
	}
	info, err := os.Stat(path)
	mode := fs.FileMode(0o666)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fail(err)
		}
	case err != nil:
		return fail(err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory; name a file in it with -o", name)
	case !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fail(err)
		}
		return &destination{Writer: file, file: file, name: name}, nil
	default:
		mode = info.Mode().Perm()
		// A link goes on to point where it does.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return fail(err)
		}
	}
	file, err := os.OpenFile(filepath.Join(filepath.Dir(path), ".smgen-report-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fail(err)
	}
	return &destination{Writer: file, file: file, name: name, target: path}, nil
}

// commit puts a file that was written in its place.
func (d *destination) commit() error {
	if d.file == nil {
		return nil
	}
	err := d.file.Close()
	if err == nil && d.target != "" {
		err = os.Rename(d.file.Name(), d.target)
	}
	if err != nil {
		return fmt.Errorf("write the report to %s: %w", d.name, err)
	}
	d.file = nil
	return nil
}

// discard removes what was not committed.
func (d *destination) discard() {
	if d.file == nil {
		return
	}
	_ = d.file.Close() // whatever became of it, it is not wanted
	if d.target != "" {
		_ = os.Remove(d.file.Name())
	}
}
