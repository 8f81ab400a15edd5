package scaffold

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

//go:embed all:files
var files embed.FS

// schemaDir is where a repository keeps its copy of the schema.
const schemaDir = "cue.mod/pkg/" + schema.ImportPath

// Options say what a new repository is like.
type Options struct {
	// Module is the path of its CUE module, such as acme.example/ml-specs.
	Module string
	// Version is the version of smgen that it pins.
	Version string
	// CI names the pipeline it gets, one of [Pipelines], or is empty.
	CI string
}

// Pipelines are the pipelines that a repository can be given.
func Pipelines() []string { return []string{"github", "gitlab"} }

// File is what became of one file, or of the copy of the schema.
type File struct {
	// Name is slash-separated and relative to the repository; that of a folder
	// ends in a slash.
	Name string
	// What is "created", "kept", "updated" or "removed".
	What string
}

// DefaultModule returns a module path for a repository in a directory of that
// name.
func DefaultModule(dir string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(filepath.Base(dir)))
	if name = strings.Trim(name, "-"); name == "" {
		name = "ml-specs"
	}
	return "example.com/" + name
}

// Write writes a repository that works to dir, which may exist, and returns its
// files in order. Those that are there already are kept as they are.
func Write(dir string, o Options) ([]File, error) {
	if err := source.CheckModulePath(o.Module); err != nil {
		return nil, err
	}
	if above, err := source.Open(filepath.Dir(dir)); err == nil {
		return nil, fmt.Errorf("%s lies in the repository %s; name a directory outside of it, or start in that one", dir, above.Dir)
	}
	contents, err := o.contents()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("create the repository: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("create the repository: %w", err)
	}
	defer func() { _ = root.Close() }()
	var list []File
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		what, err := create(root, name, contents[name])
		if err != nil {
			return list, err
		}
		list = report(list, name, what)
	}
	return list, nil
}

// report adds what became of a file. The files of the schema are told of as one,
// as long as the same became of them.
func report(list []File, name, what string) []File {
	if path.Dir(name) == schemaDir {
		name = schemaDir + "/"
	}
	if f := (File{name, what}); !slices.Contains(list, f) {
		list = append(list, f)
	}
	return list
}

// contents are the files of a new repository by name.
func (o Options) contents() (map[string][]byte, error) {
	contents, err := schemaCopy()
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{"repository", o.CI} {
		if folder == "" {
			continue
		}
		below, err := fs.Sub(files, path.Join("files", folder))
		if err != nil {
			return nil, fmt.Errorf("read the embedded files: %w", err)
		}
		if err := o.execute(below, contents); err != nil {
			return nil, fmt.Errorf("read the embedded files: %w", err)
		}
	}
	return contents, nil
}

// execute adds the files of a folder. Those that end in .tmpl are templates; others
// are taken as they are, and may hold the braces of a pipeline's own expressions.
func (o Options) execute(folder fs.FS, contents map[string][]byte) error {
	return fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !strings.HasSuffix(name, ".tmpl") {
			contents[name], err = fs.ReadFile(folder, name)
			return err
		}
		text, err := template.ParseFS(folder, name)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := text.Execute(&out, o); err != nil {
			return err
		}
		contents[strings.TrimSuffix(name, ".tmpl")] = out.Bytes()
		return nil
	})
}

// create writes a file that does not exist, and keeps one that does.
func create(root *os.Root, name string, data []byte) (string, error) {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return "", fmt.Errorf("create %s: %w; something else has the name of that folder", path.Dir(name), err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return "kept", nil
	case err != nil:
		return "", fmt.Errorf("create %s: %w", name, err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("create %s: %w", name, errors.Join(err, root.Remove(name)))
	}
	return "created", nil
}
