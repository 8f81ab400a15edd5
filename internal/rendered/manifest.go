package rendered

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// OriginsFile is the name of the file beside a template that says which lines of
// the specs it came from.
const OriginsFile = "origins.json"

// ManifestFile is the name of the list of stacks in a rendered directory.
const ManifestFile = "manifest.json"

// manifestVersion is the version of the manifest's form.
const manifestVersion = 1

// Manifest lists the stacks of a rendered directory.
type Manifest struct {
	// SchemaVersion is the version of this form, 1.
	SchemaVersion int `json:"schemaVersion"`
	// Smgen is the version of smgen that wrote to the directory last.
	Smgen string `json:"smgen"`
	// Schema and Model are the digests of the schema of specs and of the model
	// of CreateTrainingJob that it used, as sha256:<hexadecimal>.
	Schema string `json:"schema"`
	Model  string `json:"model"`
	// Stacks are the stacks in the order of their paths.
	Stacks []Stack `json:"stacks"`
}

// Stack is one rendered stack.
type Stack struct {
	// Path is the stack's directory in the repository of specs.
	Path string `json:"path"`
	// Name is the stack's name in CloudFormation.
	Name    string `json:"name"`
	Account string `json:"account"`
	Region  string `json:"region"`
	// Template is the template's file, relative to the rendered directory, and
	// Digest its sha256:<hexadecimal>.
	Template string  `json:"template"`
	Digest   string  `json:"digest"`
	Assets   []Asset `json:"assets,omitempty"`
}

// Asset is a file that the template refers to in the artifact bucket.
type Asset struct {
	// Path is where it comes from, in the repository of specs.
	Path string `json:"path"`
	// Key is its key in the artifact bucket.
	Key string `json:"key"`
	// Digest is its sha256:<hexadecimal>, and Size its size in bytes.
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
}

// readManifest reads the manifest in dir. One that is absent is empty.
func readManifest(dir string) (Manifest, error) {
	name := filepath.Join(dir, ManifestFile)
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Manifest{}, nil
	case err != nil:
		return Manifest{}, fmt.Errorf("read the manifest: %w", err)
	}
	return ParseManifest(data, name)
}

// ParseManifest reads the text of a manifest, wherever it was kept. An error calls
// it by name, and says what to do.
func ParseManifest(data []byte, name string) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("read %s: %w; restore it from git, or remove it to have a new one written", name, err)
	}
	if err := m.check(); err != nil {
		return m, fmt.Errorf("read %s: %w", name, err)
	}
	return m, nil
}

// check refuses a manifest of another form, and one whose paths are not those
// that smgen writes: its entries say which files may be removed.
func (m *Manifest) check() error {
	switch {
	case m.SchemaVersion > manifestVersion:
		return fmt.Errorf("it was written by a newer smgen (%s); use that version, or remove the manifest to have a new one written", m.Smgen)
	case m.SchemaVersion != manifestVersion:
		return fmt.Errorf("it is not a manifest of smgen; name another directory, or remove the file")
	}
	for _, s := range m.Stacks {
		folder, file := path.Split(s.Template)
		switch {
		case !filepath.IsLocal(filepath.FromSlash(s.Path)):
			return fmt.Errorf("the path %q leads out of the directory; restore it from git, or remove it to have a new one written", s.Path)
		case path.Join(s.Path, file) != s.Template || path.Clean(folder) != s.Path || !isTemplate(file):
			return fmt.Errorf("the stack %s cannot have the template %q; restore it from git, or remove it to have a new one written", s.Path, s.Template)
		}
	}
	return nil
}

// isTemplate reports whether a stack's template may have that name.
func isTemplate(file string) bool { return file == "template.json" || file == "template.yaml" }

// encode returns the manifest's text.
func (m Manifest) encode() ([]byte, error) {
	slices.SortFunc(m.Stacks, func(a, b Stack) int { return strings.Compare(a.Path, b.Path) })
	return encode(m)
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
