package review

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// section is a part of what is said of a stack, for people. Texts are not escaped.
type section struct {
	title string
	items []item
}

// item is one line of a section.
type item struct {
	mark string // a few signs of our own, perhaps none
	text string
	at   string // file:line in the specs, perhaps none
	more []string
}

// sections is all that people are told of a stack, what they must not miss first.
// alike are the directories of the stacks that change in the same way.
func (s *Stack) sections(alike []string) []section {
	list := []section{{"attention", s.attention()}}
	for _, j := range s.Jobs {
		list = append(list, j.section())
	}
	list = append(list,
		section{"access", s.accessItems()},
		section{s.ChangeSet.title(), s.resources()},
		section{"outputs", s.outputs()},
		section{"also", s.also(alike)},
	)
	return slices.DeleteFunc(list, func(s section) bool { return len(s.items) == 0 })
}

// title is what the resources stand under.
func (c ChangeSet) title() string {
	if c.Source == "" {
		return "resources"
	}
	return "resources (" + c.Source.words() + ")"
}

// attention is what a reviewer must not miss.
func (s *Stack) attention() []item {
	var items []item
	switch {
	case s.RenamedFrom != nil:
		items = append(items, item{mark: "!", text: "to CloudFormation this is a new stack: " + s.RenamedFrom.words() + " is left behind, and goes on until it is deleted"})
	case s.RenamedTo != nil:
		items = append(items, item{mark: "!", text: "the spec is now that of " + s.RenamedTo.words() + "; this stack is an orphan, and both run until it is deleted"})
	case s.Gone != nil:
		items = append(items, item{mark: "!", text: "the stack is no longer here, and nothing deletes it: until somebody does, it goes on"})
	}
	if s.Gone != nil {
		if len(s.Gone.Fires) > 0 {
			items = append(items, item{mark: "!", text: "what goes on to start, and stops when it is deleted: " + strings.Join(s.Gone.Fires, ", ")})
		}
		if len(s.Gone.Stays) > 0 {
			items = append(items, item{mark: "!", text: "what stays behind even then: " + strings.Join(s.Gone.Stays, ", ")})
		}
	}
	for _, n := range s.Notes {
		if isUrgent(n) {
			items = append(items, item{mark: "!", text: n.Message})
		}
	}
	for _, t := range s.Access.Tripwires {
		items = append(items, item{mark: "!", text: "access: " + t.Text})
	}
	return items
}

func isUrgent(n plan.Note) bool {
	return slices.Contains([]plan.NoteKind{plan.TypeChange, plan.NameClash, plan.ExportInUse, plan.DataLost}, n.Kind)
}

func (i Identity) words() string {
	text := i.Name
	if i.Account != "" {
		text += " in " + i.Account
	}
	if i.Region != "" {
		text += ", " + i.Region
	}
	return text
}

func (j Job) section() section {
	title := "job " + j.Name
	switch {
	case j.Action == plan.Add:
		title += ", new"
	case j.Action == plan.Remove:
		title += ", removed"
	case j.NameBefore != "":
		title += ", was " + j.NameBefore
	}
	s := section{title: title}
	for _, l := range j.Lines {
		s.items = append(s.items, item{text: l.Text, at: lineOf(l.Origin)})
	}
	return s
}

func (s *Stack) accessItems() []item {
	if s.Gone != nil {
		// All of it goes with the stack.
		if n := len(s.Access.Lost); n > 0 {
			return []item{{mark: "-", text: count(n, "permission") + " of the stack, with the stack"}}
		}
		return nil
	}
	var items []item
	for _, g := range s.Access.Gained {
		items = append(items, item{mark: "+", text: g.Text})
	}
	for _, g := range s.Access.Lost {
		items = append(items, item{mark: "-", text: g.Text})
	}
	return items
}

// resources are the changes in CloudFormation's words. What jobs say of a request
// is not said again.
func (s *Stack) resources() []item {
	if s.isWhole() {
		return s.byType()
	}
	var items []item
	for _, c := range s.ChangeSet.Changes {
		r := c.ResourceChange
		sign, verb := mark(r)
		it := item{mark: sign, text: r.LogicalResourceId + " (" + r.ResourceType + ") " + verb, at: s.placeOf(r.LogicalResourceId)}
		told := map[string]bool{}
		for _, d := range r.Details {
			if told[d.Target.Label] && d.Target.AfterValue == plan.KnownAfterApply {
				continue // what is behind a reference that changes as well
			}
			told[d.Target.Label] = true
			line := s.detail(r.LogicalResourceId, d.Target)
			if !told[line] {
				it.more, told[line] = append(it.more, line), true
			}
		}
		items = append(items, it)
	}
	return items
}

// placeOf is where in the specs a change of a resource comes from.
func (s *Stack) placeOf(id string) string {
	for _, o := range s.Origins {
		if o.LogicalResourceId == id {
			return lineOf(o.Position)
		}
	}
	return ""
}

// detail says what becomes of a value. A part of a request is left to the job.
func (s *Stack) detail(id string, t plan.Target) string {
	pointer := "/Resources/" + id + t.Path
	for _, l := range s.Requests {
		rest, within := strings.CutPrefix(pointer, l.At)
		if within && (rest == "" || strings.HasSuffix(l.At, "#") || rest[0] == '/' || rest[0] == '#') {
			property, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(t.Path, "/Properties"), "/"), "#")
			return strings.ReplaceAll(property, "/", ".") + ": the request, see the job"
		}
		if strings.HasPrefix(l.At, pointer+"#") {
			return values(t.Label, t, s.ChangeSet.Source) + ", with the request of the job in it"
		}
	}
	return values(t.Label, t, s.ChangeSet.Source)
}
