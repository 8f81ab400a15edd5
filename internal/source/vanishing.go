package source

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// vanishing finds the fields in the stack that CUE keeps to itself although
// their author meant them: a hidden field or a definition that nothing refers to,
// such as a variable _DEBUG of the container without quotes, and an optional
// field with a value.
func (x *explainer) vanishing() []finding {
	v := &vanishing{uses: map[string]int{}}
	for _, f := range x.pkg.files {
		v.count(f)
	}
	for _, f := range x.pkg.files {
		for _, d := range f.Decls {
			if field, ok := d.(*ast.Field); ok {
				if name, _ := labelName(field.Label); name == "stack" {
					v.expr(field.Value, nil)
				}
			}
		}
	}
	return v.found
}

type vanishing struct {
	// uses counts how often a name is referred to.
	uses  map[string]int
	found []finding
}

func (v *vanishing) count(f *ast.File) {
	ast.Walk(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			if label, ok := n.Label.(*ast.Ident); ok {
				v.uses[label.Name]--
			}
		case *ast.Ident:
			v.uses[n.Name]++
		}
		return true
	}, nil)
}

func (v *vanishing) decls(decls []ast.Decl, path []string) {
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.Field:
			if name, ok := labelName(d.Label); ok {
				below := append(slices.Clone(path), name)
				v.field(d, below)
				v.expr(d.Value, below)
			}
		case *ast.Comprehension:
			v.expr(d.Value, path)
		}
	}
}

func (v *vanishing) expr(e ast.Expr, path []string) {
	switch e := e.(type) {
	case *ast.StructLit:
		v.decls(e.Elts, path)
	case *ast.ParenExpr:
		v.expr(e.X, path)
	case *ast.BinaryExpr:
		v.expr(e.X, path)
		v.expr(e.Y, path)
	}
}

func (v *vanishing) field(d *ast.Field, path []string) {
	name := path[len(path)-1]
	_, plain := d.Label.(*ast.Ident)
	_, literal := d.Value.(*ast.BasicLit)
	finding := finding{path, diag.Diagnostic{Pos: position(d.Label.Pos()), Path: display(path)}}
	switch {
	case plain && strings.HasPrefix(name, "_") && v.uses[name] <= 0:
		finding.Message = fmt.Sprintf("%s is a hidden field in CUE, and reaches nobody", name)
		finding.Help = fmt.Sprintf("write it in quotes: %q", name)
	case plain && strings.HasPrefix(name, "#") && v.uses[name] <= 0:
		finding.Message = fmt.Sprintf("%s is a definition in CUE, and reaches nobody", name)
		finding.Help = fmt.Sprintf("write it in quotes: %q", name)
	case literal && d.Constraint == token.OPTION:
		finding.Message = fmt.Sprintf("%s? is an optional field in CUE, and sets nothing", name)
		finding.Help = fmt.Sprintf("write %s without the question mark", name)
	default:
		return
	}
	v.found = append(v.found, finding)
}
