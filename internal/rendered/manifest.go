package rendered

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ManifestFile is the name of the list of stacks in a rendered directory.
const ManifestFile = "manifest.json"

// manifestVersion is the version of the manifest's form.
const manifestVersion = 1

// Manifest lists the stacks of a rendered directory.
type Manifest struct {
	// SchemaVersion is the version of this form, 1.
	SchemaVersion int `json:"schemaVersion"`
	// Smgen is the version of smgen that rendered the directory.
	Smgen string `json:"smgen"`
	// Schema and Model are the digests of the schema of specs and of the model
	// of CreateTrainingJob that were used, as sha256:<hexadecimal>.
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
	var m Manifest
	name := filepath.Join(dir, ManifestFile)
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return m, nil
	case err != nil:
		return m, fmt.Errorf("read the manifest: %w", err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("read %s: %w; remove it to have a new one written", name, err)
	}
	for _, s := range m.Stacks {
		for _, p := range []string{s.Path, s.Template} {
			if !filepath.IsLocal(filepath.FromSlash(p)) {
				return m, fmt.Errorf("read %s: the path %q leads out of the directory; remove the manifest to have a new one written", name, p)
			}
		}
	}
	return m, nil
}

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
