package revision

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// maxPointer is how many bytes a pointer of Git LFS has at most, by its
// specification.
const maxPointer = 1024

// pointerText are the lines of a pointer, by the specification of Git LFS.
var pointerText = lazyregexp.New(`^version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]+)\n?$`)

// pointer is what git has of a file that is kept in Git LFS.
type pointer struct {
	digest string // SHA-256, hexadecimal
	size   int64  // in bytes
}

// parsePointer reads a pointer, and reports whether the text is one.
func parsePointer(text []byte) (pointer, bool) {
	if len(text) > maxPointer || !bytes.HasPrefix(text, []byte("version https://git-lfs")) {
		return pointer{}, false
	}
	m := pointerText().FindSubmatch(text)
	if m == nil {
		return pointer{}, false
	}
	size, err := strconv.ParseInt(string(m[2]), 10, 64)
	return pointer{string(m[1]), size}, err == nil
}

// pointerAt reads the blob with an ID if it is a pointer.
func (r *Repository) pointerAt(id plumbing.Hash) (pointer, bool) {
	size, err := r.store.EncodedObjectSize(id)
	if err != nil || size > maxPointer {
		return pointer{}, false
	}
	blob, err := object.GetBlob(r.store, id)
	if err != nil {
		return pointer{}, false
	}
	reader, err := blob.Reader()
	if err != nil {
		return pointer{}, false
	}
	text, err := io.ReadAll(reader)
	if errors.Join(err, reader.Close()) != nil {
		return pointer{}, false
	}
	return parsePointer(text)
}

// stored is where Git LFS keeps the content of a pointer on this disk.
func (r *Repository) stored(p pointer) (string, error) {
	common, err := commonDirectory(r.git)
	if err != nil {
		return "", err
	}
	name := filepath.Join(common, "lfs", "objects", p.digest[:2], p.digest[2:4], p.digest)
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("its content is not in this clone; fetch it with git lfs fetch --all")
	} else if err != nil {
		return "", err
	}
	return name, nil
}

// isContentOf reports whether the file on disk is what a pointer stands for.
func (p pointer) isContentOf(name string) (bool, error) {
	info, err := os.Stat(name)
	if err != nil || info.Size() != p.size {
		return false, err
	}
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	return hex.EncodeToString(sum.Sum(nil)) == p.digest, nil
}
