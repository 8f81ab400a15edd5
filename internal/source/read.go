package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/smgen/smgen/internal/diag"
)

// CUE needs some hundred times a file's size in memory, and a spec is a few
// kilobytes.
const (
	// maxFileSize bounds a spec file, in bytes.
	maxFileSize = 1 << 20
	// maxPackageSize bounds the files of a stack together with those beside them
	// and beside its layers, which have to be read to know their package.
	maxPackageSize = 4 << 20
	// maxPackageFiles bounds the number of these files.
	maxPackageFiles = 1000
)

// allowance counts the files that are read for one package: a stack's, or an imported one.
type allowance struct{ files, bytes int }

// isSpent reports whether a file was one too many, which is told once.
func (a *allowance) isSpent() bool { return a.files > maxPackageFiles || a.bytes > maxPackageSize }

// take counts a file, and returns what is wrong if that is one too many.
func (a *allowance) take(file string, size int) *diag.Diagnostic {
	a.files++
	a.bytes += size
	message := ""
	switch {
	case a.files > maxPackageFiles:
		message = fmt.Sprintf("more than %d files belong to the package or stand beside its files", maxPackageFiles)
	case a.bytes > maxPackageSize:
		message = fmt.Sprintf("the files of the package and those beside them have more than %d bytes", maxPackageSize)
	default:
		return nil
	}
	return &diag.Diagnostic{Pos: diag.Position{File: file}, Message: message, Help: keepOut}
}

// ReadFile returns the text of a CUE file on disk. One that is not a regular file,
// such as a pipe that never ends, or that has more than 1 MB, is an error.
func ReadFile(name string) ([]byte, error) {
	// Opening a pipe would else wait for somebody to write to it.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was read only
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it is not a regular file")}
	}
	if info.Size() > maxFileSize {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it has %d bytes, and a spec file at most %d; keep data out of specs", info.Size(), maxFileSize)}
	}
	text := make([]byte, 0, info.Size()+1)
	for len(text) < cap(text) {
		n, err := f.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		if errors.Is(err, io.EOF) {
			return text, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("it grew while it was read")}
}
