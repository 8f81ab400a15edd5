package source

import (
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/diag"
)

// closedByUser explains a field that the schema knows, and that a definition of
// the user's own, unified with the struct around it, does not.
func (x *explainer) closedByUser(path []string) *diag.Diagnostic {
	last := len(path) - 1
	parent := x.shape.at(path[:last])
	if parent == nil || parent.fields[path[last]] == nil && parent.element == nil && !parent.open ||
		parent.names != nil && !parent.names.MatchString(path[last]) {
		return nil
	}
	for n := last; n >= 0; n-- {
		for _, d := range x.index.lookup(path[:n]) {
			if name := ownDefinition(d.value); name != "" {
				return &diag.Diagnostic{
					Pos:     position(d.value.Pos()),
					Path:    display(path[:n]),
					Message: name + " is a definition, and so allows no fields but its own",
					Help:    "end it with ..., or make it a hidden field such as _" + strings.ToLower(strings.TrimLeft(name, "#_")),
				}
			}
		}
	}
	return nil
}

// ownDefinition returns the definition of the user's own that an expression
// unifies with, or "".
func ownDefinition(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if strings.HasPrefix(strings.TrimPrefix(e.Name, "_"), "#") {
			return e.Name
		}
	case *ast.ParenExpr:
		return ownDefinition(e.X)
	case *ast.BinaryExpr:
		if name := ownDefinition(e.X); name != "" {
			return name
		}
		return ownDefinition(e.Y)
	}
	return ""
}
