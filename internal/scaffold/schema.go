package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

// schemaCopy returns the files of the copy of the schema by name.
func schemaCopy() (map[string][]byte, error) {
	list, err := schema.Files()
	if err != nil {
		return nil, fmt.Errorf("read the embedded schema: %w", err)
	}
	contents := map[string][]byte{}
	for _, f := range list {
		contents[path.Join(schemaDir, f.Name)] = f.Source
	}
	return contents, nil
}

// committedSchema returns the files of the copy of the schema in dir by name,
// none if there is no copy.
func committedSchema(dir string) (map[string][]byte, error) {
	contents := map[string][]byte{}
	at := filepath.Join(dir, filepath.FromSlash(schemaDir))
	entries, err := os.ReadDir(at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the copy of the schema: %w", err)
	}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".cue" {
			continue
		}
		data, err := source.ReadFile(filepath.Join(at, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the copy of the schema: %w", err)
		}
		contents[path.Join(schemaDir, entry.Name())] = data
	}
	return contents, nil
}

// CheckSchema returns a note if the copy of the schema in the repository at dir
// differs from the schema inside smgen. A repository without a copy is fine.
func CheckSchema(dir string) ([]diag.Diagnostic, error) {
	committed, err := committedSchema(dir)
	if err != nil || len(committed) == 0 {
		return nil, err
	}
	embedded, err := schemaCopy()
	if err != nil {
		return nil, err
	}
	same := len(committed) == len(embedded)
	for name, data := range embedded {
		same = same && sameText(committed[name], data)
	}
	if same {
		return nil, nil
	}
	return []diag.Diagnostic{{
		Severity: diag.Note,
		Pos:      diag.Position{File: schemaDir},
		Message:  "the schema for editors differs from the one inside this smgen, which counts",
		Help:     "run smgen init --upgrade",
	}}, nil
}

// sameText compares two texts without regard to line endings, which git may
// have changed.
func sameText(a, b []byte) bool {
	unix := func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
	return a != nil && bytes.Equal(unix(a), unix(b))
}
