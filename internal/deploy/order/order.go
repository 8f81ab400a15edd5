package order

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/target"
)

// Order is which stacks wait for which.
type Order struct {
	targets []*target.Target
	// waits are the edges that end at a target, in the order of where they begin.
	waits map[*target.Target][]Edge
}

// Edge is a reason for a stack to wait for another.
type Edge struct {
	First, Then *target.Target
	// Why goes on from the name of the stack that waits, such as "imports vpc-id of";
	// the name of the first follows.
	Why string
}

// place is where names of exports are known.
type place struct{ account, region, export string }

// Of finds the order of stacks, with edges that are known otherwise. What nobody
// among them exports has to be there already, and nobody waits for it.
func Of(targets []*target.Target, more ...Edge) (*Order, error) {
	o := &Order{targets: slices.SortedFunc(slices.Values(targets), target.Compare), waits: map[*target.Target][]Edge{}}
	exporters := map[place][]*target.Target{}
	for _, t := range o.targets {
		for _, name := range t.Exports {
			at := place{t.Account, t.Region, name}
			exporters[at] = append(exporters[at], t)
		}
	}
	for _, t := range o.targets {
		for _, name := range t.Imports {
			for _, exporter := range exporters[place{t.Account, t.Region, name}] {
				o.add(Edge{exporter, t, "imports " + name + " of"})
			}
		}
	}
	for _, e := range more {
		o.add(e)
	}
	return o, o.check()
}

// With is the order with further edges, of which one that would make a circle does
// not count.
func (o *Order) With(more ...Edge) *Order {
	for _, e := range more {
		next := &Order{targets: o.targets, waits: maps.Clone(o.waits)}
		next.add(e)
		if next.check() == nil {
			o = next
		}
	}
	return o
}

// add notes an edge, one for two stacks.
func (o *Order) add(e Edge) {
	edges := o.waits[e.Then]
	if slices.ContainsFunc(edges, func(other Edge) bool { return other.First == e.First }) {
		return
	}
	edges = append(slices.Clone(edges), e)
	slices.SortStableFunc(edges, func(a, b Edge) int { return target.Compare(a.First, b.First) })
	o.waits[e.Then] = edges
}

// Reverse is the order in which stacks are deleted: those that import first.
func (o *Order) Reverse() *Order {
	r := &Order{targets: o.targets, waits: map[*target.Target][]Edge{}}
	for _, t := range o.targets {
		for _, e := range o.waits[t] {
			r.add(Edge{First: e.Then, Then: e.First, Why: e.Why})
		}
	}
	return r
}

// Before are the stacks that a stack waits for itself, in their order.
func (o *Order) Before(t *target.Target) []*target.Target {
	var list []*target.Target
	for _, e := range o.waits[t] {
		list = append(list, e.First)
	}
	return list
}

// CircleError says that stacks wait for each other.
type CircleError struct {
	// Edges lead from each stack to the next, and the last back to the first.
	Edges []Edge
}

// Error names the stacks, and what each wants of the next.
func (e *CircleError) Error() string {
	var parts []string
	for _, edge := range e.Edges {
		parts = append(parts, fmt.Sprintf("%s %s %s", title(edge.Then), edge.Why, title(edge.First)))
	}
	return "no order of the stacks is right, as they wait for each other: " + strings.Join(parts, ", ") +
		"; take one of these imports out, or put what both need into a stack of its own"
}

// title is what a stack is called in messages.
func title(t *target.Target) string {
	if t.Dir == "" {
		return t.Name
	}
	return t.Dir
}

// check looks for a circle.
func (o *Order) check() error {
	sound := map[*target.Target]bool{}
	var path []Edge
	var visit func(t *target.Target) error
	visit = func(t *target.Target) error {
		if i := slices.IndexFunc(path, func(e Edge) bool { return e.Then == t }); i >= 0 {
			return &CircleError{slices.Clone(path[i:])}
		}
		if sound[t] {
			return nil
		}
		for _, e := range o.waits[t] {
			path = append(path, e)
			if err := visit(e.First); err != nil {
				return err
			}
			path = path[:len(path)-1]
		}
		sound[t] = true
		return nil
	}
	for _, t := range o.targets {
		if err := visit(t); err != nil {
			return err
		}
	}
	return nil
}
