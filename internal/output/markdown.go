package output

import (
	"fmt"
	"io"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// Markdown is for a comment or the summary of a pipeline: a table of findings,
// the worst first, and what is waived in a part that unfolds.
type Markdown struct{}

// maxMarkdown is the size in bytes of what is written. GitHub takes 65,536
// characters for a comment; the summary of a step may have 1 MiB, by the section
// "Adding a job summary" of "Workflow commands" in docs.github.com. maxCell is
// how many characters of one text are shown.
const (
	maxMarkdown = 65_536
	maxCell     = 2_000
)

// Write writes a heading with the counts, and a table if there are findings. What
// does not fit is counted at the end.
func (Markdown) Write(w io.Writer, r *Report) error {
	n := r.tally()
	fromBase := *r
	fromBase.Dir = r.Base
	d := &document{r: &fromBase, left: maxMarkdown}
	d.add("### smgen: " + n.String() + "\n\n" + count(r.Stacks, "stack") + " checked.\n")
	list := worstFirst(r.findings())
	var active, waived []diag.Diagnostic
	for _, f := range list {
		if f.Waiver == nil {
			active = append(active, f.Diagnostic)
		} else {
			waived = append(waived, f.Diagnostic)
		}
	}
	d.table(active)
	d.waived(waived)
	_, err := io.WriteString(w, d.String())
	return err
}

// document is Markdown of a limited size.
type document struct {
	strings.Builder
	r    *Report
	left int // bytes
}

// reserve is kept free for what follows a table, in bytes.
const reserve = 1_000

func (d *document) add(text string) {
	d.WriteString(text)
	d.left -= len(text)
}

// row adds a row if there is room for it.
func (d *document) row(text string) bool {
	if len(text)+2*reserve > d.left {
		return false
	}
	d.add(text)
	return true
}

func (d *document) table(list []diag.Diagnostic) {
	if len(list) == 0 {
		return
	}
	d.add("\n| | Place | Finding |\n|---|---|---|\n")
	groups := grouped(list)
	for i, g := range groups {
		if !d.row("| " + g.Severity.String() + " | " + d.places(g) + " | " + d.describe(g.Diagnostic) + " |\n") {
			d.rest(groups[i:])
			return
		}
	}
}

// rest counts the findings that there is no room for.
func (d *document) rest(groups []group) {
	var left tally
	for _, g := range groups {
		for _, f := range append(g.others, g.Diagnostic) {
			left.add(f)
		}
	}
	d.add("\nAnd " + left.some() + " more: `smgen vet` lists all of them.\n")
}

func (d *document) places(g group) string {
	lines := []string{d.place(g.Diagnostic)}
	for _, other := range g.others[:min(len(g.others), maxOthers)] {
		lines = append(lines, d.place(other))
	}
	if more := len(g.others) - maxOthers; more > 0 {
		lines = append(lines, "and "+count(more, "more place"))
	}
	return strings.Join(lines, "<br>")
}

func (d *document) place(f diag.Diagnostic) string { return Code(Clip(d.r.where(f), maxCell)) }

// describe is what a finding says, its rule and its help.
func (d *document) describe(f diag.Diagnostic) string {
	text := Prose(Clip(f.Message, maxCell))
	if f.Rule != "" {
		text += " " + Code("["+Clip(f.Rule, maxCell)+"]")
	}
	for _, related := range f.Related[:min(len(f.Related), maxOthers)] {
		text += "<br>" + Code(Clip(d.r.place(related.Pos), maxCell)) + " " + Prose(Clip(related.Message, maxCell))
	}
	if f.Help != "" {
		text += "<br>help: " + Prose(Clip(f.Help, maxCell))
	}
	return text
}

func (d *document) waived(list []diag.Diagnostic) {
	if len(list) == 0 {
		return
	}
	d.add(fmt.Sprintf("\n<details>\n<summary>%s waived</summary>\n\n| Place | Finding | Reason | Until |\n|---|---|---|---|\n", thousands(len(list))))
	for i, f := range list {
		until := "for good"
		if f.Waiver.Until != "" {
			until = Code(f.Waiver.Until)
		}
		if !d.row("| " + d.place(f) + " | " + d.describe(f) + " | " + Prose(Clip(f.Waiver.Reason, maxCell)) + " | " + until + " |\n") {
			d.add("\nAnd " + thousands(len(list)-i) + " more.\n")
			break
		}
	}
	d.add("\n</details>\n")
}
