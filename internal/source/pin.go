package source

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
	"cuelang.org/go/mod/module"

	"github.com/smgen/smgen/internal/diag"
)

// Pin is a place in a spec file that names the version of smgen that renders
// the repository.
type Pin struct {
	Pos diag.Position
	// Offset is where Literal, the version as it is written, starts in the file,
	// in bytes.
	Offset  int
	Literal string
	// Version is what the literal means.
	Version string
}

// Pins returns the pins in the repository, in the order of their files. A file
// that cannot be read is an error, since it may hold one.
func (r *Repository) Pins() ([]Pin, error) {
	var pins []Pin
	err := filepath.WalkDir(r.Dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("look for the pinned version: %w", err)
		case entry.IsDir() && name != r.Dir && IsSkipped(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !IsSpecFile(entry.Name()):
			return nil
		}
		file, _ := r.rel(name)
		parsed, diags := r.parse(file, &allowance{})
		if len(diags) > 0 {
			return fmt.Errorf("look for the pinned version: %s: %s; run smgen vet", diags[0].Pos, diags[0].Message)
		}
		found, err := pinsIn(parsed)
		pins = append(pins, found...)
		return err
	})
	return pins, err
}

func pinsIn(file *ast.File) ([]Pin, error) {
	var pins []Pin
	for _, d := range newIndex([]*ast.File{file}).lookup([]string{"smgen", "version"}) {
		written := stringsIn(d.value)
		if len(written) != 1 {
			return pins, fmt.Errorf("%s: the version is not written as one string; write it as smgen: version: \"…\"", position(d.value.Pos()))
		}
		version, err := literal.Unquote(written[0].Value)
		if err != nil {
			return pins, fmt.Errorf("%s: read the version: %w", position(written[0].Pos()), err)
		}
		pins = append(pins, Pin{position(written[0].Pos()), written[0].Pos().Offset(), written[0].Value, version})
	}
	return pins, nil
}

// stringsIn returns the string literals in an expression.
func stringsIn(e ast.Expr) []*ast.BasicLit {
	var found []*ast.BasicLit
	ast.Walk(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			found = append(found, lit)
		}
		return true
	}, nil)
	return found
}

// CheckModulePath returns an error that says what is wrong with the path of a
// new repository's CUE module, if anything is.
func CheckModulePath(name string) error {
	const want = "want a domain and a name, such as acme.example/ml-specs"
	domain, _, _ := strings.Cut(name, "/")
	if !strings.Contains(domain, ".") {
		return fmt.Errorf("the module path %q does not start with a domain; %s", name, want)
	}
	if err := module.CheckPathWithoutVersion(name); err != nil || path.Clean(name) != name {
		return fmt.Errorf("the module path %q is not valid in CUE; %s", name, want)
	}
	return nil
}
