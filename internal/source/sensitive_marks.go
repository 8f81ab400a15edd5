package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"

	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/spec"
)

// marksAt are the marks of an attribute at a path from the root of a file, none if
// nothing can be marked there.
func marksAt(at []secret.Step) secret.Marks {
	if len(at) < 2 {
		return nil
	}
	root, rest := at[0].Text, at[1:]
	if root == "stack" {
		rest = inStack(rest)
	} else if i := slices.IndexFunc(rest, func(s secret.Step) bool { return isMarkedMap(s) || s.Text == "resources" }); i >= 0 {
		rest = rest[i:]
	} else if rest = rest[len(rest)-1:]; rest[0].Text == "" {
		return nil // it would be anything
	}
	switch {
	case len(rest) == 0:
		return nil
	case strings.EqualFold(rest[0].Text, "environment"):
		// A function has its variables in a member of that.
		variables := append(secret.Mark{rest[0], {Text: "Variables"}}, rest[1:]...)
		return secret.Marks{secret.Mark(rest), variables}
	}
	return secret.Marks{secret.Mark(rest)}
}

// inStack is the part of a path in a stack that leads to something in a map of which
// values can be marked, or in a resource; empty for all others.
func inStack(at []secret.Step) []secret.Step {
	names := make([]string, 4)
	for i := range min(len(at), len(names)) {
		names[i] = at[i].Text
	}
	switch {
	case names[0] == "resources", names[0] == "tags":
		return at
	case names[0] == "defaults":
		at = at[1:]
	case names[0] == "jobs" && names[2] == "request":
		at = at[min(len(at), 3):]
	case names[0] == "jobs" && names[2] == "launch" && names[3] == "custom":
		at = at[4:]
	case names[0] == "jobs":
		at = at[min(len(at), 2):]
	default:
		return nil
	}
	if len(at) == 0 || !isMarkedMap(at[0]) {
		return nil
	}
	return at
}

// isMarkedMap reports whether a step leads to variables, hyperparameters or tags.
func isMarkedMap(s secret.Step) bool {
	return s.Text != "" && (isPrivateMap(s.Text) || strings.EqualFold(s.Text, "tags"))
}

// linesOf are the lines of files that write what is marked.
func linesOf(files []*ast.File, marks secret.Marks) []spec.Lines {
	if len(marks) == 0 {
		return nil
	}
	var lines []spec.Lines
	var look func(n ast.Node, at []string)
	look = func(n ast.Node, at []string) {
		ast.Walk(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				below := append(slices.Clone(at), stepOf(n.Label).Text)
				if !marks.Cover(below...) {
					look(n.Value, below)
					return false
				}
				from, to := position(n.Pos()), position(n.Value.End())
				lines = append(lines, spec.Lines{File: from.File, From: from.Line, To: to.Line})
				return false
			case *ast.ListLit:
				for _, e := range n.Elts {
					look(e, append(slices.Clone(at), ""))
				}
				return false
			}
			return true
		}, nil)
	}
	for _, f := range files {
		look(f, nil)
	}
	return lines
}
