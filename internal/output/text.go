package output

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/schema"
)

// Text is for people, in the order of files: the place and the message first, as
// editors read them, and indented below it the source line, the field, other
// places and the next step. Waived findings are left out.
type Text struct {
	// Color marks places and severities with ANSI escape sequences, which carry
	// nothing that is not said in words.
	Color bool
	// Width is how many columns a line may take, 0 for any number.
	Width int
}

// maxErrors and maxAdvice are how many errors, and how many warnings and notes
// each, a person is shown.
const (
	maxErrors = 200
	maxAdvice = 100
)

// Write writes the findings, and how many more there are. It writes nothing when
// there are none.
func (t Text) Write(w io.Writer, r *Report) error {
	p := &printer{Text: t, out: bufio.NewWriter(w), report: r, files: r.open()}
	defer p.files.close()
	var active []diag.Diagnostic
	for _, d := range r.Findings {
		if d.Waiver == nil {
			active = append(active, d)
		}
	}
	var shown [diag.Note + 1]int
	var left tally
	for _, g := range grouped(active) {
		most := maxAdvice
		if g.Severity == diag.Error {
			most = maxErrors
		}
		if shown[g.Severity] == most {
			for _, d := range append(g.others, g.Diagnostic) {
				left.add(d)
			}
			continue
		}
		shown[g.Severity]++
		p.print(g)
	}
	if left != (tally{}) {
		fmt.Fprintf(p.out, "and %s more; smgen vet --format json lists all of them\n", left.some())
	}
	return p.out.Flush()
}

// some names the severities that there are findings of.
func (n tally) some() string {
	var parts []string
	for _, part := range []struct {
		n    int
		noun string
	}{{n.errors, "error"}, {n.warnings, "warning"}, {n.notes, "note"}} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.noun))
		}
	}
	return strings.Join(parts, ", ")
}

type printer struct {
	Text
	out    *bufio.Writer
	report *Report
	files  *files
}

// indent is that of all lines of a finding but the first.
const indent = "    "

func (p *printer) print(g group) {
	head := ""
	if g.Pos.IsValid() {
		head = p.report.place(g.Pos)
	}
	used := Columns(head)
	if head != "" {
		head = p.style(bold, head) + ": "
		used += 2
	}
	if g.Severity != diag.Error {
		head += p.paint(g.Severity, g.Severity.String()) + ": "
		used += Columns(g.Severity.String()) + 2
	}
	message := Printable(g.Message)
	if g.Rule != "" {
		message += " [" + Printable(g.Rule) + "]"
	}
	p.wrap(head, used, message)
	if g.Severity != diag.Note { // which is about what stands there, and not wrong
		p.excerpt(g.Diagnostic)
	}
	if g.Path != "" {
		p.line("field: " + Printable(g.Path))
	}
	for _, r := range g.Related {
		p.line(p.report.place(r.Pos) + ": " + Printable(r.Message))
	}
	for _, d := range g.others[:min(len(g.others), maxOthers)] {
		p.line("also at " + p.report.where(d))
	}
	if more := len(g.others) - maxOthers; more > 0 {
		p.line("and at " + count(more, "more place"))
	}
	if g.Help != "" {
		p.line("help: " + Printable(g.Help))
	}
}

// line prints an indented line of printable text.
func (p *printer) line(text string) { p.wrap(indent, len(indent), text) }

// wrap prints a head, which takes so many columns, and printable text after it,
// which goes on in indented lines where the width demands it.
func (p *printer) wrap(head string, used int, text string) {
	p.out.WriteString(p.Wrap(head, used, text, indent+"  "))
}

// Wrap returns lines of a head, which takes so many columns, and of printable text
// after it, which goes on in lines of its own, after the indentation, where the
// width demands it.
func (t Text) Wrap(head string, used int, text, indent string) string {
	var b strings.Builder
	b.WriteString(head)
	start := true // of a line: its first word stays, however long it is
	for word := range strings.SplitSeq(text, " ") {
		size := Columns(word)
		switch {
		case start:
			start = false
		case t.Width > 0 && used+1+size > t.Width:
			b.WriteString("\n" + indent)
			used = len(indent)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += size
	}
	b.WriteByte('\n')
	return b.String()
}

// where is the place and the field of a finding, as far as they are known.
func (r *Report) where(d diag.Diagnostic) string {
	switch {
	case !d.Pos.IsValid():
		return Printable(d.Path)
	case d.Path == "":
		return r.place(d.Pos)
	}
	return r.place(d.Pos) + " (" + Printable(d.Path) + ")"
}

// place prints a position relative to the caller's directory, as editors and
// shells expect it.
func (r *Report) place(p diag.Position) string {
	if r.Root == "" || strings.HasPrefix(p.File, schema.ImportPath) || filepath.IsAbs(p.File) {
		return Printable(p.String())
	}
	rel, err := filepath.Rel(r.Dir, filepath.Join(r.Root, filepath.FromSlash(p.File)))
	if err == nil {
		p.File = filepath.ToSlash(rel)
	}
	return Printable(p.String())
}
