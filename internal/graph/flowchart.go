package graph

import (
	"cmp"
	"slices"
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
	// leftGroups is how many stacks are left out already.
	leftGroups int
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

// chosen returns the boxes to draw, and those that are left out. Marked ones come
// first, then those that matter more.
func (f *flowchart) chosen() (boxes, left []*box) {
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
			return boxes[:i], boxes[i:]
		}
	}
	return boxes, nil
}

func unmarked(b *box) int {
	if b.mark == Same {
		return 1
	}
	return 0
}
