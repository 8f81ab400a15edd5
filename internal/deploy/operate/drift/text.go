package drift

import (
	"fmt"
	"io"
	"strings"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/plan"
)

// Text prints what was found, for people: what was paused by hand first.
func Text(w io.Writer, t output.Text, stacks []*Stack) error {
	p := &printer{Text: t}
	for _, s := range stacks {
		p.stack(s)
	}
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("print the drift: %w", err)
	}
	return nil
}

type printer struct {
	output.Text
	out strings.Builder
}

// maxText is how many characters of a line people are shown.
const maxText = 400

// line prints text of others behind a sign of ours.
func (p *printer) line(indent, sign, text string) {
	text = output.Clip(output.Printable(text), maxText)
	p.out.WriteString(p.Wrap(indent+sign, len(indent)+len(sign), text, indent+"    "))
}

func (p *printer) stack(s *Stack) {
	heading := p.Bold(output.Printable(s.Name))
	if s.Dir != "" {
		heading += " (" + output.Printable(s.Dir) + ")"
	}
	p.out.WriteString(heading + ": " + output.Printable(s.summary()) + "\n")
	for _, sw := range s.Switched {
		p.line("  ", "! ", sw.words())
	}
	for _, j := range s.Jobs {
		p.line("  ", "", "job "+j.Name)
		for _, l := range j.Lines {
			p.line("    ", "", l.Text)
		}
	}
	p.access(s.Access)
	for _, c := range s.Changes {
		p.change(c.ResourceChange)
	}
	for _, u := range s.Unexplained {
		p.line("  ", "", u.Resource+" differs, as CloudFormation says: "+strings.Join(u.Paths, ", "))
	}
	if len(s.Unchecked) > 0 {
		p.line("  ", "", "could not be checked: "+strings.Join(s.Unchecked, ", "))
	}
}

// summary says in a few words what was found.
func (s *Stack) summary() string {
	switch s.State {
	case InSync:
		return "as it was deployed"
	case Drifted:
		n := len(s.Changes) + len(s.Unexplained)
		if n == 1 {
			return "1 resource is no longer as it was deployed"
		}
		return fmt.Sprintf("%d resources are no longer as they were deployed", n)
	case NotDeployed:
		return "not deployed"
	}
	return "not checked: " + s.Reason
}

func (s Switch) words() string {
	if s.Off {
		return s.Trigger + " was paused by hand: it starts nothing until it is enabled again"
	}
	return s.Trigger + " was enabled by hand: it starts jobs, though it was deployed as disabled"
}

func (p *printer) access(a plan.Access) {
	if len(a.Gained)+len(a.Lost) == 0 {
		return
	}
	p.line("  ", "", "access")
	for _, t := range a.Tripwires {
		p.line("    ", "! ", t.Text)
	}
	for _, g := range a.Gained {
		p.line("    ", "+ ", g.Text)
	}
	for _, g := range a.Lost {
		p.line("    ", "- ", g.Text)
	}
}

func (p *printer) change(r plan.ResourceChange) {
	name := r.LogicalResourceId + " (" + r.ResourceType + ")"
	if r.Action == plan.Remove {
		p.line("  ", "- ", name+" was deleted by hand")
		return
	}
	p.line("  ", "~ ", name)
	for _, d := range r.Details {
		p.line("      ", "", words(d.Target))
	}
}

// words says what became of a value.
func words(t plan.Target) string {
	switch t.AttributeChangeType {
	case "Add":
		return t.Label + " " + t.AfterValue + " added"
	case "Remove":
		return t.Label + " removed (was " + t.BeforeValue + ")"
	}
	return t.Label + " " + t.BeforeValue + " → " + t.AfterValue
}
