package source

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/diag"
)

// notAllowed explains a field that the schema does not know and that only
// evaluation brought to light, such as one from a comprehension.
func (x *explainer) notAllowed(f *fault, e errors.Error) *diag.Diagnostic {
	if message(e) != "field not allowed" || len(f.path) == 0 {
		return nil
	}
	last := len(f.path) - 1
	if d := x.closedByUser(f.path); d != nil {
		return d
	}
	if x.isNoAlternative(f.path[:last]) {
		return nil
	}
	d := x.unknownField(f.path[:last], f.path[last])
	d.Pos, _ = x.place(f, e)
	return &d.Diagnostic
}

// notPresent is CUE's message about a required field that is absent.
const notPresent = "field is required but not present"

// missing explains a required field that is absent.
func (x *explainer) missing(f *fault, e errors.Error) *diag.Diagnostic {
	if message(e) != notPresent {
		return nil
	}
	d := x.missingField(f.path)
	return &d
}

// missingField says what a field is for that has to be there.
func (x *explainer) missingField(path []string) diag.Diagnostic {
	d := diag.Diagnostic{Pos: x.index.nearest(path[:len(path)-1]), Message: "required field is missing"}
	if known := x.shape.field(path); known != nil && known.doc != "" {
		d.Message += ": " + known.doc
	}
	if len(path) == 1 {
		d.Help = x.pkg.incompleteHelp()
	}
	if d.Help == "" {
		d.Help = "add " + path[len(path)-1] + ": …"
	}
	d.Path = x.index.written(path, d.Pos)
	return d
}

// wanted explains a value that the schema refuses with its own words.
func (x *explainer) wanted(f *fault, e errors.Error) *diag.Diagnostic {
	if !isErrorBuiltin(e) {
		return nil
	}
	return x.got(f, e, message(e))
}

// got says what was given and what is wanted instead.
func (x *explainer) got(f *fault, e errors.Error, want string) *diag.Diagnostic {
	pos, given := x.place(f, e)
	d := &diag.Diagnostic{Pos: pos, Message: want, Help: nextStep(given, want)}
	if isNested(given) {
		d.Help = x.nextStepForNested(f.path, given)
	}
	if x.pkg.isPrivate(f.path) && strings.HasPrefix(d.Help, "write it in quotes") {
		d.Help = "write it in quotes"
	}
	if shown := x.show(f.path, given); given != nil && shown != "" {
		if value, from := x.valueOf(f, e); value != "" && !isLiteral(given) && value != shown && !x.pkg.isPrivate(f.path) {
			shown += ", which is " + value
			if from.IsValid() {
				d.Related = []diag.Related{{Pos: from, Message: "the value"}}
			}
		}
		if isUnquoted(given) {
			shown = "an address without quotes"
		}
		d.Message = fmt.Sprintf("got %s, %s", shown, want)
	}
	return d
}

// mismatch explains a value of the wrong kind, which CUE would print beside
// the whole struct or list that the schema wants.
func (x *explainer) mismatch(f *fault, e errors.Error) *diag.Diagnostic {
	wording, args := e.Msg()
	switch {
	case strings.HasPrefix(wording, "incompatible list lengths"):
		return x.got(f, e, "want a list of another length")
	case strings.HasPrefix(wording, "conflicting values %s and %s") && len(args) >= 2:
		if s := x.shape.at(f.path); s != nil && !s.scalar {
			return x.notNested(f, e, s)
		}
		if len(args) < 4 {
			return nil
		}
		want := 3
		if value, _ := x.valueOf(f, e); value != "" && value == fmt.Sprint(args[1]) {
			want = 2
		}
		return x.got(f, e, "want "+kindWords(fmt.Sprint(args[want])))
	}
	return nil
}

// notNested explains a value that stands where the schema wants a struct or a
// list, other than one that the user wrote, too.
func (x *explainer) notNested(f *fault, e errors.Error, s *shape) *diag.Diagnostic {
	d := x.got(f, e, "want "+s.describe())
	for _, w := range x.index.lookup(f.path) {
		if lit, ok := w.value.(*ast.BasicLit); ok {
			d.Pos, d.Message = position(lit.Pos()), fmt.Sprintf("got %s, want %s", text(lit), s.describe())
			if help := nextStepForWord(f.path[len(f.path)-1], lit, s); help != "" {
				d.Help = help
			}
		}
	}
	return d
}

// kindWords says in words what CUE calls a kind of value.
func kindWords(kind string) string {
	switch kind {
	case "string":
		return "a string"
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "number", "float", "(int|float)":
		return "a number"
	default:
		return "a " + kind
	}
}

// other passes on what CUE says, at the user's line.
func (x *explainer) other(f *fault, e errors.Error) *diag.Diagnostic {
	if last := len(f.path) - 1; last >= 0 && message(e) == "field not allowed" && x.isNoAlternative(f.path[:last]) {
		return nil
	}
	pos, _ := x.place(f, e)
	if own := position(e.Position()); isUsers(own) {
		pos = own
	}
	if !pos.IsValid() {
		pos = x.pkg.main()
	}
	d := &diag.Diagnostic{Pos: pos, Message: message(e)}
	if x.pkg.isPrivate(f.path) && strings.HasPrefix(d.Message, "conflicting values") {
		d.Message = "the values that are set here conflict"
	}
	return d
}
