package sides

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/rendered"
	"github.com/smgen/smgen/internal/review"
)

// FromDisk reads a rendered directory, a directory of any templates, or one
// template, which is what the file says. Templates that are listed in no manifest
// are known by their path without its extension; the one of a single file has no
// name. Links that lead out of a directory are not followed: who made the directory
// may be somebody else than who compares it.
func FromDisk(name string) ([]*review.Side, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, missing(name, err)
	}
	if !info.IsDir() {
		dir := filepath.Dir(name)
		text, err := folder{os.DirFS(dir), dir}.template(filepath.Base(name))
		if err != nil {
			return nil, err
		}
		return []*review.Side{{Text: text}}, nil
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	defer func() { _ = root.Close() }() // it was read only
	f := folder{root.FS(), name}
	if _, err := fs.Stat(f.files, rendered.ManifestFile); errors.Is(err, fs.ErrNotExist) {
		return f.any()
	}
	data, err := f.read(rendered.ManifestFile, maxManifest)
	if err != nil {
		return nil, err
	}
	m, err := rendered.ParseManifest(data, f.path(rendered.ManifestFile))
	if err != nil {
		return nil, err
	}
	return f.listed(m)
}

func missing(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist; name a rendered directory or a template", name)
	}
	return fmt.Errorf("read the templates: %w", err)
}

// listed reads the templates that a manifest lists.
func (f folder) listed(m rendered.Manifest) ([]*review.Side, error) {
	var list []*review.Side
	for _, s := range m.Stacks {
		text, err := f.template(s.Template)
		if err != nil {
			return nil, err
		}
		one := side(s, text)
		Owned(one)
		// Without origins a review says the same, but not where it comes from.
		if data, err := f.read(path.Join(path.Dir(s.Template), rendered.OriginsFile), maxOrigins); err == nil {
			_ = json.Unmarshal(data, &one.Origins)
		}
		list = append(list, one)
	}
	return list, nil
}

// any reads all templates: files with the extension of one and with resources in
// them. One that is called template is one, or a mistake.
func (f folder) any() ([]*review.Side, error) {
	var list []*review.Side
	err := fs.WalkDir(f.files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("read the templates in %s: %w", f.dir, err)
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || !isTemplateName(entry.Name()):
			return nil
		}
		text, err := f.maybe(name, entry)
		if err != nil || text == nil {
			return err
		}
		id := strings.TrimSuffix(name, path.Ext(name))
		list = append(list, &review.Side{Identity: review.Identity{Name: id}, Dir: id, Text: text})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds no template: no .json, .yaml, .yml or .template file with Resources; name another directory, or a file", f.dir)
	}
	slices.SortFunc(list, func(a, b *review.Side) int { return strings.Compare(a.Dir, b.Dir) })
	return list, nil
}

// maybe reads a file that may be a template, and returns nil if it is something else,
// such as a list of parameters, or data.
func (f folder) maybe(name string, entry fs.DirEntry) ([]byte, error) {
	if strings.TrimSuffix(entry.Name(), path.Ext(name)) == "template" {
		return f.template(name)
	}
	if info, err := entry.Info(); !entry.Type().IsRegular() || err == nil && info.Size() > maxTemplate {
		return nil, nil
	}
	text, err := f.read(name, maxTemplate)
	if err != nil || check(text) != nil {
		return nil, err
	}
	return text, nil
}

func isTemplateName(name string) bool {
	return slices.Contains([]string{".json", ".yaml", ".yml", ".template"}, path.Ext(name))
}
