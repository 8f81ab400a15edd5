package source

import (
	"fmt"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// leftOut returns why a file does not belong to its package, or nil: it has
// the attribute @ignore(), or an @if(…) that does not hold. As in CUE without
// -t, no tag is set. The attributes stand before the package clause.
func leftOut(f *ast.File) *diag.Diagnostic {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.Attribute:
			key, body := d.Split()
			if key == "ignore" || key == "if" && !holds(body) {
				return &diag.Diagnostic{
					Pos:     position(d.Pos()),
					Message: fmt.Sprintf("@%s(%s) leaves the file out, and it holds the stack", key, body),
					Help:    "remove the attribute: smgen sets no tags",
				}
			}
		case *ast.CommentGroup:
		default:
			return nil
		}
	}
	return nil
}

// holds reports whether the condition of @if holds without any tag. One that
// cannot be read does not.
func holds(condition string) bool {
	e, err := parser.ParseExpr("", condition)
	return err == nil && holdsExpr(e)
}

func holdsExpr(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return holdsExpr(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.NOT && !holdsExpr(e.X)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return holdsExpr(e.X) && holdsExpr(e.Y)
		case token.LOR:
			return holdsExpr(e.X) || holdsExpr(e.Y)
		}
	}
	return false
}
