package review

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// Text is for people at a terminal: each stack's verdict, and all of its changes.
type Text struct{ output.Text }

const (
	// maxItems is how many lines of a section people are shown, and maxMore how many
	// values of a resource; JSON has all of them.
	maxItems = 40
	maxMore  = 20
	// maxText is how many characters of a line they are shown.
	maxText = 400
)

// Write writes the review.
func (t Text) Write(w io.Writer, r *Review) error {
	p := &textPrinter{Text: t, out: bufio.NewWriter(w)}
	p.line("", "", r.From+" → "+r.To)
	p.line("", "", r.headline())
	for _, n := range r.Notes {
		p.line("", "", "note: "+n)
	}
	for _, reach := range r.Reach {
		p.line("", "", reach.words()+" "+listed("stack", reach.Stacks))
	}
	owner, many := "", r.owners() > 1
	for i, g := range r.groups() {
		if many && (i == 0 || g.Owner != owner) {
			owner = g.Owner
			p.line("\n", "", "owner "+orNone(owner))
		}
		p.stack(g)
	}
	return p.out.Flush()
}

func orNone(owner string) string {
	if owner == "" {
		return "not known"
	}
	return owner
}

type textPrinter struct {
	Text
	out *bufio.Writer
}

// line prints text of the user, of which what does not fit is indented further.
func (p *textPrinter) line(indent, head, text string) {
	used := output.Columns(strings.TrimPrefix(indent, "\n")) + output.Columns(head)
	text = output.Clip(output.Printable(text), maxText)
	p.out.WriteString(p.Wrap(indent+head, used, text, strings.TrimPrefix(indent, "\n")+"    "))
}

func (p *textPrinter) stack(g alike) {
	name, where := g.heading()
	name = output.Clip(output.Printable(name), maxText)
	if where != "" {
		where = " (" + output.Clip(output.Printable(where), maxText) + ")"
	}
	p.out.WriteString("\n" + p.Bold(name) + where + "\n")
	if len(g.others) > 0 {
		p.line("  ", "", "and in the same way, but for their names, "+listed("stack", g.dirs()[1:]))
	}
	p.out.WriteString("  " + p.verdict(g.Stack) + "\n")
	for _, s := range g.sections(g.dirs()) {
		p.section(s)
	}
}

func (p *textPrinter) verdict(s *Stack) string {
	text := s.counts()
	for _, f := range s.Verdict.Flags {
		word := f.words()
		if f.isDanger() {
			word = p.Danger(word)
		} else {
			word = p.Notice(output.Clip(output.Printable(word), maxText))
		}
		text += " · " + word
	}
	return text
}

func (p *textPrinter) section(s section) {
	p.line("  ", "", s.title)
	for i, it := range s.items {
		if i == maxItems {
			p.line("    ", "", fmt.Sprintf("and %d more; --format json lists all", len(s.items)-i))
			break
		}
		p.item(it)
	}
}

func (p *textPrinter) item(it item) {
	head := ""
	if it.mark != "" {
		head = it.mark + " "
	}
	text := output.Clip(it.text, maxText)
	if it.at != "" {
		text += " [" + it.at + "]"
	}
	p.line("    ", head, text)
	for i, m := range it.more {
		if i == maxMore {
			p.line("        ", "", fmt.Sprintf("and %d more", len(it.more)-i))
			break
		}
		p.line("        ", "", m)
	}
}
