package source

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/format"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/schema"
)

// isUsers reports whether a place is in the user's files, not in the schema.
func isUsers(pos diag.Position) bool {
	return pos.IsValid() && !strings.HasPrefix(pos.File, schema.ImportPath)
}

// userPositions returns the places in the user's files that e points to, those
// in the stack's own directory first, then nearer layers before farther ones.
func userPositions(e errors.Error) []diag.Position {
	var list []diag.Position
	for _, p := range append([]token.Pos{e.Position()}, e.InputPositions()...) {
		if pos := position(p); isUsers(pos) && !slices.Contains(list, pos) {
			list = append(list, pos)
		}
	}
	slices.SortStableFunc(list, func(p, q diag.Position) int {
		return strings.Count(q.File, "/") - strings.Count(p.File, "/")
	})
	return list
}

// place returns where to point for a fault, and what stands there: the user's
// text that CUE's error names, else the nearest one.
func (x *explainer) place(f *fault, e errors.Error) (diag.Position, ast.Expr) {
	written := x.index.lookup(f.path)
	for _, pos := range userPositions(e) {
		for _, d := range written {
			if position(d.value.Pos()) == pos || position(d.label) == pos {
				return position(d.value.Pos()), d.value
			}
		}
	}
	for _, d := range written {
		if !isLimit(d.value) || len(written) == 1 {
			return position(d.value.Pos()), d.value
		}
	}
	for _, pos := range userPositions(e) {
		if len(f.path) > 0 && pos != x.index.nearest(nil) {
			return pos, nil
		}
	}
	return x.index.nearest(f.path), nil
}

// display prints a path below stack for people.
func display(path []string) string {
	text := ""
	for _, name := range path {
		switch _, err := strconv.Atoi(name); {
		case err == nil:
			text += "[" + name + "]"
		case strings.HasPrefix(name, "["):
			text += name
		case strings.HasPrefix(name, "<"):
			text += "." + name
		default:
			text = spec.Join(text, name)
		}
	}
	if text == "" {
		return "stack"
	}
	return text
}

// text returns the source of an expression on one line, cut where it is long.
func text(e ast.Expr) string {
	if e == nil {
		return ""
	}
	if lit, ok := e.(*ast.BasicLit); ok && len(lit.Value) > maxText {
		return cut(lit.Value)
	}
	formatted, err := format.Node(e, format.Simplify())
	if err != nil {
		return ""
	}
	return cut(strings.Join(strings.Fields(string(formatted)), " "))
}

// maxText is how much of a value a message shows.
const maxText = 60

func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText - len("…")
	for end > 0 && s[end]&0xC0 == 0x80 {
		end--
	}
	return s[:end] + "…"
}
