package source

import (
	"fmt"
	"os"
	"path"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/parser"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// specPackage is the text of one stack: its own files and those that it
// inherits.
type specPackage struct {
	// dir is the stack's directory, relative to the repository's root.
	dir   string
	name  string
	files []*ast.File
	// others are the files in the same directories of other packages.
	others     []*ast.File
	repository *Repository
	// sensitive is what the files mark as sensitive, nil for nothing.
	sensitive *spec.Sensitive
	// vain are findings about marks where nothing is concealed.
	vain []diag.Diagnostic
}

// main is the place of the file that makes the directory a stack.
func (p *specPackage) main() diag.Position {
	return diag.Position{File: path.Join(p.dir, StackFile), Line: 1, Column: 1}
}

// mark reads what the files and the packages that they import mark as sensitive.
func (p *specPackage) mark(imports []*build.Instance) {
	m := marksOf(p.files, imports)
	p.vain = m.diags
	if len(m.marks) > 0 {
		p.sensitive = &spec.Sensitive{Marks: m.marks, Lines: linesOf(p.files, m.marks)}
	}
}

// isPrivate reports whether no value at a path may stand in a finding.
func (p *specPackage) isPrivate(path []string) bool {
	return isPrivate(path) || p.sensitive != nil && p.sensitive.Marks.Cover(path...)
}

// incompleteHelp says why a stack may lack what every stack has.
func (p *specPackage) incompleteHelp() string {
	if why := p.notInherited(); why != "" {
		return why
	}
	if below, _ := p.repository.findTree(p.dir, p.dir); len(below) > 1 {
		return fmt.Sprintf("a %s is a stack; a layer for the stacks below has another name, such as defaults.cue", StackFile)
	}
	return ""
}

// notInherited says which file in the directories above is not inherited for
// its package name, or "".
func (p *specPackage) notInherited() string {
	for _, f := range p.others {
		if newIndex([]*ast.File{f}).decls == nil {
			continue
		}
		if name := f.PackageName(); name != "" {
			return fmt.Sprintf("%s is package %s, so package %s does not inherit it; give both one name", f.Filename, name, p.name)
		}
		return fmt.Sprintf("%s has no package clause, so it is not inherited; start it with: package %s", f.Filename, p.name)
	}
	return ""
}

// readPackage parses the files of a stack: all CUE files in dir of the package
// that its stack.cue names, and those of the same package in the directories
// above, up to the repository's root, as CUE does inside a module.
func (r *Repository) readPackage(dir string) (*specPackage, []diag.Diagnostic) {
	pkg := &specPackage{dir: dir, repository: r}
	main := pkg.main()
	read := &allowance{}
	first, diags := r.parse(main.File, read)
	if len(diags) > 0 {
		return nil, diags
	}
	if pkg.name = first.PackageName(); pkg.name == "" {
		return nil, []diag.Diagnostic{{
			Pos:     main,
			Message: "the file has no package clause",
			Help:    "start it with: package stacks",
		}}
	}
	if why := leftOut(first); why != nil {
		return nil, []diag.Diagnostic{*why}
	}
	pkg.files = []*ast.File{first}
	for at := dir; ; at = path.Dir(at) {
		diags = append(diags, r.readDirectory(pkg, at, read)...)
		if at == "." {
			return pkg, diags
		}
	}
}

// readDirectory adds the CUE files in one directory to the package.
func (r *Repository) readDirectory(pkg *specPackage, dir string, read *allowance) []diag.Diagnostic {
	files, diags := r.parseDirectory(dir, pkg.main().File, read)
	for _, f := range files {
		switch {
		case f.PackageName() != pkg.name:
			pkg.others = append(pkg.others, f)
		case leftOut(f) == nil:
			pkg.files = append(pkg.files, f)
		}
	}
	return diags
}

// parseDirectory parses the CUE files in one directory, of whatever package,
// except one that is parsed already.
func (r *Repository) parseDirectory(dir, except string, read *allowance) ([]*ast.File, []diag.Diagnostic) {
	names, err := r.specFiles(dir)
	if err != nil {
		return nil, []diag.Diagnostic{{Pos: diag.Position{File: dir}, Message: diag.Reason(err)}}
	}
	var files []*ast.File
	var diags []diag.Diagnostic
	for _, name := range names {
		if name == except || read.isSpent() {
			continue
		}
		parsed, problems := r.parse(name, read)
		if len(problems) > 0 {
			diags = append(diags, problems...)
			continue
		}
		files = append(files, parsed)
	}
	return files, diags
}

// specFiles returns the paths of the CUE files in a directory. It reads each
// directory once: all stacks inherit from the same few, and the one that holds
// a thousand stacks takes long to list.
func (r *Repository) specFiles(dir string) ([]string, error) {
	if known, ok := r.listings.Load(dir); ok {
		return known.([]string), nil
	}
	entries, err := os.ReadDir(r.abs(dir))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && IsSpecFile(entry.Name()) {
			names = append(names, path.Join(dir, entry.Name()))
		}
	}
	r.listings.Store(dir, names)
	return names, nil
}

// IsSpecFile leaves out what CUE leaves out of a package: hidden files, tool
// files and tests.
func IsSpecFile(name string) bool {
	base, isCUE := strings.CutSuffix(name, ".cue")
	return isCUE && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") &&
		!strings.HasSuffix(base, "_tool") && !strings.HasSuffix(base, "_test")
}

func (r *Repository) parse(file string, read *allowance) (*ast.File, []diag.Diagnostic) {
	source, err := ReadFile(r.abs(file))
	if err != nil {
		return nil, []diag.Diagnostic{{Pos: diag.Position{File: file}, Message: diag.Reason(err)}}
	}
	if exceeded := read.take(file, len(source)); exceeded != nil {
		return nil, []diag.Diagnostic{*exceeded}
	}
	if exceeded := checkBounds(file, source); exceeded != nil {
		return nil, []diag.Diagnostic{*exceeded}
	}
	options := []parser.Option{parser.ParseComments}
	if r.language != "" {
		options = append(options, parser.Version(r.language))
	}
	parsed, err := parser.ParseFile(file, source, options...)
	if err != nil {
		return nil, syntaxErrors(err, source)
	}
	return parsed, nil
}
