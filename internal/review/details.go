package review

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// details writes the parts that unfold: as a whole, or where there is no room the
// changes of the jobs alone. Drawings get the room that is left.
func (d *document) details(groups []alike) {
	opened := ""
	if len(groups) <= 3 {
		opened = " open"
	}
	var parts []part
	room, shortened, missing := d.left(), 0, 0
	for i, g := range groups {
		if missing == maxTries {
			missing += len(groups) - i
			break
		}
		p := part{text: detail(g, g.sections(g.dirs()), opened), of: g.Stack}
		if p.size() > room {
			p = part{text: detail(g, g.summary(), "")}
		}
		switch {
		case p.size() > room:
			missing++
			continue
		case p.of == nil:
			shortened++
		}
		room -= p.size()
		parts = append(parts, p)
	}
	undrawn := d.draw(parts, room)
	for _, p := range parts {
		d.add(p.text + p.drawing + endDetail)
	}
	if shortened+missing > 0 {
		d.add(fmt.Sprintf("\nThere is no room here for all details (%s shortened, %d left out). The full report has them: `smgen diff`, or `smgen diff --format json`.\n", count(shortened, "stack"), missing))
	}
	if undrawn > 0 {
		d.add(fmt.Sprintf("\nThere is no room here for the drawings of %s. `smgen graph` draws a stack as it will be.\n", count(undrawn, "stack")))
	}
}

// part is what unfolds of one group, without its end.
type part struct {
	text string
	// of is the stack to draw, nil for none.
	of      *Stack
	drawing string
}

// size is how many bytes the part has without its drawing.
func (p part) size() int { return len(p.text) + len(endDetail) }

const endDetail = "\n</details>\n"

// draw makes the drawings that there is room for, and returns how many are left out.
func (d *document) draw(parts []part, room int) (undrawn int) {
	for i := range parts {
		p := &parts[i]
		if p.of == nil || !p.of.isDrawn() {
			continue
		}
		picture := ""
		if undrawn < maxTries {
			picture = p.of.picture()
		}
		drawing := p.of.unfolding(picture)
		if picture == "" || len(drawing) > min(room, maxDrawing) {
			undrawn++
			continue
		}
		p.drawing, d.drawn[p.of] = drawing, picture
		room -= len(drawing)
	}
	return undrawn
}

// detail is the part of a stack that unfolds, without its end.
func detail(g alike, sections []section, opened string) string {
	var b strings.Builder
	name, where := g.heading()
	if where != "" {
		where = " (" + output.HTML(output.Clip(where, maxName)) + ")"
	}
	fmt.Fprintf(&b, "\n<details%s>\n<summary><b>%s</b>%s: %s</summary>\n", opened, output.HTML(output.Clip(name, maxName)), where, g.counts())
	if len(g.others) > 0 {
		b.WriteString("\nIn the same way, but for their names: " + output.Prose(output.Clip(listed("stack", g.dirs()[1:]), maxText)) + "\n")
	}
	for _, s := range sections {
		b.WriteString("\n**" + bold(s.title) + "**\n\n")
		for i, it := range s.items {
			if i == maxItems {
				fmt.Fprintf(&b, "- and %d more\n", len(s.items)-i)
				break
			}
			writeItem(&b, it)
		}
	}
	return b.String()
}

// bold writes text between the signs of bold text, next to which Markdown wants no
// spaces.
func bold(text string) string { return strings.TrimSpace(output.Prose(output.Clip(text, maxText))) }

func writeItem(b *strings.Builder, it item) {
	b.WriteString("- ")
	if it.mark != "" {
		b.WriteString("`" + it.mark + "` ")
	}
	b.WriteString(output.Prose(output.Clip(it.text, maxText)))
	if it.at != "" {
		b.WriteString(" (" + output.Code(output.Clip(it.at, maxName)) + ")")
	}
	b.WriteString("\n")
	for i, m := range it.more {
		if i == maxMore {
			fmt.Fprintf(b, "  - and %d more\n", len(it.more)-i)
			break
		}
		b.WriteString("  - " + output.Prose(output.Clip(m, maxText)) + "\n")
	}
}
