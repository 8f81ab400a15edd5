package source

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/literal"
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
	// loading are the packages being loaded, each imported by the one before.
	loading []string
	// problems say why imports of the current stack failed.
	problems []diag.Diagnostic
}

func newPackages(r *Repository) *packages {
	p := &packages{repository: r}
	p.context = build.NewContext(build.Loader(p.load))
	return p
}

// instance builds the CUE instance of a stack's files, imports included.
func (p *packages) instance(files []*ast.File) (*build.Instance, []diag.Diagnostic) {
	p.loading, p.problems = nil, nil
	instance := p.context.NewInstance("", p.load)
	for _, f := range files {
		p.add(instance, f)
	}
	p.complete(instance)
	if len(p.problems) > 0 {
		p.loadOthers(files)
		return nil, diag.Sort(p.problems)
	}
	if instance.Err != nil {
		return nil, cueErrors(cueerrors.Errors(instance.Err), position(files[0].Pos()))
	}
	return instance, nil
}

// loadOthers loads the imports at which no problem is known: CUE resolves none
// after the first that fails, and a mistake should not wait for the next run.
func (p *packages) loadOthers(files []*ast.File) {
	for _, f := range files {
		for imported := range f.ImportSpecs() {
			pos := position(imported.Pos())
			importPath, err := literal.Unquote(imported.Path.Value)
			known := slices.ContainsFunc(p.problems, func(d diag.Diagnostic) bool { return d.Pos == pos })
			if err == nil && !known {
				p.load(imported.Pos(), importPath)
			}
		}
	}
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
	if i := slices.Index(p.loading, importPath); i >= 0 {
		return p.failed(pos, importPath, "the packages import one another: "+strings.Join(append(p.loading[i:], importPath), " imports "), "move what both need to a third package")
	}
	p.loading = append(p.loading, importPath)
	defer func() { p.loading = p.loading[:len(p.loading)-1] }()

	instance, known, read := p.context.NewInstance(importPath, p.load), len(p.problems), &allowance{}
	for _, dir := range p.directories(importPath) {
		files, diags := p.repository.parseDirectory(dir, "", read)
		p.problems = append(p.problems, diags...)
		for _, f := range files {
			if f.PackageName() == name && leftOut(f) == nil {
				p.add(instance, f)
			}
		}
	}
	if len(p.problems) > known {
		instance.Err = cueerrors.Newf(pos, "import failed")
		return instance
	}
	if len(instance.Files) == 0 {
		return p.notFound(pos, importPath, name)
	}
	p.complete(instance)
	return instance
}

// directories are the folders whose files make up a package.
func (p *packages) directories(importPath string) []string {
	dirs, own := p.repository.candidates(importPath)
	if own {
		if !p.exists(dirs[0]) {
			return nil
		}
		return dirs
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !p.exists(dir) })
}

// candidates are the folders where a package would stand, and whether it would be
// one of the repository's own module, which inherits from the folders above.
func (r *Repository) candidates(importPath string) (dirs []string, own bool) {
	plain, _, _ := strings.Cut(importPath, "@")
	if plain == r.Module || strings.HasPrefix(plain, r.Module+"/") {
		return upwards(path.Join(".", strings.TrimPrefix(strings.TrimPrefix(plain, r.Module), "/"))), true
	}
	for _, folder := range []string{"cue.mod/gen", "cue.mod/pkg", "cue.mod/usr"} {
		dirs = append(dirs, path.Join(folder, plain))
	}
	return dirs, false
}

// upwards are a directory and those above it, up to the repository's root.
func upwards(dir string) []string {
	dirs := []string{dir}
	for dir != "." {
		dir = path.Dir(dir)
		dirs = append(dirs, dir)
	}
	return dirs
}

func (p *packages) exists(dir string) bool {
	_, err := fs.Stat(p.repository.files(), dir)
	return !errors.Is(err, fs.ErrNotExist)
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

// complete resolves the instance's imports. An error it returns stands in the
// instance, too.
func (p *packages) complete(instance *build.Instance) {
	if err := instance.Complete(); err != nil && instance.Err == nil {
		instance.Err = cueerrors.Promote(err, "")
	}
}
