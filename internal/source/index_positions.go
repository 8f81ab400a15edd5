package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// isAt reports whether pos is a place that writes the field at path.
func (x *index) isAt(path []string, pos diag.Position) bool {
	return slices.ContainsFunc(x.lookup(path), func(d decl) bool {
		return position(d.label) == pos || position(d.value.Pos()) == pos
	})
}

// written returns the path of the field at path as the text at pos writes it:
// a layer's jobs: [_]: spot is jobs[_].spot for every job, and a default that a
// job takes stands in defaults.
func (x *index) written(path []string, pos diag.Position) string {
	if shown, ok := x.writtenAs(path, nil, pos); ok {
		return display(shown)
	}
	if len(path) > 2 && path[0] == "jobs" {
		if shown, ok := x.writtenAs(append([]string{"defaults"}, path[2:]...), nil, pos); ok {
			return display(shown)
		}
	}
	return display(path)
}

func (x *index) writtenAs(path, above []string, pos diag.Position) ([]string, bool) {
	for _, d := range x.decls {
		if position(d.label) == pos || position(d.value.Pos()) == pos {
			return append(above, path...), true
		}
	}
	if len(path) == 0 {
		return nil, false
	}
	for _, name := range []string{path[0], elementName(path[0]), anyField} {
		if child := x.fields[name]; child != nil {
			if shown, ok := child.writtenAs(path[1:], append(slices.Clone(above), name), pos); ok {
				return shown, true
			}
		}
	}
	return nil, false
}

// nearest returns where the field at path stands, or the nearest around it.
func (x *index) nearest(path []string) diag.Position {
	for n := len(path); n >= 0; n-- {
		if decls := x.lookup(path[:n]); len(decls) > 0 {
			return position(decls[0].label)
		}
	}
	return diag.Position{}
}

// positions adds the place of every field in the index to origins, so that
// structs have one too.
func (x *index) positions(path string, origins spec.Origins) {
	if len(x.decls) > 0 {
		origins[path] = spec.Origin{Pos: position(x.decls[0].label)}
	}
	for name, child := range x.fields {
		switch {
		case name == anyField:
		case strings.HasPrefix(name, "["):
			child.positions(path+name, origins)
		default:
			child.positions(spec.Join(path, name), origins)
		}
	}
}

// elementName is the index's name for a list's element.
func elementName(i string) string { return "[" + i + "]" }

func position(p token.Pos) diag.Position {
	if !p.IsValid() {
		return diag.Position{}
	}
	return diag.Position{File: p.Filename(), Line: p.Line(), Column: p.Column()}
}
