package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// conceal takes what the user wrote for a variable or a hyperparameter out of a
// finding about it: people put secrets there, and findings end up in the logs of
// pipelines.
func (x *explainer) conceal(path []string, d *diag.Diagnostic) {
	if !x.pkg.isPrivate(path) {
		return
	}
	for _, written := range x.index.lookup(path) {
		lit, ok := written.value.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue // what else was written, show has left out
		}
		d.Message = strings.ReplaceAll(d.Message, text(lit), `"…"`)
		d.Help = strings.ReplaceAll(d.Help, text(lit), `"…"`)
	}
}

// isPrivate reports whether a path is that of a variable or a hyperparameter of a
// job, of its launcher or of the defaults, or of something in one.
func isPrivate(path []string) bool {
	if len(path) < 3 {
		return len(path) > 1 && path[0] == "defaults" && isPrivateMap(path[1])
	}
	return path[0] == "defaults" && isPrivateMap(path[1]) || path[0] == "jobs" && slices.ContainsFunc(path[2:], isPrivateMap)
}

func isPrivateMap(name string) bool {
	return slices.Contains([]string{"environment", "hyperparameters", "Environment", "HyperParameters"}, name)
}

// show returns the text of what stands at path, for a message, or no more than its
// kind where it is private.
func (x *explainer) show(path []string, e ast.Expr) string {
	if x.pkg.isPrivate(path) {
		return kindOf(e)
	}
	return text(e)
}

// kindOf says what an expression is without what stands in it.
func kindOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StructLit:
		return "{…}"
	case *ast.ListLit:
		return "[…]"
	case *ast.BasicLit:
		switch e.Kind {
		case token.STRING:
			return `"…"`
		case token.INT, token.FLOAT:
			return "a number"
		}
		return e.Value // true, false or null
	case *ast.UnaryExpr:
		return kindOf(e.X)
	case *ast.BinaryExpr:
		if marked := mark(e); marked != nil {
			return "*" + kindOf(marked) + " | _"
		}
	case *ast.Ident, *ast.SelectorExpr:
		return text(e)
	}
	return "another value"
}
