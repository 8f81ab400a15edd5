package rendered

import (
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
)

// originsFile is the name of a stack's origins.
const originsFile = "origins.json"

// Writer collects rendered stacks for one directory.
type Writer struct {
	dir     string
	staging string
	old     Manifest
	now     Manifest
	// exists tells whether a stack is still in the repository of specs.
	exists func(stack string) bool
	// files are the paths of the collected files, slash-separated.
	files []string
}

// Header is what all stacks of a manifest share.
type Header struct{ Smgen, Schema, Model string }

// New returns a writer for dir, which need not exist. exists tells whether a
// stack that the old manifest lists is still in the repository; those that are
// not, and that are not rendered now, are removed. Files are collected beside
// dir, or in the directory for temporary files if nothing is to be committed.
func New(dir string, h Header, exists func(stack string) bool, commit bool) (*Writer, error) {
	old, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	beside := os.TempDir()
	if commit {
		beside = parent(dir)
	}
	staging, err := os.MkdirTemp(beside, ".smgen-render-")
	if err != nil {
		return nil, fmt.Errorf("write to %s: %w", dir, err)
	}
	return &Writer{
		dir: dir, staging: staging, old: old, exists: exists,
		now: Manifest{SchemaVersion: manifestVersion, Smgen: h.Smgen, Schema: h.Schema, Model: h.Model, Stacks: []Stack{}},
	}, nil
}

// parent is the nearest directory above dir that exists, so that what is
// collected lies on the same file system.
func parent(dir string) string {
	for at := filepath.Dir(filepath.Clean(dir)); ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && info.IsDir() || at == filepath.Dir(at) {
			return at
		}
	}
}

// Close removes what was collected and not put in place.
func (w *Writer) Close() error { return os.RemoveAll(w.staging) }

// Add collects one stack. templateFile is the template's name, such as
// template.json; s need not have Template and Digest.
func (w *Writer) Add(s Stack, templateFile string, template []byte, origins map[string]string) error {
	text, err := encode(origins)
	if err != nil {
		return fmt.Errorf("write the origins of %s: %w", s.Path, err)
	}
	sum := sha256.Sum256(template)
	s.Template, s.Digest = path.Join(s.Path, templateFile), "sha256:"+hex.EncodeToString(sum[:])
	w.now.Stacks = append(w.now.Stacks, s)
	if err := w.stage(s.Template, template); err != nil {
		return err
	}
	return w.stage(path.Join(s.Path, originsFile), text)
}

func (w *Writer) stage(name string, data []byte) error {
	w.files = append(w.files, name)
	at := filepath.Join(w.staging, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.WriteFile(at, data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// finish completes the manifest with the stacks that were not rendered now and
// are still there, and returns the files of the others.
func (w *Writer) finish() (gone []string, err error) {
	rendered := map[string]string{}
	for _, s := range w.now.Stacks {
		rendered[s.Path] = s.Template
	}
	for _, s := range w.old.Stacks {
		template, again := rendered[s.Path]
		switch {
		case again && template != s.Template:
			gone = append(gone, s.Template)
		case again:
		case w.exists(s.Path):
			w.now.Stacks = append(w.now.Stacks, s)
		default:
			gone = append(gone, s.Template, path.Join(s.Path, originsFile))
		}
	}
	text, err := w.now.encode()
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	slices.Sort(w.files)
	return gone, w.stage(ManifestFile, text)
}

// Commit puts the collected files in place, the manifest last, and removes those
// of stacks that are gone. It returns how many files it changed or removed.
func (w *Writer) Commit() (int, error) {
	gone, err := w.finish()
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, name := range w.files {
		moved, err := w.place(name)
		if err != nil {
			return changed, fmt.Errorf("write %s: %w", filepath.Join(w.dir, filepath.FromSlash(name)), err)
		}
		if moved {
			changed++
		}
	}
	for _, name := range gone {
		at := filepath.Join(w.dir, filepath.FromSlash(name))
		if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return changed, fmt.Errorf("remove a stack that is gone: %w", err)
		}
		changed++
		w.removeEmpty(filepath.Dir(at))
	}
	return changed, nil
}

// place moves a collected file to its place, unless it is there already.
func (w *Writer) place(name string) (bool, error) {
	from := filepath.Join(w.staging, filepath.FromSlash(name))
	to := filepath.Join(w.dir, filepath.FromSlash(name))
	now, err := os.ReadFile(from)
	if err != nil {
		return false, err
	}
	if old, err := os.ReadFile(to); err == nil && bytes.Equal(old, now) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return false, err
	}
	return true, os.Rename(from, to)
}

// removeEmpty removes a folder, and those above it up to the rendered directory,
// as long as they are empty.
func (w *Writer) removeEmpty(at string) {
	root := filepath.Clean(w.dir)
	for at != root && strings.HasPrefix(at, root) && os.Remove(at) == nil {
		at = filepath.Dir(at)
	}
}
