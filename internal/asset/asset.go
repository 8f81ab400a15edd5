package asset

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/diag"
)

// Asset is the code of one launcher.
type Asset struct {
	// Path is slash-separated and relative to the repository's root.
	Path string
	// Zip is the zip file.
	Zip []byte
	// Files are the names of the files inside, in order.
	Files []string
}

// Digest is the hexadecimal SHA-256 of the zip file.
func (a *Asset) Digest() string {
	sum := sha256.Sum256(a.Zip)
	return hex.EncodeToString(sum[:])
}

// maxUnzipped is Lambda's limit for the code of a function, unzipped, in bytes.
const maxUnzipped = 250 << 20

// Read reads the code at name, relative to dir, in the repository at root. All
// paths are slash-separated; dir is relative to root.
func Read(root, dir, name string) (*Asset, error) {
	rel := path.Join(dir, name)
	if path.IsAbs(name) || !filepath.IsLocal(filepath.FromSlash(rel)) {
		return nil, fmt.Errorf("%s lies outside the repository; give a path inside it, relative to the stack's directory", name)
	}
	at, err := inside(root, filepath.Join(root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, fmt.Errorf("%s %w", rel, err)
	}
	a := &Asset{Path: rel}
	if err := a.read(root, at); err != nil {
		return nil, fmt.Errorf("%s %w", rel, err)
	}
	return a, nil
}

// read reads the directory or zip file at a path without links.
func (a *Asset) read(root, at string) error {
	info, err := os.Stat(at)
	switch {
	case err != nil:
		return errors.New(diag.Reason(err))
	case info.IsDir():
		return a.zipDirectory(root, at)
	case !info.Mode().IsRegular():
		return errors.New("is neither a directory nor a zip file")
	}
	return a.readZip(at, info.Size())
}

// inside resolves all links of a path, and refuses one that leads out of root or
// to what must not be deployed.
func inside(root, name string) (string, error) {
	resolved, err := filepath.EvalSymlinks(name)
	if err != nil {
		// The system has better words for links in a loop.
		if _, known := os.Stat(name); known != nil {
			err = known
		}
		return "", errors.New(diag.Reason(err))
	}
	base, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", errors.New(diag.Reason(err))
	}
	rel, err := filepath.Rel(base, resolved)
	if err != nil || !filepath.IsLocal(rel) {
		return "", errors.New("is a link that leads out of the repository; copy the files instead")
	}
	for step := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
		if isForbidden(step) {
			return "", fmt.Errorf("leads to %s, which must not be deployed; choose other code", filepath.ToSlash(rel))
		}
	}
	return resolved, nil
}

func (a *Asset) readZip(name string, size int64) error {
	if size > maxUnzipped {
		return fmt.Errorf("has %d bytes, and Lambda takes %d", size, maxUnzipped)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return errors.New(diag.Reason(err))
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errors.New("is neither a directory nor a zip file")
	}
	var unzipped uint64
	for _, f := range archive.File {
		if f.UncompressedSize64 > maxUnzipped {
			// Two such sizes could have a sum that looks small.
			return fmt.Errorf("contains %s, which unzips to %d bytes, and Lambda takes %d", f.Name, f.UncompressedSize64, maxUnzipped)
		}
		unzipped += f.UncompressedSize64
		for step := range strings.SplitSeq(f.Name, "/") {
			if isForbidden(step) {
				return fmt.Errorf("contains %s, which must not be deployed; zip the code without it", f.Name)
			}
		}
		if !f.FileInfo().IsDir() {
			a.Files = append(a.Files, f.Name)
		}
	}
	if len(a.Files) == 0 {
		return errors.New("has no files")
	}
	if unzipped > maxUnzipped {
		return fmt.Errorf("unzips to %d bytes, and Lambda takes %d", unzipped, maxUnzipped)
	}
	slices.Sort(a.Files)
	a.Zip = data
	return nil
}

// zipDirectory packs the files below dir in the order of their names, with one
// date, two modes and no compression, whose output differs between versions of
// its library.
func (a *Asset) zipDirectory(root, dir string) error {
	files, err := list(root, dir, maxFiles)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("has no files")
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return fmt.Errorf("cannot be zipped: %w", err)
		}
		if int64(out.Len())+f.size > maxUnzipped {
			return fmt.Errorf("has more than %d bytes, and Lambda takes no more", maxUnzipped)
		}
		data, err := os.ReadFile(f.path)
		if err != nil {
			return fmt.Errorf("cannot be zipped: %s %s", f.name, diag.Reason(err))
		}
		if _, err := entry.Write(data); err != nil {
			return fmt.Errorf("cannot be zipped: %w", err)
		}
		a.Files = append(a.Files, f.name)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("cannot be zipped: %w", err)
	}
	a.Zip = out.Bytes()
	return nil
}

func statFile(name string) (fs.FileInfo, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, errors.New(diag.Reason(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	}
	return info, nil
}
