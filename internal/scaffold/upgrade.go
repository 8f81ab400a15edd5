package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

// Repinned is a pin that was brought to another version.
type Repinned struct {
	source.Pin
	// To is the version that it names now.
	To string
}

// Upgrade brings the repository that dir belongs to to a version of smgen: its
// copy of the schema, and its pins. It returns what became of the schema, and the
// pins that changed. In a file with a pin, nothing but the version is touched.
func Upgrade(dir, version string) ([]File, []Repinned, error) {
	repository, err := source.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	if path.Join(repository.Module, "schema") == schema.ImportPath {
		return nil, nil, fmt.Errorf("%s is smgen itself, and its schema needs no copy; name a repository of specs", repository.Dir)
	}
	pins, err := repository.Pins()
	if err != nil {
		return nil, nil, err
	}
	changed, err := upgradeSchema(repository.Dir)
	if err != nil {
		return changed, nil, err
	}
	var repinned []Repinned
	for _, pin := range pins {
		if pin.Version == version {
			continue
		}
		if err := repin(repository.Dir, pin, version); err != nil {
			return changed, repinned, err
		}
		repinned = append(repinned, Repinned{pin, version})
	}
	return changed, repinned, nil
}

// upgradeSchema makes the copy of the schema that of this smgen.
func upgradeSchema(dir string) ([]File, error) {
	committed, err := committedSchema(dir)
	if err != nil {
		return nil, err
	}
	embedded, err := schemaCopy()
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the repository: %w", err)
	}
	defer func() { _ = root.Close() }()
	if err := root.MkdirAll(schemaDir, 0o755); err != nil {
		return nil, fmt.Errorf("create %s: %w", schemaDir, err)
	}
	var changed []File
	for _, name := range slices.Sorted(maps.Keys(embedded)) {
		if sameText(committed[name], embedded[name]) {
			continue
		}
		if err := replace(root, name, embedded[name], 0o644); err != nil {
			return changed, err
		}
		what := "created"
		if committed[name] != nil {
			what = "updated"
		}
		changed = report(changed, name, what)
	}
	for _, name := range slices.Sorted(maps.Keys(committed)) {
		if embedded[name] != nil {
			continue
		}
		if err := root.Remove(name); err != nil {
			return changed, fmt.Errorf("remove what is no longer part of the schema: %w", err)
		}
		changed = append(changed, File{name, "removed"})
	}
	return changed, nil
}

// repin writes a version in the place of the one that a pin names.
func repin(dir string, pin source.Pin, version string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the repository: %w", err)
	}
	defer func() { _ = root.Close() }()
	text, err := root.ReadFile(filepath.FromSlash(pin.Pos.File))
	if err != nil {
		return fmt.Errorf("read the pinned version: %w", err)
	}
	if pin.Offset+len(pin.Literal) > len(text) || string(text[pin.Offset:pin.Offset+len(pin.Literal)]) != pin.Literal {
		return fmt.Errorf("edit %s: the file has changed meanwhile; run the command again", pin.Pos)
	}
	info, err := root.Stat(filepath.FromSlash(pin.Pos.File))
	if err != nil {
		return fmt.Errorf("read the pinned version: %w", err)
	}
	edited := slices.Concat(text[:pin.Offset], []byte(strconv.Quote(version)), text[pin.Offset+len(pin.Literal):])
	return replace(root, pin.Pos.File, edited, info.Mode().Perm())
}

// replace writes a file beside the one it replaces, and renames it.
func replace(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	temporary := path.Join(path.Dir(name), ".smgen-"+path.Base(name))
	err := root.WriteFile(temporary, data, mode)
	if err == nil {
		err = root.Rename(temporary, name)
	}
	if err == nil {
		return nil
	}
	if removing := root.Remove(temporary); !errors.Is(removing, fs.ErrNotExist) {
		err = errors.Join(err, removing)
	}
	return fmt.Errorf("write %s: %w", name, err)
}
