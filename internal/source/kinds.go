package source

import (
	"fmt"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// notAllowed explains a field that the schema does not know and that only
// evaluation brought to light, such as one from a comprehension.
func (x *explainer) notAllowed(f *fault, e errors.Error) *diag.Diagnostic {
	if message(e) != "field not allowed" || len(f.path) == 0 {
		return nil
	}
	last := len(f.path) - 1
	d := x.unknownField(f.path[:last], f.path[last])
	d.Pos = x.place(f, e)
	return &d
}

// missing explains a required field that is absent.
func (x *explainer) missing(f *fault, e errors.Error) *diag.Diagnostic {
	if message(e) != "field is required but not present" {
		return nil
	}
	d := &diag.Diagnostic{Pos: x.index.nearest(f.path[:len(f.path)-1]), Message: "required field is missing"}
	if known := x.shape.field(f.path); known != nil && known.doc != "" {
		d.Message += ": " + known.doc
	}
	return d
}

// conflict explains two values that the user's own files give to one field.
func (x *explainer) conflict(f *fault, e errors.Error) *diag.Diagnostic {
	wording, args := e.Msg()
	if !strings.HasPrefix(wording, "conflicting values %s and %s") && !strings.HasPrefix(wording, "invalid value %s (out of bound") {
		return nil
	}
	for _, p := range e.InputPositions() {
		if strings.HasPrefix(p.Filename(), schema.ImportPath) {
			return nil
		}
	}
	places := x.userPositions(e)
	if len(places) < 2 {
		return nil
	}
	first, second := fmt.Sprint(args[0]), fmt.Sprint(args[1])
	if text := x.textAt(f.path, places[0]); text != "" && strings.HasPrefix(text, second) {
		first, second = second, first
	}
	relation, help := "conflicts with", "keep one of them; a layer that a lower one may override writes *value | _"
	if strings.HasPrefix(wording, "invalid") {
		relation, help = "is outside", ""
	}
	return &diag.Diagnostic{
		Pos:     places[0],
		Message: fmt.Sprintf("%s %s %s, set at %s", first, relation, second, places[1]),
		Help:    help,
		Related: []diag.Related{{Pos: places[1], Message: "the other value"}},
	}
}

// ownRule explains a value that breaks a constraint with which an organisation
// gave its own error("…").
func (x *explainer) ownRule(f *fault, e errors.Error) *diag.Diagnostic {
	rule := position(e.Position())
	if !isErrorBuiltin(e) || strings.HasPrefix(rule.File, schema.ImportPath) {
		return nil
	}
	d := &diag.Diagnostic{Pos: x.place(f, e), Message: message(e)}
	if d.Pos != rule {
		d.Related = []diag.Related{{Pos: rule, Message: "the rule"}}
	}
	return d
}

// wanted explains a value that the schema refuses with its own words.
func (x *explainer) wanted(f *fault, e errors.Error) *diag.Diagnostic {
	if !isErrorBuiltin(e) {
		return nil
	}
	pos := x.place(f, e)
	if given := x.textAt(f.path, pos); given != "" {
		return &diag.Diagnostic{Pos: pos, Message: fmt.Sprintf("got %s, %s", given, message(e))}
	}
	return &diag.Diagnostic{Pos: pos, Message: message(e)}
}

// isErrorBuiltin reports whether the error is the text of an error("…") in the
// schema or in the user's files.
func isErrorBuiltin(e errors.Error) bool {
	wording, _ := e.Msg()
	return wording == "%s" && e.Position().IsValid()
}

// structWanted explains a value of the wrong kind where the schema wants a
// struct, which CUE would print whole, or another kind.
func (x *explainer) structWanted(f *fault, e errors.Error) *diag.Diagnostic {
	wording, args := e.Msg()
	if !strings.Contains(wording, "mismatched types") || len(args) < 4 {
		return nil
	}
	pos := x.place(f, e)
	given := x.textAt(f.path, pos)
	if given == "" {
		given = fmt.Sprint(args[0])
	}
	want := "a " + fmt.Sprint(args[3])
	if strings.HasPrefix(given, fmt.Sprint(args[1])) {
		want = "a " + fmt.Sprint(args[2])
	}
	if s := x.shape.at(f.path); s != nil {
		want = s.describe()
	}
	return &diag.Diagnostic{Pos: pos, Message: fmt.Sprintf("got %s, want %s", given, want)}
}

// describe says what a shape is, in a few words.
func (s *shape) describe() string {
	names := s.names()
	switch {
	case len(names) > 0:
		if len(names) > 8 {
			names = append(names[:8], "…")
		}
		return "a struct with the fields " + strings.Join(names, ", ")
	case s.element != nil:
		return "a struct of named values, {name: …}"
	default:
		return "a list"
	}
}

// incomplete explains a value that is not concrete: a constraint that excludes
// the default, or a type where a value should stand.
func (x *explainer) incomplete(f *fault, e errors.Error) *diag.Diagnostic {
	wording, _ := e.Msg()
	if !strings.HasPrefix(wording, "incomplete value") {
		return nil
	}
	field := display(f.path)
	limits := x.index.lookup(f.path)
	if len(limits) == 0 {
		return &diag.Diagnostic{Pos: x.index.nearest(f.path), Message: "the value is not concrete: " + message(e), Help: "give " + field + " a value"}
	}
	limit := limits[0]
	text := source(limit.value)
	if known, from := x.defaultOf(f.path); known != "" {
		return &diag.Diagnostic{
			Pos:     position(limit.value.Pos()),
			Message: fmt.Sprintf("%s excludes the default %s, set at %s", text, known, from),
			Help:    fmt.Sprintf("set %s to a value that is allowed, here or in the defaults", field),
			Related: []diag.Related{{Pos: from, Message: "the default"}},
		}
	}
	return &diag.Diagnostic{Pos: position(limit.value.Pos()), Message: text + " is a type or a constraint, not a value", Help: "give " + field + " a value"}
}

// defaultOf returns the text and the place of the value that a job's field
// takes when nobody sets it: the stack's default, or the schema's.
func (x *explainer) defaultOf(path []string) (string, diag.Position) {
	if len(path) > 2 && path[0] == "jobs" {
		if from := x.index.lookup(append([]string{"defaults"}, path[2:]...)); len(from) > 0 {
			return source(from[0].value), position(from[0].value.Pos())
		}
	}
	if known := x.shape.field(path); known != nil {
		return known.value, known.pos
	}
	return "", diag.Position{}
}

// other passes on what CUE says, at the user's line.
func (x *explainer) other(f *fault, e errors.Error) *diag.Diagnostic {
	pos := x.place(f, e)
	if own := position(e.Position()); own.IsValid() && !strings.HasPrefix(own.File, schema.ImportPath) {
		pos = own
	}
	if !pos.IsValid() {
		pos = diag.Position{File: x.dir + "/" + StackFile}
	}
	return &diag.Diagnostic{Pos: pos, Message: message(e)}
}

// textAt returns what the user wrote for the field at path, at pos if more than
// one place writes it.
func (x *explainer) textAt(path []string, pos diag.Position) string {
	written := x.index.lookup(path)
	for _, d := range written {
		if position(d.value.Pos()) == pos {
			return source(d.value)
		}
	}
	if len(written) == 1 {
		return source(written[0].value)
	}
	return ""
}

// source returns the text of an expression on one line, cut where it is long.
func source(e ast.Expr) string {
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.MUL {
		e = u.X
	}
	text, err := format.Node(e, format.Simplify())
	if err != nil {
		return ""
	}
	line := strings.Join(strings.Fields(string(text)), " ")
	if runes := []rune(line); len(runes) > 60 {
		return string(runes[:57]) + "…"
	}
	return line
}
