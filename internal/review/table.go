package review

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// maxName is how many characters of a name are shown in a row, and maxCell of what
// a reviewer must not miss.
const (
	maxName = 120
	maxCell = 240
)

// table writes the verdicts: a row for each group of stacks, with what a reviewer
// must not miss. Where there is no room, rows get shorter, then those without
// dangers go, and at last what remains is counted by its dangers.
func (d *document) table(groups []alike) {
	d.add("\n| Stack | Resources | |\n|---|---|---|\n")
	for _, row := range []func(alike) string{fullRow, shortRow} {
		if text, fits := rows(groups, row); fits {
			d.add(text)
			return
		}
	}
	var dangerous, others []alike
	for _, g := range groups {
		if g.Verdict.isDangerous() {
			dangerous = append(dangerous, g)
		} else {
			others = append(others, g)
		}
	}
	for _, row := range []func(alike) string{shortRow, flagRow} {
		if text, fits := rows(dangerous, row); fits {
			d.add(text + d.fill(others, maxTable-len(text)))
			return
		}
	}
	d.add(d.fill(dangerous, maxTable))
	d.rest(others)
}

// rows returns the rows of groups, if they fit.
func rows(groups []alike, row func(alike) string) (text string, fits bool) {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(row(g))
		if b.Len() > maxTable {
			return "", false
		}
	}
	return b.String(), true
}

// fill returns as many rows as there is room for, and counts the others.
func (d *document) fill(groups []alike, room int) string {
	var b strings.Builder
	for i, g := range groups {
		row := flagRow(g)
		if b.Len()+len(row) > room {
			return b.String() + restRow(groups[i:])
		}
		b.WriteString(row)
	}
	return b.String()
}

func (d *document) rest(groups []alike) {
	if len(groups) > 0 {
		d.add(restRow(groups))
	}
}

// restRow counts stacks that have no row, and of what they have to be feared for.
func restRow(groups []alike) string {
	n, dangers := 0, map[Flag]int{}
	for _, g := range groups {
		n += 1 + len(g.others)
		for _, f := range g.Verdict.Flags {
			dangers[f] += 1 + len(g.others)
		}
	}
	var parts []string
	for _, f := range Flags() {
		if dangers[f] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", dangers[f], f.words()))
		}
	}
	return fmt.Sprintf("| and %s | | %s |\n", count(n, "more stack"), strings.Join(parts, ", "))
}

// fullRow has the dangers in words.
func fullRow(g alike) string { return row(g, true, 10) }

func shortRow(g alike) string { return row(g, true, 1) }

func flagRow(g alike) string { return row(g, false, 0) }

// maxBrief is how many changes of jobs a row has, and how many of access.
const maxBrief = 4

// briefly returns the first changes of the stack's access and jobs.
func (s *Stack) briefly(most int) []item {
	var items []item
	if len(s.Access.Tripwires) == 0 {
		for i, g := range s.Access.Gained {
			if i == most {
				items = append(items, item{text: fmt.Sprintf("and %s more", count(len(s.Access.Gained)-i, "permission"))})
				break
			}
			items = append(items, item{text: g.Text})
		}
	}
	most += len(items)
	for _, j := range s.Jobs {
		for _, l := range j.Lines {
			if len(items) < most {
				items = append(items, item{text: l.Text})
			}
		}
	}
	return items
}

// row is the row of a group, with its directory, and with at most so many dangers.
func row(g alike, where bool, dangers int) string {
	name, dir := g.heading()
	cell := output.Code(output.Clip(name, maxName))
	if where && dir != "" {
		cell += "<br>" + output.Code(output.Clip(dir, maxName))
	}
	if n := len(g.others); n > 0 {
		cell += "<br>and " + count(n, "stack") + " in the same way"
	}
	var flags []string
	for _, f := range g.Verdict.Flags {
		if f.isDanger() {
			flags = append(flags, "**"+f.words()+"**")
		} else {
			flags = append(flags, output.Prose(output.Clip(f.words(), maxName)))
		}
	}
	lines := []string{strings.Join(flags, ", ")}
	attention := g.attention()
	if dangers > len(attention) && !g.isWhole() {
		attention = append(attention, g.briefly(maxBrief)...)
	}
	for i, it := range attention {
		if i == dangers {
			if dangers > 0 {
				lines = append(lines, fmt.Sprintf("and %d more", len(attention)-i))
			}
			break
		}
		lines = append(lines, output.Prose(output.Clip(it.text, maxCell)))
	}
	return "| " + cell + " | " + g.counts() + " | " + strings.Join(lines, "<br>") + " |\n"
}
