package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
)

const keepOne = "keep one of them; a layer that a lower one may override writes *value | _"

// disagreement explains what the user's own files say against one another:
// two values for one field, or a value outside a layer's limit.
func (x *explainer) disagreement(f *fault, e errors.Error) *diag.Diagnostic {
	wording, _ := e.Msg()
	if strings.HasPrefix(wording, "incomplete value") {
		return nil
	}
	written := x.index.lookup(f.path)
	for i, d := range written {
		for _, other := range written[i+1:] {
			value, against := d, other
			if isLimit(value.value) {
				value, against = against, value
			}
			if isLimit(value.value) || x.agree(value.value, against.value) {
				continue
			}
			if isLimit(against.value) {
				if d := x.otherKind(f.path, value, against); d != nil {
					return d
				}
				return x.outsideLimit(f.path, value, against)
			}
			if isNested(value.value) != isNested(against.value) {
				return nil
			}
			if twice := x.writtenTwice(f.path, value, against); twice != nil {
				return twice
			}
			return x.conflict(f.path, value, against)
		}
	}
	return x.conflictOfReferences(f, e)
}

func (x *explainer) conflict(path []string, value, other decl) *diag.Diagnostic {
	pos := position(other.value.Pos())
	help := keepOne
	if lit, ok := other.value.(*ast.BasicLit); ok && strconv.Quote(text(value.value)) == lit.Value {
		help = "write it in quotes, or leave it out here"
	}
	message := fmt.Sprintf("%s conflicts with %s, set at %s", text(value.value), text(other.value), pos)
	if x.pkg.isPrivate(path) {
		message = fmt.Sprintf("the value conflicts with the one set at %s", pos)
	}
	return &diag.Diagnostic{
		Pos:     position(value.value.Pos()),
		Message: message,
		Help:    help,
		Related: []diag.Related{{Pos: pos, Message: "the other value"}},
	}
}

// otherKind explains a value of a kind that a limit does not speak of, such as
// text for a number, or returns nil. The limit's own words would mislead.
func (x *explainer) otherKind(path []string, value, limit decl) *diag.Diagnostic {
	want := x.context.BuildExpr(limit.value).IncompleteKind()
	if want == cue.BottomKind || x.context.BuildExpr(value.value).IncompleteKind()&want != 0 {
		return nil
	}
	words := "want " + kindWords(want.String())
	if known := x.shape.field(path); known != nil && known.value != nil && x.context.BuildExpr(known.value).Kind()&want == 0 {
		kind := kindWords(x.context.BuildExpr(known.value).Kind().String())
		return &diag.Diagnostic{
			Pos:     position(limit.value.Pos()),
			Message: fmt.Sprintf("%s is a limit for %s, and the field takes %s", text(limit.value), kindWords(want.String()), kind),
			Help:    "write a limit for " + kind,
		}
	}
	return &diag.Diagnostic{
		Pos:     position(value.value.Pos()),
		Message: fmt.Sprintf("got %s, %s", x.show(path, value.value), words),
		Help:    nextStep(value.value, words),
		Related: []diag.Related{{Pos: position(limit.value.Pos()), Message: "the limit"}},
	}
}

func (x *explainer) outsideLimit(path []string, value, limit decl) *diag.Diagnostic {
	pos := position(limit.value.Pos())
	d := &diag.Diagnostic{
		Pos:     position(value.value.Pos()),
		Related: []diag.Related{{Pos: pos, Message: "the limit"}},
	}
	own := errorText(limit.value)
	if own == "" && hasErrorCall(limit.value) {
		return nil // it fills in values, which only CUE's error has
	}
	if own != "" {
		d.Message = fmt.Sprintf("%s (got %s; the limit is set at %s)", own, x.show(path, value.value), pos)
	} else {
		d.Message = fmt.Sprintf("got %s, want %s, the limit set at %s", x.show(path, value.value), text(limit.value), pos)
		d.Help = "choose a value inside the limit, or have the limit changed"
	}
	return d
}

// agree reports whether two expressions allow a common value. Where they refer
// to other fields, that is for CUE to say, and they count as agreeing.
func (x *explainer) agree(a, b ast.Expr) bool {
	if isNested(a) && isNested(b) {
		if la, ok := a.(*ast.ListLit); ok {
			lb, ok := b.(*ast.ListLit)
			return ok && (len(la.Elts) == len(lb.Elts) || isOpenList(la) || isOpenList(lb))
		}
		return true
	}
	va, vb := x.context.BuildExpr(a), x.context.BuildExpr(b)
	if va.Err() != nil || vb.Err() != nil {
		return true
	}
	return va.Unify(vb).Err() == nil
}

func isOpenList(l *ast.ListLit) bool {
	for _, element := range l.Elts {
		switch element.(type) {
		case *ast.Ellipsis, *ast.Comprehension:
			return true
		}
	}
	return false
}

// conflictOfReferences explains a conflict between values that the user's
// files take from elsewhere, in CUE's words.
func (x *explainer) conflictOfReferences(f *fault, e errors.Error) *diag.Diagnostic {
	wording, args := e.Msg()
	isConflict := strings.HasPrefix(wording, "conflicting values %s and %s")
	if !isConflict && !strings.HasPrefix(wording, "invalid value %v (out of bound") {
		return nil
	}
	for _, p := range e.InputPositions() {
		if !isUsers(position(p)) {
			return nil
		}
	}
	places := userPositions(e)
	// What the two values are referred to by matters less than where they are.
	if far := slices.DeleteFunc(slices.Clone(places), func(p diag.Position) bool { return x.index.isAt(f.path, p) }); len(far) > 1 {
		places = far
	}
	if len(places) < 2 {
		return nil
	}
	d := &diag.Diagnostic{Pos: places[0], Related: []diag.Related{{Pos: places[1], Message: "the other value"}}}
	if x.pkg.isPrivate(f.path) {
		d.Message, d.Help = fmt.Sprintf("the value conflicts with the one set at %s", places[1]), keepOne
	} else if isConflict {
		d.Message, d.Help = fmt.Sprintf("conflicting values %s and %s, the other set at %s", args[0], args[1], places[1]), keepOne
	} else {
		d.Message = fmt.Sprintf("got %v, want %s, the limit set at %s", args[0], args[1], places[1])
		d.Related[0].Message = "the limit"
	}
	return d
}
