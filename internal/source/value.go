package source

import (
	"fmt"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
)

// valueOf returns the value that the user's expression at a field has and, if
// it stands elsewhere, where. It is what CUE compares with what the schema
// wants, or the literal that the error points to; "" if neither tells.
func (x *explainer) valueOf(f *fault, e errors.Error) (string, diag.Position) {
	var from diag.Position
	var literal string
	for _, pos := range userPositions(e) {
		if !x.index.isAt(f.path, pos) && !x.index.isAt(nil, pos) {
			from, literal = pos, text(x.literalAt(pos))
			break
		}
	}
	preset := text(x.presetOf(f.path))
	for _, e := range f.errors {
		wording, args := e.Msg()
		switch {
		case strings.HasPrefix(wording, "invalid value %v") && len(args) > 0:
			return cut(fmt.Sprint(args[0])), from
		case strings.HasPrefix(wording, "conflicting values %s and %s"):
			for _, arg := range args[:2] {
				if value := fmt.Sprint(arg); value != preset && !isKind(value) {
					return cut(value), from
				}
			}
		}
	}
	return literal, from
}

// literalAt returns the literal that stands at a place in the stack's files.
func (x *explainer) literalAt(pos diag.Position) ast.Expr {
	var found ast.Expr
	for _, f := range x.pkg.files {
		if f.Filename != pos.File {
			continue
		}
		ast.Walk(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && position(lit.Pos()) == pos {
				found = lit
			}
			return found == nil
		}, nil)
	}
	return found
}

// presetOf is the default of a field, whoever gives it.
func (x *explainer) presetOf(path []string) ast.Expr {
	value, _ := x.defaultOf(path)
	return value
}

// isKind reports whether what CUE prints is a kind of value or a bound.
func isKind(value string) bool {
	return value == "" || strings.ContainsAny(value[:1], "<>=![{") ||
		slices.Contains([]string{"string", "int", "bool", "number", "float", "bytes", "null"}, value)
}
