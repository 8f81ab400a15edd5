package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// packages resolves imports: the schema from the copy inside smgen, packages of
// the repository's own module from its folders, and others from cue.mod/pkg,
// gen and usr. CUE's standard library needs no files. Nothing is downloaded.
type packages struct {
	repository *Repository
	context    *build.Context
}

func newPackages(r *Repository) *packages {
	p := &packages{repository: r}
	p.context = build.NewContext(build.Loader(p.load))
	return p
}

// load answers CUE's request for the package at an import path; nil means that
// CUE itself knows it.
func (p *packages) load(pos token.Pos, importPath string) *build.Instance {
	importPath, name := splitName(importPath)
	if importPath == schema.ImportPath {
		return p.schema()
	}
	if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") {
		return nil
	}
	instance := p.context.NewInstance(importPath, p.load)
	found := false
	for _, dir := range p.directories(importPath) {
		entries, err := os.ReadDir(p.repository.abs(dir))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return p.failed(pos, importPath, reason(err))
		}
		for _, entry := range entries {
			if entry.IsDir() || !isSpecFile(entry.Name()) {
				continue
			}
			file, problems := p.repository.parse(path.Join(dir, entry.Name()))
			if len(problems) > 0 {
				return p.failed(pos, importPath, problems[0].Pos.String()+": "+problems[0].Message)
			}
			if file.PackageName() == name {
				found = true
				p.add(instance, file)
			}
		}
	}
	if !found {
		return p.failed(pos, importPath, "no such package")
	}
	p.complete(instance)
	return instance
}

// directories are the folders whose files make up a package.
func (p *packages) directories(importPath string) []string {
	module, _, _ := strings.Cut(p.repository.Module, "@")
	if importPath == module {
		return []string{"."}
	}
	if below, ok := strings.CutPrefix(importPath, module+"/"); ok {
		return []string{below}
	}
	return []string{"cue.mod/gen/" + importPath, "cue.mod/pkg/" + importPath, "cue.mod/usr/" + importPath}
}

func (p *packages) schema() *build.Instance {
	instance := p.context.NewInstance(schema.ImportPath, p.load)
	files, err := schema.Files()
	if err != nil {
		instance.Err = cueerrors.Promote(err, "read the embedded schema")
		return instance
	}
	for _, f := range files {
		parsed, err := parser.ParseFile(schemaFile(f.Name), f.Source)
		if err != nil {
			instance.Err = cueerrors.Promote(err, "parse the embedded schema")
			return instance
		}
		p.add(instance, parsed)
	}
	p.complete(instance)
	return instance
}

func (p *packages) add(instance *build.Instance, file *ast.File) {
	if err := instance.AddSyntax(file); err != nil {
		instance.Err = cueerrors.Append(instance.Err, err)
	}
}

func (p *packages) complete(instance *build.Instance) {
	if err := instance.Complete(); err != nil {
		instance.Err = cueerrors.Append(instance.Err, cueerrors.Promote(err, ""))
	}
}

// failed returns an instance that carries the reason why an import failed.
func (p *packages) failed(pos token.Pos, importPath, why string) *build.Instance {
	instance := p.context.NewInstance(importPath, p.load)
	instance.Err = cueerrors.Newf(pos, "import %q: %s%s", importPath, why, p.importHelp(importPath))
	return instance
}

func (p *packages) importHelp(importPath string) string {
	if near := diag.Suggest(importPath, []string{schema.ImportPath}); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Sprintf("; smgen provides %q, packages of this repository start with %q, and others stand under cue.mod/pkg", schema.ImportPath, p.repository.Module)
}

// splitName separates an import path from the package name: the part behind a
// colon, or else the path's last element.
func splitName(importPath string) (string, string) {
	if before, name, ok := strings.Cut(importPath, ":"); ok {
		return before, name
	}
	base, _, _ := strings.Cut(importPath, "@")
	return importPath, path.Base(base)
}
