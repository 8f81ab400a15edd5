package deploy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/order"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// Options are what a run works with.
type Options struct {
	Sessions *session.Sessions
	Targets  []*target.Target
	// Plan is what was reviewed of all targets. Fresh says that it was made just now,
	// so that what it says of stacks that do not change still holds.
	Plan  *planfile.Plan
	Fresh bool
	// Failed are targets that could not be planned, and why. Others are deployed.
	Failed map[*target.Target]error
	// Commit is that of the specs now, nil for none.
	Commit *planfile.Commit
	// Read returns the content of an artifact.
	Read func(target.Artifact) ([]byte, error)
	// By says who deploys, given the caller's ARN, for others who meet the change set.
	By func(caller string) string
	// Concurrency is how many stacks are worked on at once.
	Concurrency int
	// NoExecute leaves the change sets as they were created.
	NoExecute bool
}

// Run is one deployment of many stacks.
type Run struct {
	o       Options
	order   *order.Order
	printer progress.Printer

	places  map[session.Place]*place
	mu      sync.Mutex
	running map[*target.Target]bool
	again   map[*target.Target]bool
}

// place is an account and a region as it is when the first stack there is begun.
type place struct {
	// names are those of the stacks that the run is about.
	names   []string
	once    sync.Once
	clients *session.Clients
	stacks  map[string]*changeset.Stack
	err     error
}

// New prepares a run. Stacks that wait for each other are an *order.CircleError.
func New(o Options) (*Run, error) {
	found, err := order.Of(o.Targets)
	if err != nil {
		return nil, err
	}
	r := &Run{o: o, order: found, places: map[session.Place]*place{}, running: map[*target.Target]bool{}, again: map[*target.Target]bool{}}
	for _, t := range o.Targets {
		at := t.Place()
		if r.places[at] == nil {
			r.places[at] = &place{}
		}
		r.places[at].names = append(r.places[at].names, t.Name)
	}
	return r, nil
}

// Do deploys the stacks, once, and prints what happens. When the context is
// cancelled no other stack is begun, what was not executed is removed, and what
// CloudFormation works on is followed to its end.
func (r *Run) Do(ctx context.Context, printer progress.Printer) *Report {
	r.printer = printer
	stop := context.AfterFunc(ctx, r.tellInterrupt)
	defer stop()
	var (
		mu     sync.Mutex
		report = &Report{}
	)
	r.order = r.order.With(r.givenUp(ctx)...)
	r.order.Walk(r.o.Concurrency, func(t *target.Target, lacking []*target.Target) bool {
		s := r.stack(ctx, t, lacking)
		mu.Lock()
		defer mu.Unlock()
		report.Stacks = append(report.Stacks, s)
		return s.IsWell()
	})
	slices.SortFunc(report.Stacks, func(a, b Stack) int { return target.Compare(a.Target, b.Target) })
	report.Interrupted = ctx.Err() != nil
	return report
}

// stack deploys one stack, and tells how it went.
func (r *Run) stack(ctx context.Context, t *target.Target, lacking []*target.Target) Stack {
	w := &work{run: r, target: t, begin: time.Now(), out: Stack{Target: t}}
	exporter := r.awaited(t)
	switch {
	case ctx.Err() != nil:
		w.end(progress.Interrupted, "not begun")
	case len(lacking) > 0:
		w.out.Again = r.areAgain(lacking)
		w.end(progress.Skipped, waitsFor(lacking))
	case exporter != nil:
		w.out.Again = true
		w.end(progress.Skipped, "what it imports is exported since "+exporter.Name+" is deployed, so that it can be planned now")
	case r.o.Failed[t] != nil:
		w.fail(ctx, r.o.Failed[t])
	default:
		w.do(ctx)
	}
	if w.out.Again {
		r.mu.Lock()
		r.again[t] = true
		r.mu.Unlock()
	}
	return w.out
}

// waitsFor says which stacks the work stops at.
func waitsFor(lacking []*target.Target) string {
	var names []string
	for _, t := range lacking {
		names = append(names, t.Name)
	}
	return "it comes after " + strings.Join(names, " and ") + ", and that did not succeed"
}

// awaited is the stack of the run that makes the export for which a target could not
// be planned; nil if that failed for another reason, or not at all.
func (r *Run) awaited(t *target.Target) *target.Target {
	err := r.o.Failed[t]
	if err == nil {
		return nil
	}
	for _, before := range r.order.Before(t) {
		for _, export := range before.Exports {
			if strings.Contains(err.Error(), "No export named "+export+" found") {
				return before
			}
		}
	}
	return nil
}

// areAgain reports whether all of some targets are to be planned again.
func (r *Run) areAgain(list []*target.Target) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !slices.ContainsFunc(list, func(t *target.Target) bool { return !r.again[t] })
}

// at returns the clients of a target's place, and the run's stacks there.
func (r *Run) at(ctx context.Context, t *target.Target) (*place, error) {
	p := r.places[t.Place()]
	p.once.Do(func() {
		if p.clients, p.err = r.o.Sessions.At(ctx, t.Place()); p.err == nil {
			p.stacks, p.err = changeset.Named(ctx, p.clients, p.names...)
		}
	})
	return p, p.err
}

// Running are the names of the stacks that CloudFormation works on now, sorted.
func (r *Run) Running() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for t := range r.running {
		names = append(names, t.Name)
	}
	slices.Sort(names)
	return names
}

// setRunning notes whether CloudFormation works on a stack.
func (r *Run) setRunning(t *target.Target, is bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if is {
		r.running[t] = true
	} else {
		delete(r.running, t)
	}
}

// tellInterrupt says what an interrupt does not stop.
func (r *Run) tellInterrupt() {
	text := "interrupted: no other stack is begun"
	if names := r.Running(); len(names) > 0 {
		text += fmt.Sprintf("; CloudFormation is at work on %s, which is followed to its end; interrupt again to leave at once", strings.Join(names, ", "))
	}
	r.printer.Print(progress.Event{Time: time.Now(), Kind: progress.Notice, Message: text})
}
