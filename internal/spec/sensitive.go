package spec

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/secret"
)

// Sensitive is what the specs of a stack mark as sensitive.
type Sensitive struct {
	Marks secret.Marks
	// Lines are those in which it is written.
	Lines []Lines
}

// Lines are lines of a file, counted from 1, both among them.
type Lines struct {
	File     string
	From, To int
}

// Conceal takes what is marked as sensitive out of findings about the stack, and has
// no source line shown that may hold it. The findings are changed where they are.
func (s *Stack) Conceal(diags []diag.Diagnostic) {
	if s.Sensitive == nil {
		return
	}
	values := s.sensitiveValues()
	for i := range diags {
		d := &diags[i]
		d.Private = d.Private || s.Sensitive.wrote(d.Pos)
		for _, value := range values {
			d.Message = strings.ReplaceAll(d.Message, value, "…")
			d.Help = strings.ReplaceAll(d.Help, value, "…")
		}
	}
}

// wrote reports whether what is marked is written in the line of a position.
func (s *Sensitive) wrote(p diag.Position) bool {
	return slices.ContainsFunc(s.Lines, func(l Lines) bool { return l.File == p.File && l.From <= p.Line && p.Line <= l.To })
}

// sensitiveValues are the marked texts of resources and tags; variables and
// hyperparameters are in no finding as it is.
func (s *Stack) sensitiveValues() []string {
	tree := map[string]any{"resources": s.Resources, "tags": s.Tags}
	for name, job := range s.Jobs {
		tree["jobs "+name] = map[string]any{"tags": job.Tags}
	}
	return s.Sensitive.Marks.Values(tree)
}
