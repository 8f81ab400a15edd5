package source

import (
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

// texts are the texts that an expression can be, as far as it shows them.
type texts struct {
	list []string
	// computed tells that it can be others.
	computed bool
}

// of adds the texts that an expression can be. The fields of structs are not its
// own.
func (t *texts) of(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		t.literal(e)
	case *ast.ParenExpr:
		t.of(e.X)
	case *ast.Alias:
		t.of(e.Expr)
	case *ast.UnaryExpr:
		// All but the mark of a default are bounds, which give no value.
		if e.Op == token.MUL {
			t.of(e.X)
		}
	case *ast.BinaryExpr:
		if e.Op != token.AND && e.Op != token.OR {
			t.computed = true
			return
		}
		t.of(e.X)
		t.of(e.Y)
	case *ast.Ident:
		t.computed = t.computed || !isNoText(e)
	case *ast.StructLit:
		t.embedded(e)
	case *ast.CallExpr:
		builtin, ok := e.Fun.(*ast.Ident)
		t.computed = t.computed || !ok || builtin.Name != "error" || builtin.Node != nil
	case *ast.BottomLit:
	default:
		t.computed = true
	}
}

func (t *texts) literal(e *ast.BasicLit) {
	if e.Kind != token.STRING {
		return
	}
	text, err := literal.Unquote(e.Value)
	t.computed = t.computed || err != nil
	t.list = append(t.list, text)
}

// embedded adds the texts in a struct that is a text, such as {"x"}.
func (t *texts) embedded(e *ast.StructLit) {
	for _, d := range e.Elts {
		switch d := d.(type) {
		case *ast.EmbedDecl:
			t.of(d.Expr)
		case *ast.Comprehension:
			t.of(d.Value)
		}
	}
}

// isNoText reports whether a name stands for a type or for a struct. What else it
// stands for may be declared in other files as well.
func isNoText(e *ast.Ident) bool {
	switch node := e.Node.(type) {
	case nil:
		return e.Name == "string" || e.Name == "_"
	case *ast.StructLit:
		inner := &texts{}
		inner.of(node)
		return !inner.computed && len(inner.list) == 0
	case *ast.Field:
		literal, ok := node.Value.(*ast.StructLit)
		return ok && isNoText(&ast.Ident{Node: literal})
	}
	return false
}
