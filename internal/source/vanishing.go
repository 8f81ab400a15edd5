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
// such as a variable _DEBUG of the container without quotes, an optional field with
// a value, and a field of the stack that stands beside it.
func (x *explainer) vanishing() []finding {
	uses := x.uses()
	return append(x.index.vanishing(nil, uses), x.beside(uses)...)
}

// beside finds fields of the stack that stand at the root of a file, where a brace
// too early has left them, and that nothing refers to.
func (x *explainer) beside(uses map[string]int) []finding {
	var list []finding
	for _, f := range x.pkg.files {
		for _, d := range f.Decls {
			field, ok := d.(*ast.Field)
			if !ok {
				continue
			}
			name, _ := labelName(field.Label)
			if x.shape.fields[name] == nil || uses[name] > 0 {
				continue
			}
			path := []string{name}
			list = append(list, finding{path, diag.Diagnostic{
				Pos: position(field.Label.Pos()), Path: display(path),
				Message: name + " stands beside the stack, not in it, and sets nothing",
				Help:    "move it between the braces of stack: {…}, or write stack: " + name + ": …",
			}})
		}
	}
	return list
}

// uses counts how often the user's files refer to a name.
func (x *explainer) uses() map[string]int {
	uses := map[string]int{}
	for _, f := range x.pkg.files {
		ast.Walk(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				if label, ok := n.Label.(*ast.Ident); ok {
					uses[label.Name]-- // the label itself is visited, too
				}
			case *ast.Ident:
				uses[n.Name]++
			}
			return true
		}, nil)
	}
	return uses
}

func (x *index) vanishing(path []string, uses map[string]int) []finding {
	var list []finding
	for _, d := range x.decls {
		if f := vanishes(d.field, path, uses); f != nil {
			list = append(list, *f)
		}
	}
	for name, child := range x.fields {
		list = append(list, child.vanishing(append(slices.Clone(path), name), uses)...)
	}
	return list
}

// vanishes explains a field that sets nothing, or returns nil.
func vanishes(d *ast.Field, path []string, uses map[string]int) *finding {
	if d == nil || len(path) == 0 {
		return nil
	}
	name := path[len(path)-1]
	_, plain := d.Label.(*ast.Ident)
	_, literal := d.Value.(*ast.BasicLit)
	unused := plain && uses[name] <= 0
	f := &finding{path, diag.Diagnostic{Pos: position(d.Label.Pos()), Path: display(path), Help: fmt.Sprintf("write it in quotes: %q", name)}}
	switch {
	case unused && strings.HasPrefix(name, "_"):
		f.Message = name + " is a hidden field in CUE, and reaches nobody"
	case unused && strings.HasPrefix(name, "#"):
		f.Message = name + " is a definition in CUE, and reaches nobody"
	case literal && d.Constraint == token.OPTION:
		f.Message = name + "? is an optional field in CUE, and sets nothing"
		f.Help = "write " + name + " without the question mark"
	default:
		return nil
	}
	return f
}
