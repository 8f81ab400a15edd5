package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// What Mermaid takes: a text of 50,000 characters (maxTextSize), and 500 edges
// (maxEdges, 280 in some releases); see its "Mermaid Config Schema". A drawing
// stays well below, and is no longer readable long before.
const (
	maxText  = 40_000
	maxBoxes = 120
	maxEdges = 250
)

// kind is what a box stands for: its shape, and how early it is drawn where there
// are too many.
type kind int

const (
	job kind = iota
	trigger
	launcher // a function or a state machine
	topic
	queue
	store // a model package group, an MLflow
	stack // of a fleet, without jobs
	alarm
	role
	other
)

// shape returns what opens and closes a box of a kind.
func (k kind) shape() (open, shut string) {
	switch k {
	case job:
		return "{{", "}}"
	case trigger:
		return "([", "])"
	case launcher:
		return "[[", "]]"
	case topic:
		return ">", "]"
	case queue, store:
		return "[(", ")]"
	case alarm:
		return "[/", "/]"
	case role:
		return "(", ")"
	}
	return "[", "]"
}

// box is a box of a drawing; its key is the same for what is drawn once.
type box struct {
	key   string
	kind  kind
	lines []string
	mark  Mark
	// group is the key of the stack that it is drawn in, for a fleet.
	group string
	// outside reports that the template does not hold it.
	outside bool
}

// edge is an arrow between two boxes or groups.
type edge struct {
	from, to, label string
	dotted          bool
}

// flowchart is a drawing before it is text.
type flowchart struct {
	boxes  map[string]*box
	groups []box // in the order in which they are drawn
	edges  []edge
	// left is what the drawing leaves out already, such as "12 stacks".
	left []string
}

// add adds a box unless its key is drawn already, and returns the one that is.
func (f *flowchart) add(b box) *box {
	if f.boxes == nil {
		f.boxes = map[string]*box{}
	}
	if f.boxes[b.key] == nil {
		f.boxes[b.key] = &b
	}
	return f.boxes[b.key]
}

// connect adds an arrow, once.
func (f *flowchart) connect(e edge) {
	if e.from != e.to && !slices.Contains(f.edges, e) {
		f.edges = append(f.edges, e)
	}
}

// chosen returns the boxes to draw, and how many are left out. Marked ones come
// first, then those that matter more.
func (f *flowchart) chosen() (boxes []*box, left int) {
	for _, b := range f.boxes {
		boxes = append(boxes, b)
	}
	slices.SortFunc(boxes, func(a, b *box) int {
		return cmp.Or(cmp.Compare(unmarked(a), unmarked(b)), cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key))
	})
	size := 0
	for i, b := range boxes {
		size += len(b.text("n100")) + 30 // and what names its class
		if i == maxBoxes || size > maxText*2/3 {
			return boxes[:i], len(boxes) - i
		}
	}
	return boxes, 0
}

func unmarked(b *box) int {
	if b.mark == Same {
		return 1
	}
	return 0
}

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
	boxes, left := f.chosen()
	names := map[string]string{}
	for i, b := range boxes {
		names[b.key] = fmt.Sprintf("n%d", i+1)
	}
	var out strings.Builder
	out.WriteString("flowchart LR\n")
	for i, g := range f.groups {
		names[g.key] = fmt.Sprintf("s%d", i+1)
		fmt.Fprintf(&out, "  subgraph %s[\"%s\"]\n", names[g.key], g.label())
		f.writeBoxes(&out, boxes, names, g.key)
		out.WriteString("  end\n")
	}
	f.writeBoxes(&out, boxes, names, "")
	leftEdges := f.writeEdges(&out, names)
	writeClasses(&out, boxes, names)
	rest := slices.Clone(f.left)
	if left > 0 {
		rest = append(rest, fmt.Sprintf("%d boxes", left))
	}
	if leftEdges > 0 {
		rest = append(rest, fmt.Sprintf("%d arrows", leftEdges))
	}
	if len(rest) > 0 {
		fmt.Fprintf(&out, "  rest[\"%s\"]\n", escape("not drawn: "+strings.Join(rest, ", ")))
	}
	return out.String()
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
