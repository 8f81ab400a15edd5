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
	"strings"
)

// Writer collects rendered stacks for one directory.
type Writer struct {
	dir string
	// spool holds what differs from dir.
	spool *spool
	old   Manifest
	now   Manifest
	// exists tells whether a stack is still in the repository of specs.
	exists func(stack string) bool
	// folded are the stacks' paths by their lower-case form.
	folded map[string]string
	// differing are the slash-separated paths of the spooled files.
	differing []string
}

// Header is what all stacks of a manifest share.
type Header struct{ Smgen, Schema, Model string }

// New returns a writer for dir, which need not exist, and which nothing but
// Commit touches. exists tells whether a stack that the old manifest lists is
// still in the repository; those that are not, and that are not rendered now,
// are removed.
func New(dir string, h Header, exists func(stack string) bool) (*Writer, error) {
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return nil, fmt.Errorf("%s is a file; name a directory", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the directory of rendered templates: %w", err)
	}
	old, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	spool, err := newSpool()
	if err != nil {
		return nil, fmt.Errorf("collect rendered templates: %w; point TMPDIR at a directory that can be written", err)
	}
	return &Writer{
		dir: dir, spool: spool, old: old, exists: exists, folded: map[string]string{},
		now: Manifest{SchemaVersion: manifestVersion, Smgen: h.Smgen, Schema: h.Schema, Model: h.Model, Stacks: []Stack{}},
	}, nil
}

// Close removes what was collected.
func (w *Writer) Close() error {
	if err := w.spool.close(); err != nil {
		return fmt.Errorf("remove temporary files: %w", err)
	}
	return nil
}

// Add collects one stack. templateFile is the template's name, template.json or
// template.yaml; s need not have Template and Digest. Two stacks whose paths
// differ in case alone are an error: they would share a folder on some systems.
func (w *Writer) Add(s Stack, templateFile string, template []byte, origins map[string]string) error {
	lower := strings.ToLower(s.Path)
	if other, taken := w.folded[lower]; taken && other != s.Path {
		return fmt.Errorf("%s and %s differ in upper and lower case alone; rename one of them", other, s.Path)
	}
	w.folded[lower] = s.Path
	text, err := encodeOrigins(origins)
	if err != nil {
		return fmt.Errorf("write the origins of %s: %w", s.Path, err)
	}
	sum := sha256.Sum256(template)
	s.Template, s.Digest = path.Join(s.Path, templateFile), "sha256:"+hex.EncodeToString(sum[:])
	w.now.Stacks = append(w.now.Stacks, s)
	if err := w.collect(s.Template, template); err != nil {
		return err
	}
	return w.collect(path.Join(s.Path, OriginsFile), text)
}

// collect spools a file if it differs from the one in its place.
func (w *Writer) collect(name string, data []byte) error {
	if old, err := os.ReadFile(w.place(name)); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := w.spool.add(name, data); err != nil {
		return fmt.Errorf("collect %s: %w", name, err)
	}
	w.differing = append(w.differing, name)
	return nil
}

// place is where a file belongs in the end.
func (w *Writer) place(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

// finish completes the manifest with the stacks that were not rendered now and
// are still there, collects it, and returns the files of the others.
func (w *Writer) finish() (gone []string, err error) {
	templates := map[string]string{}
	for _, s := range w.now.Stacks {
		templates[s.Path] = s.Template
	}
	for _, s := range w.old.Stacks {
		template, again := templates[s.Path]
		switch {
		case again && template != s.Template:
			gone = append(gone, s.Template)
		case again:
		case w.exists(s.Path):
			w.now.Stacks = append(w.now.Stacks, s)
		default:
			gone = append(gone, s.Template, path.Join(s.Path, OriginsFile))
		}
	}
	text, err := w.now.encode()
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return gone, w.collect(ManifestFile, text)
}
