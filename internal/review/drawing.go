package review

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/graph"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// maxDrawing is how many bytes the drawing of a stack may have in Markdown. A larger
// one is not readable in a comment, and takes the room of others.
const maxDrawing = 8_000

// isDrawn reports whether there is something to mark in a drawing of the stack.
func (s *Stack) isDrawn() bool { return len(s.ChangeSet.Changes) > 0 && s.ends != (pair{}) }

// drawing is the part that unfolds to a drawing of a stack with its changes marked. It
// is made when it is asked for, from the texts of the templates: most formats show
// none, and templates that were read take much memory.
func (s *Stack) drawing() string {
	title := "drawing"
	if s.Gone != nil {
		title += " of what deleting it removes"
	}
	both := graph.Union(s.ends.before.reread(), s.ends.after.reread())
	picture := graph.Draw(both, s.ends.now().place(), s.marks())
	return fmt.Sprintf("\n<details>\n<summary>%s</summary>\n\n%s\n</details>\n", title, graph.Fence(picture))
}

// reread reads a template that was read before; nil for no stack.
func (s *Side) reread() *template.Document {
	if s == nil {
		return nil
	}
	document, err := template.Parse(s.Text)
	if err != nil {
		return nil // Build has read the same text
	}
	return document
}

// marks says what happens to each resource, and to the request of each job: a job whose
// schedule alone changes is not marked, the schedule is.
func (s *Stack) marks() graph.Marks {
	marks := graph.Marks{}
	for _, l := range s.launches { // those after come last, and hold where both stand in one place
		i := slices.IndexFunc(s.Jobs, func(j Job) bool { return l.job == j.Name || l.job == j.NameBefore })
		if i >= 0 && s.Jobs[i].isNewRequest() {
			marks[l.At] = markOf(s.Jobs[i].Action, "")
		}
	}
	for _, c := range s.ChangeSet.Changes {
		r := c.ResourceChange
		marks[r.LogicalResourceId] = markOf(r.Action, r.Replacement)
	}
	return marks
}

// isNewRequest reports whether a run's request is another one, or there is none.
func (j Job) isNewRequest() bool {
	return j.Action != plan.Modify || slices.ContainsFunc(j.Lines, func(l Line) bool { return l.Resource == "" })
}

func markOf(action plan.Action, replacement plan.Replacement) graph.Mark {
	switch {
	case action == plan.Add:
		return graph.Added
	case action == plan.Remove:
		return graph.Removed
	case replacement == plan.ReplacementTrue:
		return graph.Replaced
	case replacement == plan.ReplacementConditional:
		return graph.MayReplace
	}
	return graph.Changed
}
