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
	"github.com/smgen/smgen/internal/template"
)

// FromDisk reads a rendered directory, a directory of any templates, or one
// template, which is what the file says. Templates that are listed in no manifest
// are known by their path without its extension; the one of a single file has no
// name.
func FromDisk(name string) ([]*review.Side, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, missing(name, err)
	}
	if !info.IsDir() {
		text, err := readTemplate(name)
		if err != nil {
			return nil, err
		}
		return []*review.Side{{Text: text}}, nil
	}
	list := filepath.Join(name, rendered.ManifestFile)
	data, err := os.ReadFile(list)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fromTemplates(name)
	case err != nil:
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	m, err := rendered.ParseManifest(data, list)
	if err != nil {
		return nil, err
	}
	return fromManifest(name, m)
}

func missing(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist; name a rendered directory or a template", name)
	}
	return fmt.Errorf("read the templates: %w", err)
}

func fromManifest(dir string, m rendered.Manifest) ([]*review.Side, error) {
	var list []*review.Side
	for _, s := range m.Stacks {
		file := filepath.Join(dir, filepath.FromSlash(s.Template))
		text, err := readTemplate(file)
		if err != nil {
			return nil, err
		}
		one := side(s, text)
		// Without origins a review says the same, but not where it comes from.
		if data, err := os.ReadFile(filepath.Join(filepath.Dir(file), rendered.OriginsFile)); err == nil {
			_ = json.Unmarshal(data, &one.Origins)
		}
		list = append(list, one)
	}
	return list, nil
}

// fromTemplates reads all templates below a directory: files with the extension of
// one and with resources in them.
func fromTemplates(dir string) ([]*review.Side, error) {
	var list []*review.Side
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != dir && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !isTemplateName(entry.Name()):
			return nil
		}
		text, err := readTemplate(name)
		if err != nil {
			return nil // a file of something else, such as a list of parameters
		}
		rel, err := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		id := strings.TrimSuffix(rel, path.Ext(rel))
		list = append(list, &review.Side{Identity: review.Identity{Name: id}, Dir: id, Text: text})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds no template: no .json, .yaml, .yml or .template file with Resources; name another directory, or a file", dir)
	}
	slices.SortFunc(list, func(a, b *review.Side) int { return strings.Compare(a.Dir, b.Dir) })
	return list, nil
}

func isTemplateName(name string) bool {
	return slices.Contains([]string{".json", ".yaml", ".yml", ".template"}, path.Ext(name))
}

// readTemplate reads a file that must hold a template.
func readTemplate(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, missing(name, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file; name a rendered directory or a template", name)
	case info.Size() > maxTemplate:
		return nil, fmt.Errorf("%s has %d bytes, and CloudFormation takes templates of 1 MB; name another file", name, info.Size())
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	document, err := template.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the template %s: %w", name, err)
	}
	if len(document.Resources) == 0 {
		return nil, fmt.Errorf("%s has no Resources, so that it is no template; name another file", name)
	}
	return text, nil
}
