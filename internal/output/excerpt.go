package output

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/diag"
)

// excerptWidth is how many columns of a source line are shown where the width of
// the output is not known, and minExcerpt how many there are at least.
const (
	excerptWidth = 160
	minExcerpt   = 20
)

// excerpt prints the source line of a finding, and a caret below the place. It
// prints nothing where the line is not known, says nothing, or may hold a secret.
func (p *printer) excerpt(d diag.Diagnostic) {
	line, ok := p.files.line(d.Pos)
	if !ok || saysNothing(line, d.Pos.Column) || !p.files.shows(d, line) {
		return
	}
	number := strconv.Itoa(d.Pos.Line)
	room := excerptWidth
	if p.Width > 0 {
		room = max(minExcerpt, p.Width-len(indent)-len(number)-len(" | "))
	}
	text, at := window(line, d.Pos.Column-1, room)
	blank := strings.Repeat(" ", len(number))
	fmt.Fprintf(p.out, "%s%s | %s\n", indent, number, text)
	fmt.Fprintf(p.out, "%s%s | %s%s\n", indent, blank, strings.Repeat(" ", at), p.paint(d.Severity, "^"))
}

// saysNothing reports whether a line is blank, or the place is the beginning of
// the stack, where findings are about what is not there or about all of it.
func saysNothing(line string, column int) bool {
	return strings.TrimSpace(line) == "" || column == 1 && strings.HasPrefix(line, "stack:")
}

// cell is a character of a source line as it is printed.
type cell struct {
	text    string
	columns int
}

// window returns the part of a source line around a byte of it that takes at
// most so many columns, without the indentation, and the column of that byte,
// which counts from 0. An ellipsis stands for what is cut away.
func window(line string, offset, room int) (text string, at int) {
	unindented := strings.TrimLeft(line, " \t")
	if cut := len(line) - len(unindented); cut <= offset {
		line, offset = unindented, offset-cut
	}
	cells := cellsOf(strings.TrimRight(line, " \t"))
	at = min(runesBefore(line, offset), len(cells))
	from, to := widen(cells, at, room)
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	column := 0
	for i, c := range cells[from:to] {
		if from+i == at {
			column = Columns(b.String())
		}
		b.WriteString(c.text)
	}
	if at == to {
		column = Columns(b.String())
	}
	if to < len(cells) {
		b.WriteString("…")
	}
	return b.String(), column
}

// cellsOf writes a tab as four spaces, and control characters as escapes.
func cellsOf(line string) []cell {
	cells := make([]cell, 0, len(line))
	for len(line) > 0 {
		r, size := utf8.DecodeRuneInString(line)
		text := printableRune(r)
		if r == '\t' {
			text = "    "
		}
		cells = append(cells, cell{text, Columns(text)})
		line = line[size:]
	}
	return cells
}

// widen grows a range of cells from one of them in both directions, as long as
// it fits into the room with an ellipsis on both sides.
func widen(cells []cell, at, room int) (from, to int) {
	total := 0
	for _, c := range cells {
		total += c.columns
	}
	if total <= room {
		return 0, len(cells)
	}
	room -= 2
	from, to = at, at
	for used, grown := 0, true; grown; {
		grown = false
		if to < len(cells) && used+cells[to].columns <= room {
			used += cells[to].columns
			to++
			grown = true
		}
		if from > 0 && used+cells[from-1].columns <= room {
			from--
			used += cells[from].columns
			grown = true
		}
	}
	return from, to
}
