package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/graph"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// maxDrawing is how many bytes the drawing of a stack may have in Markdown. A larger
// one is not readable in a comment, and takes the room of others.
const maxDrawing = 8_000

// Draw makes those drawings a part of the review that Markdown has room for. Whoever
// saves a review draws it first: what is read back has no templates to draw.
func (r *Review) Draw() {
	for s, picture := range newDocument(r).drawn {
		s.Drawing = picture
	}
}

// isDrawn reports whether there is something to mark in a drawing of the stack.
func (s *Stack) isDrawn() bool { return len(s.ChangeSet.Changes) > 0 }

// picture is a drawing of a stack with its changes marked, empty if there is none. It
// is made when it is asked for, from the texts of the templates: most formats show
// none, and templates that were read take much memory.
func (s *Stack) picture() string {
	switch {
	case strings.Contains(s.Drawing, "`"):
		return "" // none of ours: we write it as a number, and it would end the block
	case s.Drawing != "" || s.ends == pair{}:
		return s.Drawing
	}
	both, place := graph.Union(s.ends.before.reread(), s.ends.after.reread()), s.ends.now().place()
	return graph.Draw(graph.Conceal(both, place, s.ends.marks()), place, s.marks())
}

// unfolding is the part of a stack that unfolds to a picture.
func (s *Stack) unfolding(picture string) string {
	title := "drawing"
	if s.Gone != nil {
		title += " of what deleting it removes"
	}
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

// requests finds the requests of jobs that change, those before first.
func requests(changed []Job, before, after *end) []Request {
	list := []Request{}
	for _, l := range slices.Concat(before.allLaunches(), after.allLaunches()) {
		if slices.ContainsFunc(changed, func(j Job) bool { return j.isCalled(l.job) }) {
			r := Request{Job: l.job, At: l.At}
			list = append(slices.DeleteFunc(list, func(other Request) bool { return other == r }), r)
		}
	}
	return list
}

// isCalled reports whether a job has a name, or had it.
func (j Job) isCalled(name string) bool { return name == j.Name || name == j.NameBefore }

// marks says what happens to each resource, and to the request of each job: a job whose
// schedule alone changes is not marked, the schedule is.
func (s *Stack) marks() graph.Marks {
	marks := graph.Marks{}
	for _, r := range s.Requests { // those after come last, and hold where both stand in one place
		i := slices.IndexFunc(s.Jobs, func(j Job) bool { return j.isCalled(r.Job) })
		if i >= 0 && s.Jobs[i].isNewRequest() {
			marks[r.At] = markOf(s.Jobs[i].Action, "")
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
