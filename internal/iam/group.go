package iam

import (
	"slices"
	"strings"
)

// The most that is looked at, which the policies of a role that AWS takes rarely
// come near. Beyond maxParts statements are compared as wholes, beyond maxWork
// only equal ones are the same: more is reported then, and never less.
const (
	maxParts = 4096
	maxWork  = 1 << 22 // pairs of names
)

// budget is how much may still be looked at in one comparison.
type budget int

// spend reports whether so much may be looked at, which then is spent.
func (b *budget) spend(pairs int) bool {
	*b -= budget(min(pairs, maxWork+1))
	return *b >= 0
}

// group is statements of one effect.
type group struct {
	whole []*part
	known map[string]bool // by ID
	split []*part         // made when first asked for
	// weight is the number of names in split.
	weight int
}

func (g *group) add(p *part) {
	if g.known == nil {
		g.known = map[string]bool{}
	}
	if !g.known[p.id] {
		g.known[p.id] = true
		g.whole = append(g.whole, p)
	}
}

// parts returns the parts of all statements, in an order of their own.
func (g *group) parts() []*part {
	if g.split == nil {
		g.split = splitAll(g.whole)
		for _, p := range g.split {
			g.known[p.id] = true
			g.weight += p.weight()
		}
	}
	return g.split
}

func splitAll(whole []*part) []*part {
	size := 0
	for _, p := range whole {
		p.read()
		size = min(size+min(p.size(), maxParts+1), maxParts+1)
	}
	list := slices.Clone(whole)
	if size <= maxParts {
		list = list[:0]
		for _, p := range whole {
			list = append(list, p.split()...)
		}
	}
	slices.SortFunc(list, func(a, b *part) int { return strings.Compare(a.id, b.id) })
	return slices.CompactFunc(list, func(a, b *part) bool { return a.id == b.id })
}

// beyond returns the parts of g that other does not cover, each once: without
// those that another one of them covers.
func (g *group) beyond(other *group, left *budget) []*part {
	var whole []*part
	for _, p := range g.whole {
		if !other.known[p.id] {
			whole = append(whole, p)
		}
	}
	var list []*part
	for _, p := range splitAll(whole) {
		if !other.covers(p, left) {
			list = append(list, p)
		}
	}
	return widest(list, left)
}

// widest leaves out the parts that another one covers.
func widest(list []*part, left *budget) []*part {
	weight := 0
	for _, p := range list {
		weight += p.weight()
	}
	if weight > maxWork || !left.spend(weight*weight) {
		return list
	}
	var kept []*part
	for i, p := range list {
		covered := false
		for k, q := range list {
			if k != i && q.covers(p) && (k < i || !p.covers(q)) {
				covered = true
				break
			}
		}
		if !covered {
			kept = append(kept, p)
		}
	}
	return kept
}

// covers reports whether the statements of the group together speak of all that
// p speaks of. When nothing is left of the budget, only what is equal counts.
func (g *group) covers(p *part, left *budget) bool {
	parts := g.parts()
	if g.known[p.id] {
		return true
	}
	if !left.spend(g.weight * p.weight()) {
		return false
	}
	if slices.ContainsFunc(parts, func(own *part) bool { return own.covers(p) }) {
		return true
	}
	some := false
	for one := range p.alternatives() {
		if some = true; !g.covers(one, left) {
			return false
		}
	}
	return some
}
