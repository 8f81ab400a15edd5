package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Blobs is a directory of files that are named by the SHA-256 of their content.
type Blobs struct {
	dir     string
	durable bool
}

// OpenBlobs returns the blobs in a directory, which it creates for its owner alone.
// For durable see [Open].
func OpenBlobs(dir string, durable bool) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the directory of blobs: %w", err)
	}
	return &Blobs{dir, durable}, nil
}

// Put copies content to a file, whole or not at all, and returns its name: the
// hexadecimal SHA-256. The same content is kept once.
func (b *Blobs) Put(content io.Reader) (name string, err error) {
	file, err := os.CreateTemp(b.dir, "new-*")
	if err != nil {
		return "", fmt.Errorf("write a blob: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write a blob: %w", err), os.Remove(file.Name()))
		}
	}()
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(file, hash), content)
	if err == nil && b.durable {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	name = hex.EncodeToString(hash.Sum(nil))
	return name, os.Rename(file.Name(), filepath.Join(b.dir, name))
}

// Open opens the blob of a name. The caller closes it.
func (b *Blobs) Open(name string) (*os.File, error) {
	return os.Open(filepath.Join(b.dir, filepath.Base(name)))
}

// Read returns a blob's content.
func (b *Blobs) Read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(b.dir, filepath.Base(name)))
}
