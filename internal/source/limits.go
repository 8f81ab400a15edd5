package source

import (
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

// isLimit reports whether an expression constrains values, and is none itself.
func isLimit(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return isLimit(e.X)
	case *ast.UnaryExpr:
		return e.Op != token.SUB && e.Op != token.ADD && e.Op != token.NOT
	case *ast.BinaryExpr:
		return e.Op == token.OR || e.Op == token.AND && (isLimit(e.X) && isLimit(e.Y))
	case *ast.Ident:
		switch e.Name {
		case "string", "int", "bool", "number", "float", "bytes", "_", "uint", "int32", "int64":
			return true
		}
	}
	return isErrorCall(e)
}

// isErrorCall reports whether an expression is error("…").
func isErrorCall(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "error" && len(call.Args) == 1
}

// isNested reports whether an expression is a struct or a list.
func isNested(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StructLit, *ast.ListLit:
		return true
	case *ast.ParenExpr:
		return isNested(e.X)
	case *ast.BinaryExpr:
		return e.Op == token.AND && (isNested(e.X) || isNested(e.Y))
	}
	return false
}

// errorText returns the text of the error("…") in an expression, or "".
func errorText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return errorText(e.X)
	case *ast.BinaryExpr:
		if words := errorText(e.Y); words != "" {
			return words
		}
		return errorText(e.X)
	case *ast.CallExpr:
		if !isErrorCall(e) {
			return ""
		}
		if lit, ok := e.Args[0].(*ast.BasicLit); ok {
			words, err := literal.Unquote(lit.Value)
			if err == nil {
				return words
			}
		}
	}
	return ""
}
