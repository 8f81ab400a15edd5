package source

import (
	"regexp"
	"slices"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/schema"
)

// sensitive is the name of the attribute by which specs say that a value is secret.
const sensitive = "sensitive"

// marker collects what files mark as sensitive, and where they do so in vain. It goes
// by their text: a mark holds also where the field has no value, as in a layer that
// speaks of all jobs, and what was there before is concealed as well.
type marker struct {
	marks secret.Marks
	diags []diag.Diagnostic
	seen  map[*build.Instance]bool
}

// marksOf collects the marks of files and of the packages that they import.
func marksOf(files []*ast.File, imports []*build.Instance) *marker {
	m := &marker{seen: map[*build.Instance]bool{}}
	m.files(files, imports)
	return m
}

// Marks are what the files mark as sensitive that a stack in dir has or would inherit,
// of whatever package. The stack may be gone.
func (r *Repository) Marks(dir string) secret.Marks {
	m, read := &marker{}, &allowance{}
	for _, at := range upwards(dir) {
		// What cannot be read marks nothing; a stack that needs it says so.
		files, _ := r.parseDirectory(at, "", read)
		m.files(files, nil)
	}
	return m.marks
}

func (m *marker) files(files []*ast.File, imports []*build.Instance) {
	for _, f := range files {
		m.look(f, nil)
	}
	for _, i := range imports {
		if i.ImportPath != schema.ImportPath && !m.seen[i] {
			m.seen[i] = true
			m.files(i.Files, i.Imports)
		}
	}
}

// look looks for attributes in what stands at a path.
func (m *marker) look(n ast.Node, at []secret.Step) {
	ast.Walk(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			below := append(slices.Clone(at), stepOf(n.Label))
			for _, a := range n.Attrs {
				m.attribute(a, below)
			}
			m.look(n.Value, below)
			return false
		case *ast.ListLit:
			for _, e := range n.Elts {
				m.look(e, append(slices.Clone(at), secret.Step{}))
			}
			return false
		case *ast.Attribute:
			m.attribute(n, at) // of the struct that it stands in
		}
		return true
	}, nil)
}

// attribute adds what an attribute at a path marks.
func (m *marker) attribute(a *ast.Attribute, at []secret.Step) {
	name, _ := a.Split()
	switch marks := marksAt(at); {
	case name != sensitive && diag.Suggest(name, []string{sensitive}) != "":
		m.diags = append(m.diags, diag.Diagnostic{Pos: position(a.Pos()), Message: "unknown attribute @" + name + "; did you mean @sensitive?"})
	case name != sensitive:
	case len(marks) == 0:
		m.diags = append(m.diags, diag.Diagnostic{
			Pos: position(a.Pos()), Message: "@sensitive conceals nothing here",
			Help: "it marks variables, hyperparameters, tags and what is in a resource, such as jobs: [_]: environment: API_TOKEN?: string @sensitive()",
		})
	default:
		m.marks = append(m.marks, marks...)
	}
}

// stepOf is the name that a label gives, or a match for those that it may give.
func stepOf(label ast.Label) secret.Step {
	if alias, ok := label.(*ast.Alias); ok {
		if inner, ok := alias.Expr.(ast.Label); ok {
			label = inner
		}
	}
	if pattern, ok := label.(*ast.ListLit); ok && len(pattern.Elts) == 1 {
		return secret.Step{Pattern: regexpOf(pattern.Elts[0])}
	}
	name, _, err := ast.LabelName(label)
	if err != nil {
		return secret.Step{}
	}
	return secret.Step{Text: name}
}

// regexpOf reads =~"pattern", nil for anything else.
func regexpOf(e ast.Expr) *regexp.Regexp {
	unary, ok := e.(*ast.UnaryExpr)
	if !ok || unary.Op != token.MAT {
		return nil
	}
	lit, ok := unary.X.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	text, err := literal.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	return compiled
}
