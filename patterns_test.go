package smgen_test

import (
	"go/ast"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPatterns compiles the regular expressions that the program compiles when it
// first needs them, and objects to those that it would compile whenever it starts.
func TestPatterns(t *testing.T) {
	positions, list := sources(t)
	found := 0
	for _, file := range list {
		if strings.HasPrefix(file.pkg, "tools/") {
			continue
		}
		for _, d := range file.ast.Decls {
			_, inFunc := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				switch at := positions.Position(call.Pos()); called(call) {
				case "regexp.MustCompile":
					if !inFunc {
						t.Errorf("%s: this is compiled whenever the program starts; use lazyregexp.New", at)
					}
				case "lazyregexp.New":
					found++
					pattern, ok := call.Args[0].(*ast.BasicLit)
					if !ok {
						t.Errorf("%s: want a literal pattern, which can be tested", at)
						return true
					}
					text, err := strconv.Unquote(pattern.Value)
					if err == nil {
						_, err = regexp.Compile(text)
					}
					if err != nil {
						t.Errorf("%s: %v", at, err)
					}
				}
				return true
			})
		}
	}
	if found < 50 {
		t.Errorf("%d patterns were found, want most of a hundred", found)
	}
}

// called is the name of a function of another package, such as regexp.Compile; empty
// for what else is called.
func called(call *ast.CallExpr) string {
	if f, ok := call.Fun.(*ast.SelectorExpr); ok {
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}
