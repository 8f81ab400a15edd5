package graph

import (
	"fmt"
	"slices"
	"strings"
)

// text returns a box as Mermaid writes it.
func (b *box) text(name string) string {
	open, shut := b.kind.shape()
	return name + open + `"` + b.label() + `"` + shut
}

func (b *box) label() string {
	var lines []string
	for _, line := range b.lines {
		if line != "" {
			lines = append(lines, escape(line))
		}
	}
	if b.mark != Same {
		lines = append(lines, b.mark.String())
	}
	return strings.Join(lines, "<br/>")
}

// String returns the drawing as the text of a flowchart.
func (f *flowchart) String() string {
	boxes, rest := f.chosen()
	names := map[string]string{}
	for i, b := range boxes {
		names[b.key] = fmt.Sprintf("n%d", i+1)
	}
	var out strings.Builder
	out.WriteString("flowchart LR\n")
	leftGroups := f.leftGroups
	for i, g := range f.groups {
		if !slices.ContainsFunc(boxes, func(b *box) bool { return b.group == g.key }) {
			leftGroups++
			continue
		}
		names[g.key] = fmt.Sprintf("s%d", i+1)
		fmt.Fprintf(&out, "  subgraph %s[\"%s\"]\n", names[g.key], g.label())
		f.writeBoxes(&out, boxes, names, g.key)
		out.WriteString("  end\n")
	}
	f.writeBoxes(&out, boxes, names, "")
	leftEdges := f.writeEdges(&out, names)
	writeClasses(&out, boxes, names)
	leftBoxes := 0
	for _, b := range rest {
		if b.group == "" || names[b.group] != "" {
			leftBoxes++ // those of a stack that is left out are counted with it
		}
	}
	writeLeft(&out, leftGroups, leftBoxes, leftEdges)
	return out.String()
}

// writeLeft writes a box that counts what there was no room for.
func writeLeft(out *strings.Builder, groups, boxes, edges int) {
	var left []string
	for _, l := range []struct {
		n    int
		noun string
	}{{groups, "stack"}, {boxes, "box"}, {edges, "arrow"}} {
		if l.n > 0 {
			left = append(left, counted(l.n, l.noun))
		}
	}
	if len(left) > 0 {
		fmt.Fprintf(out, "  rest[\"%s\"]\n", escape("not drawn: "+strings.Join(left, ", ")))
	}
}

// counted returns n with the noun, in the plural unless n is 1.
func counted(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "x"):
		noun += "es"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

func (f *flowchart) writeBoxes(out *strings.Builder, boxes []*box, names map[string]string, group string) {
	for _, b := range boxes {
		if b.group == group {
			fmt.Fprintf(out, "  %s\n", b.text(names[b.key]))
		}
	}
}

// writeEdges writes the arrows between what is drawn, and returns how many of
// these there was no room for.
func (f *flowchart) writeEdges(out *strings.Builder, names map[string]string) (left int) {
	written := 0
	for _, e := range f.edges {
		from, to := names[e.from], names[e.to]
		if from == "" || to == "" {
			continue
		}
		if written == maxEdges || out.Len() > maxText {
			left++
			continue
		}
		written++
		arrow := "-->"
		if e.dotted {
			arrow = "-.->"
		}
		if e.label != "" {
			arrow += `|"` + escape(e.label) + `"|`
		}
		fmt.Fprintf(out, "  %s %s %s\n", from, arrow, to)
	}
	return left
}

// writeClasses writes the colors of the boxes: readable on light and dark pages.
func writeClasses(out *strings.Builder, boxes []*box, names map[string]string) {
	for _, class := range []struct {
		name, style string
		has         func(*box) bool
	}{
		{"outside", "stroke-dasharray:4 3", func(b *box) bool { return b.outside }},
		{Added.String(), "fill:#dafbe1,stroke:#1a7f37,color:#1f2328", func(b *box) bool { return b.mark == Added }},
		{Changed.String(), "fill:#fff8c5,stroke:#9a6700,color:#1f2328", func(b *box) bool { return b.mark == Changed }},
		{Replaced.String(), "fill:#ffd8b5,stroke:#bc4c00,color:#1f2328,stroke-width:3px", func(b *box) bool { return b.mark == Replaced }},
		{"conditional", "fill:#ffd8b5,stroke:#bc4c00,color:#1f2328", func(b *box) bool { return b.mark == MayReplace }},
		{Removed.String(), "fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:6 3", func(b *box) bool { return b.mark == Removed }},
	} {
		var members []string
		for _, b := range boxes {
			if class.has(b) {
				members = append(members, names[b.key])
			}
		}
		if len(members) > 0 {
			fmt.Fprintf(out, "  classDef %s %s\n  class %s %s\n", class.name, class.style, strings.Join(members, ","), class.name)
		}
	}
}
