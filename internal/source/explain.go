package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/schema"
)

// explainer turns CUE's errors about one stack into findings at the user's
// lines: what was given, and what is allowed.
type explainer struct {
	dir   string
	index *index
	shape *shape
}

// fault is all that CUE says about one field.
type fault struct {
	// path is the field's, below stack.
	path   []string
	errors []errors.Error
}

// explain returns the findings behind an error of CUE's evaluator.
func explain(err error, dir string, idx *index) []diag.Diagnostic {
	stack, failed := stackShape()
	if failed != nil {
		return cueErrors(err)
	}
	x := &explainer{dir, idx, stack}
	diags := x.unknownFields(idx, nil, stack)
	for _, f := range faults(err) {
		diags = append(diags, x.explain(f)...)
	}
	return diag.Sort(oneForEachPlace(diags))
}

// cueErrors returns CUE's errors as they are, one finding for each.
func cueErrors(err error) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, e := range errors.Errors(err) {
		diags = append(diags, diag.Diagnostic{Pos: position(e.Position()), Message: message(e)})
	}
	return diag.Sort(diags)
}

// faults groups errors by field, in the order of their first mention.
func faults(err error) []*fault {
	var list []*fault
	byPath := map[string]*fault{}
	for _, e := range errors.Errors(err) {
		path := e.Path()
		if len(path) > 0 && path[0] == "stack" {
			path = path[1:]
		}
		for i, name := range path {
			if unquoted, err := strconv.Unquote(name); err == nil {
				path[i] = unquoted
			}
		}
		key := strings.Join(path, "\x00")
		if byPath[key] == nil {
			byPath[key] = &fault{path: path}
			list = append(list, byPath[key])
		}
		byPath[key].errors = append(byPath[key].errors, e)
	}
	return list
}

// oneForEachPlace keeps the first finding at each place: a value that stands in
// the defaults fails once more in every job that takes it.
func oneForEachPlace(diags []diag.Diagnostic) []diag.Diagnostic {
	seen := map[diag.Position]bool{}
	rank := func(d diag.Diagnostic) int {
		if strings.HasPrefix(d.Path, "defaults.") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(diags, func(a, b diag.Diagnostic) int { return rank(a) - rank(b) })
	return slices.DeleteFunc(diags, func(d diag.Diagnostic) bool {
		again := seen[d.Pos] && d.Pos.Line > 0
		seen[d.Pos] = true
		return again
	})
}

// explain returns what to say about one field: the most telling of CUE's errors.
func (x *explainer) explain(f *fault) []diag.Diagnostic {
	for _, kind := range []func(*fault, errors.Error) *diag.Diagnostic{
		x.notAllowed, x.missing, x.conflict, x.ownRule, x.wanted, x.structWanted, x.incomplete, x.other,
	} {
		var found []diag.Diagnostic
		for _, e := range f.errors {
			if isHeader(e) {
				continue
			}
			if d := kind(f, e); d != nil {
				d.Path = display(f.path)
				found = append(found, *d)
			}
		}
		if len(found) > 0 {
			return found[:1]
		}
	}
	return nil
}

// isHeader reports whether the error only counts the errors that follow.
func isHeader(e errors.Error) bool {
	format, _ := e.Msg()
	return strings.Contains(format, "errors in empty disjunction")
}

func message(e errors.Error) string {
	format, args := e.Msg()
	return fmt.Sprintf(format, args...)
}

// userPositions returns the places in the user's files that e points to, those
// in the stack's own directory first, then nearer layers before farther ones.
func (x *explainer) userPositions(e errors.Error) []diag.Position {
	var list []diag.Position
	for _, p := range append([]token.Pos{e.Position()}, e.InputPositions()...) {
		pos := position(p)
		if pos.IsValid() && !strings.HasPrefix(pos.File, schema.ImportPath) && !slices.Contains(list, pos) {
			list = append(list, pos)
		}
	}
	slices.SortStableFunc(list, func(p, q diag.Position) int {
		return strings.Count(q.File, "/") - strings.Count(p.File, "/")
	})
	return list
}

// place returns where to point for a fault: at what the user wrote there.
func (x *explainer) place(f *fault, e errors.Error) diag.Position {
	written := x.index.lookup(f.path)
	for _, pos := range x.userPositions(e) {
		for _, d := range written {
			if position(d.value.Pos()) == pos || position(d.label) == pos {
				return pos
			}
		}
	}
	if len(written) > 0 {
		return position(written[0].value.Pos())
	}
	if all := x.userPositions(e); len(all) > 0 && len(f.path) > 0 {
		return all[0]
	}
	return x.index.nearest(f.path)
}

// display prints a path below stack for people.
func display(path []string) string {
	text := ""
	for _, name := range path {
		if _, err := strconv.Atoi(name); err == nil {
			text += "[" + name + "]"
			continue
		}
		text = spec.Join(text, name)
	}
	if text == "" {
		return "stack"
	}
	return text
}
