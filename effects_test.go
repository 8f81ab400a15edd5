package smgen_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"testing"
)

// mayPanic are the files that read data embedded in the program, which cannot
// fail once the tests have passed.
var mayPanic = []string{"internal/request/model/load.go", "internal/iam/catalogue.go"}

// TestNoHiddenEffects refuses what happens without being called: init functions,
// panics as control flow, and package variables that change.
func TestNoHiddenEffects(t *testing.T) {
	set, list := sources(t)
	variables := packageVariables(list)
	for _, f := range list {
		for _, declaration := range f.ast.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if function.Recv == nil && function.Name.Name == "init" {
				t.Errorf("%s: func init runs on import; call a function instead", set.Position(function.Pos()))
			}
			ast.Inspect(function, func(n ast.Node) bool {
				if problem := hiddenEffect(n, f, variables[f.pkg]); problem != "" {
					t.Errorf("%s: %s", set.Position(n.Pos()), problem)
				}
				return true
			})
		}
	}
}

// packageVariables are the names of the package-level variables by package.
func packageVariables(list []source) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, f := range list {
		if found[f.pkg] == nil {
			found[f.pkg] = map[string]bool{}
		}
		for _, declaration := range f.ast.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok || general.Tok != token.VAR {
				continue
			}
			for _, s := range general.Specs {
				for _, name := range s.(*ast.ValueSpec).Names {
					found[f.pkg][name.Name] = true
				}
			}
		}
	}
	return found
}

// hiddenEffect says what is wrong with a node of a function, or nothing.
func hiddenEffect(n ast.Node, f source, variables map[string]bool) string {
	var written []ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			written = n.Lhs
		}
	case *ast.IncDecStmt:
		written = []ast.Expr{n.X}
	case *ast.CallExpr:
		name, ok := n.Fun.(*ast.Ident)
		if ok && name.Name == "panic" && name.Obj == nil && !slices.Contains(mayPanic, f.name) {
			return "panic: return an error, or a diagnostic if the user made the mistake"
		}
		if ok && (name.Name == "delete" || name.Name == "clear") && len(n.Args) > 0 {
			written = n.Args[:1]
		}
	}
	for _, expression := range written {
		name := root(expression)
		if name != nil && variables[name.Name] && isPackageLevel(name, f) {
			return fmt.Sprintf("the package variable %s changes: make it a value that is passed", name.Name)
		}
	}
	return ""
}

// root is the variable that an expression such as v.field[key] is a part of.
func root(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return root(e.X)
	case *ast.SelectorExpr:
		return root(e.X)
	case *ast.StarExpr:
		return root(e.X)
	case *ast.ParenExpr:
		return root(e.X)
	}
	return nil
}

// isPackageLevel reports whether a name is no local variable. The parser leaves
// names from other files of the package unresolved.
func isPackageLevel(name *ast.Ident, f source) bool {
	return name.Obj == nil || f.ast.Scope.Lookup(name.Name) == name.Obj
}
