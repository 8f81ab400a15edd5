package source

import (
	"fmt"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/diag"
)

// writtenTwice explains two values for a field that stand in two jobs of one name
// in one file, as a copy leaves them, or returns nil. CUE makes one job of both.
func (x *explainer) writtenTwice(path []string, value, other decl) *diag.Diagnostic {
	if len(path) < 3 || path[0] != "jobs" {
		return nil
	}
	var first, second *decl
	for _, job := range x.index.at(path[:2]).decls {
		switch body, ok := job.value.(*ast.StructLit); {
		case !ok || len(body.Elts) < 2:
		case contains(body, value.value):
			first = &job
		case contains(body, other.value):
			second = &job
		}
	}
	if first == nil || second == nil || first.label.Filename() != second.label.Filename() {
		return nil
	}
	if first.label.Compare(second.label) > 0 {
		first, second = second, first
	}
	pos := position(first.label)
	return &diag.Diagnostic{
		Pos: position(second.label), Path: display(path[:2]),
		Message: fmt.Sprintf("a second job of the name %s, of which CUE makes one with that at %s", path[1], pos),
		Help:    "give it a name of its own",
		Related: []diag.Related{{Pos: pos, Message: "the first job of the name"}},
	}
}

// contains reports whether an expression stands between the braces of a struct.
func contains(s *ast.StructLit, e ast.Expr) bool {
	at := e.Pos()
	return s.Lbrace.IsValid() && s.Lbrace.Filename() == at.Filename() && s.Lbrace.Offset() < at.Offset() && at.Offset() < s.Rbrace.Offset()
}
