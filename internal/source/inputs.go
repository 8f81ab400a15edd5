package source

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"

	"github.com/smgen/smgen/schema"
)

// Input is a part of the repository that a stack is made of: the spec files
// directly in the directory Path, or with Deep the file at Path or all that lies
// below it. Path is slash-separated and relative to the repository's root. There
// may be nothing; then what matters is that there is nothing.
type Input struct {
	Path string
	Deep bool
}

// key orders inputs.
func (i Input) key() string {
	if i.Deep {
		return i.Path + "\x00"
	}
	return i.Path
}

// Inputs reads what stacks are made of from their files alone, without evaluating
// them. It is for one goroutine.
type Inputs struct {
	repository *Repository
	files      map[string][]*summary // by directory
	heads      map[string]*summary   // by what files begin with
}

// NewInputs returns a reader of the inputs of the repository's stacks.
func (r *Repository) NewInputs() *Inputs {
	return &Inputs{repository: r, files: map[string][]*summary{}, heads: map[string]*summary{}}
}

// summary is what matters of a spec file here.
type summary struct {
	name    string
	pkg     string
	imports []string
	// code are the texts that may be the path of a launcher's code.
	code []string
	// computed tells that such a path may be another text.
	computed bool
}

// Of returns the inputs of the stack in dir: its own and inherited spec files,
// the packages that they import from the repository, the copy of the schema that
// editors see, which tells the version of smgen, and the code of launchers.
// computed tells that the path of such code is no plain text in a file, so that
// only evaluation tells what else the stack is made of. A file that cannot be
// parsed imports nothing.
func (x *Inputs) Of(dir string) (inputs []Input, computed bool) {
	inputs = []Input{{Path: "cue.mod/module.cue", Deep: true}, SchemaInput()}
	w := &wanted{inputs: x, stack: dir, seen: map[string]bool{}, list: inputs}
	w.directories(upwards(dir), x.packageOf(dir))
	slices.SortFunc(w.list, func(a, b Input) int { return strings.Compare(a.key(), b.key()) })
	return slices.Compact(w.list), w.computed
}

// packageOf is the package that a stack's main file names.
func (x *Inputs) packageOf(dir string) string {
	for _, f := range x.in(dir) {
		if f.name == path.Join(dir, StackFile) {
			return f.pkg
		}
	}
	return ""
}

// in returns the files of a directory.
func (x *Inputs) in(dir string) []*summary {
	if known, ok := x.files[dir]; ok {
		return known
	}
	names, _ := x.repository.specFiles(dir)
	list, read := []*summary{}, &allowance{}
	for _, name := range names {
		if read.isSpent() {
			break
		}
		if s := x.glance(name); s != nil {
			list = append(list, s)
		} else if f, _ := x.repository.parse(name, read); f != nil && leftOut(f) == nil {
			list = append(list, summarize(f))
		}
	}
	x.files[dir] = list
	return list
}

// wanted collects the inputs of one stack.
type wanted struct {
	inputs   *Inputs
	stack    string
	seen     map[string]bool // import paths
	list     []Input
	computed bool
}

// directories adds directories, and what the files of a package in them need.
func (w *wanted) directories(dirs []string, pkg string) {
	for _, dir := range dirs {
		w.list = append(w.list, Input{Path: dir})
		for _, f := range w.inputs.in(dir) {
			if f.pkg == pkg {
				w.file(f)
			}
		}
	}
}

func (w *wanted) file(f *summary) {
	w.computed = w.computed || f.computed
	for _, code := range f.code {
		w.list = append(w.list, CodeInput(w.stack, code)...)
	}
	for _, importPath := range f.imports {
		if w.seen[importPath] {
			continue
		}
		w.seen[importPath] = true
		plain, name := splitName(importPath)
		if plain == schema.ImportPath {
			continue
		}
		dirs, _ := w.inputs.repository.candidates(plain)
		w.directories(dirs, name)
	}
}

// SchemaInput is the copy of the schema that editors see.
func SchemaInput() Input { return Input{Path: "cue.mod/pkg/" + schema.ImportPath, Deep: true} }

// CodeInput is the code at a path relative to a stack's directory, as the launch's
// custom: code names it, or nothing if that lies outside of the repository, where
// no code is taken from.
func CodeInput(dir, code string) []Input {
	at := path.Join(dir, code)
	if path.IsAbs(code) || !filepath.IsLocal(filepath.FromSlash(at)) {
		return nil
	}
	return []Input{{Path: at, Deep: true}}
}

// summarize looks at a file for imports and paths of launchers' code.
func summarize(f *ast.File) *summary {
	s := &summary{name: f.Filename, pkg: f.PackageName()}
	for imported := range f.ImportSpecs() {
		importPath, err := literal.Unquote(imported.Path.Value)
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(importPath, "/")
		switch {
		case strings.Contains(first, "."):
			s.imports = append(s.imports, importPath)
		case first == "encoding":
			// Such a package turns text into fields, which no label shows.
			s.computed = true
		}
	}
	ast.Walk(f, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok && mayBeCode(field.Label) {
			texts := &texts{}
			texts.of(field.Value)
			s.code = append(s.code, texts.list...)
			s.computed = s.computed || texts.computed
		}
		return true
	}, nil)
	return s
}

// mayBeCode reports whether a label is code, as in launch: custom: code, or is
// computed and may be anything.
func mayBeCode(label ast.Label) bool {
	if alias, ok := label.(*ast.Alias); ok {
		inner, ok := alias.Expr.(ast.Label)
		return !ok || mayBeCode(inner)
	}
	name, _, err := ast.LabelName(label)
	return err != nil || name == "code"
}
