package graph

import (
	"maps"

	"github.com/smgen/smgen/internal/template"
)

// Mark is what a change does to a resource or a job.
type Mark int

// The marks. Same is what is not marked.
const (
	Same Mark = iota
	Added
	Changed
	Replaced
	MayReplace
	Removed
)

// String returns the mark in words, empty for Same.
func (m Mark) String() string {
	return [...]string{"", "added", "changed", "replaced", "may be replaced", "removed"}[m]
}

// Marks says what a change does, by logical ID, and for the request of a training
// job by the place where it stands in the template (trace.Launch.At). A job
// without a mark of its own has that of the resource which holds its request, if
// that is added or removed.
type Marks map[string]Mark

// Union returns a template with the resources of after and those that only before
// has, for a drawing of the change from one to the other. Neither is changed. A
// template that is nil has no resources.
func Union(before, after *template.Document) *template.Document {
	union := template.Document{}
	if after != nil {
		union = *after
	} else if before != nil {
		union = *before
	}
	union.Resources = map[string]template.Resource{}
	for _, d := range []*template.Document{before, after} {
		if d != nil {
			maps.Copy(union.Resources, d.Resources)
		}
	}
	return &union
}
