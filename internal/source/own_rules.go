package source

import (
	"fmt"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
)

// ownRule explains a value that breaks a constraint with which an organisation
// gave its own error("…").
func (x *explainer) ownRule(f *fault, e errors.Error) *diag.Diagnostic {
	rule := position(e.Position())
	if !isUsers(rule) || !isErrorBuiltin(e) && !x.isErrorCallAt(rule) {
		return nil
	}
	for _, written := range x.index.lookup(f.path) {
		if pos := position(written.value.Pos()); pos != rule && !isLimit(written.value) {
			return &diag.Diagnostic{
				Pos:     pos,
				Message: fmt.Sprintf("%s (got %s; the limit is set at %s)", message(e), x.show(f.path, written.value), rule),
				Related: []diag.Related{{Pos: rule, Message: "the limit"}},
			}
		}
	}
	pos, _ := x.place(f, e)
	d := &diag.Diagnostic{Pos: pos, Message: message(e)}
	if d.Pos != rule {
		d.Related = []diag.Related{{Pos: rule, Message: "the rule"}}
	}
	return d
}

// isErrorBuiltin reports whether the error is the text of an error("…") in the
// schema or in the user's files.
func isErrorBuiltin(e errors.Error) bool {
	wording, _ := e.Msg()
	return wording == "%s" && e.Position().IsValid()
}

// isErrorCallAt reports whether an error("…") stands at a place in the user's
// files. One that fills in values, error("… \(x)"), has a wording of its own.
func (x *explainer) isErrorCallAt(pos diag.Position) bool {
	if x.errorCalls == nil {
		x.errorCalls = map[diag.Position]bool{}
		for _, f := range x.pkg.files {
			errorCalls(f, func(call ast.Node) { x.errorCalls[position(call.Pos())] = true })
		}
	}
	return x.errorCalls[pos]
}

func hasErrorCall(e ast.Expr) bool {
	found := false
	errorCalls(e, func(ast.Node) { found = true })
	return found
}

func errorCalls(in ast.Node, visit func(ast.Node)) {
	ast.Walk(in, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && isErrorCall(e) {
			visit(n)
		}
		return true
	}, nil)
}
