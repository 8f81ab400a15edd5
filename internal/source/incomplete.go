package source

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// incomplete explains a value that is not concrete: two defaults, a limit that
// excludes the default, or a type where a value should stand.
func (x *explainer) incomplete(f *fault, e errors.Error) *diag.Diagnostic {
	wording, args := e.Msg()
	if !strings.HasPrefix(wording, "incomplete value") {
		return nil
	}
	written := x.index.lookup(f.path)
	if d := x.twoDefaults(f.path, written); d != nil {
		return d
	}
	if value, pos := x.defaultOf(f.path); value != nil {
		for _, limit := range written {
			if !x.agree(limit.value, value) {
				return x.excludedDefault(f, limit, value, pos)
			}
		}
	}
	field := display(f.path)
	for _, d := range written {
		return &diag.Diagnostic{
			Pos:     position(d.value.Pos()),
			Message: text(d.value) + " allows values, and gives none",
			Help:    "give " + field + " a value",
		}
	}
	return &diag.Diagnostic{
		Pos:     x.index.nearest(f.path),
		Message: fmt.Sprintf("the value is not given: it is only %v", args[0]),
		Help:    "give " + field + " a value",
	}
}

// onlyIncomplete reports whether all that is wrong is that values are not given.
// A stack that the schema does not stand behind is found so, too.
func onlyIncomplete(err error) bool {
	for _, e := range errors.Errors(err) {
		if wording, _ := e.Msg(); !strings.HasPrefix(wording, "incomplete value") {
			return false
		}
	}
	return true
}

// twoDefaults explains two marks on one field: CUE then takes neither default.
func (x *explainer) twoDefaults(path []string, written []decl) *diag.Diagnostic {
	var marked []decl
	for _, d := range written {
		if mark(d.value) != nil {
			marked = append(marked, d)
		}
	}
	if len(marked) < 2 {
		return nil
	}
	lower, upper := marked[0], marked[1]
	pos := position(upper.value.Pos())
	return &diag.Diagnostic{
		Pos:     position(lower.value.Pos()),
		Message: fmt.Sprintf("%s is a second default beside %s, set at %s, and CUE takes neither", x.show(path, lower.value), x.show(path, upper.value), pos),
		Help:    "write the lower layer's value without a mark: " + x.show(path, mark(lower.value)),
		Related: []diag.Related{{Pos: pos, Message: "the other default"}},
	}
}

// excludedDefault explains a limit that the default does not meet, in a job
// that sets no value of its own.
func (x *explainer) excludedDefault(f *fault, limit decl, value ast.Expr, pos diag.Position) *diag.Diagnostic {
	whose, origin := "the default ", ""
	d := &diag.Diagnostic{Pos: position(limit.value.Pos())}
	if pos.IsValid() {
		origin = ", set at " + pos.String()
		d.Related = []diag.Related{{Pos: pos, Message: "the default"}}
	} else {
		whose = "smgen's default "
	}
	rule := x.show(f.path, limit.value) + " excludes " + whose + x.show(f.path, value) + origin
	if own := errorText(limit.value); own != "" {
		rule = own + ": this excludes " + whose + x.show(f.path, value) + origin
	}
	d.Message = rule
	name := f.path[len(f.path)-1]
	d.Help = fmt.Sprintf("set %s in each job, or a default that is allowed", name)
	if len(f.path) == 3 && x.shape.field([]string{"defaults", name}) != nil {
		d.Help += fmt.Sprintf(", such as stack: defaults: %s: *… | _", name)
	}
	return d
}

// defaultOf returns the value that a job's field takes when nobody sets it,
// and where the user wrote it: the stack's default, or else the schema's, which
// has no place.
func (x *explainer) defaultOf(path []string) (ast.Expr, diag.Position) {
	if len(path) > 2 && path[0] == "jobs" {
		for _, d := range x.index.lookup(append([]string{"defaults"}, path[2:]...)) {
			value := d.value
			if marked := mark(value); marked != nil {
				value = marked
			}
			if !isLimit(value) {
				return value, position(d.value.Pos())
			}
		}
	}
	if known := x.shape.field(path); known != nil {
		return known.value, diag.Position{}
	}
	return nil, diag.Position{}
}

// mark returns the value that an expression marks as the default, or nil.
func mark(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return mark(e.X)
	case *ast.BinaryExpr:
		if e.Op != token.OR {
			return nil
		}
		if m := mark(e.X); m != nil {
			return m
		}
		return mark(e.Y)
	case *ast.UnaryExpr:
		if e.Op == token.MUL {
			return e.X
		}
	}
	return nil
}
