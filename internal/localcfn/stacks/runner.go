package stacks

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/localcfn/lifecycle"
	"github.com/smgen/smgen/internal/localcfn/store"
)

// Setup is what a [Runner] works with.
type Setup struct {
	Store  *store.Store
	Blobs  *store.Blobs
	Faults Faults
	// Now tells the time, Step is how long the work on one resource takes.
	Now  func() time.Time
	Step time.Duration
	// Report is told what went wrong in the endpoint itself.
	Report func(error)
}

// Runner takes the steps of operations and makes change sets, each stack on its
// own. Make one with [NewRunner].
type Runner struct {
	setup     Setup
	documents Documents
	ctx       context.Context
	stop      context.CancelFunc
	work      sync.WaitGroup
}

// NewRunner returns a runner that goes on with all that was under way.
func NewRunner(setup Setup) (*Runner, error) {
	run := &Runner{setup: setup}
	run.ctx, run.stop = context.WithCancel(context.Background())
	var stacks []*Stack
	var sets []*ChangeSet
	err := run.View(func(d Data) error {
		err := store.Scan(d.Tx, kindStacks, "", "", func(_ string, s *Stack) (bool, error) {
			if s.Operation != nil {
				stacks = append(stacks, s)
			}
			return true, nil
		})
		if err != nil {
			return err
		}
		return store.Scan(d.Tx, kindChangeSets, "", "", func(_ string, c *ChangeSet) (bool, error) {
			if c.Status == lifecycle.CreatePending || c.Status == lifecycle.CreatingChangeSet {
				sets = append(sets, c)
			}
			return true, nil
		})
	})
	for _, s := range stacks {
		run.Operate(s)
	}
	for _, c := range sets {
		run.MakeChangeSet(c)
	}
	return run, err
}

// Close stops the work, which another runner goes on with.
func (r *Runner) Close() {
	r.stop()
	r.work.Wait()
}

// View calls read with a view of all stacks.
func (r *Runner) View(read func(Data) error) error {
	return r.setup.Store.View(func(tx store.Tx) error { return read(r.data(tx)) })
}

// Update calls change with all stacks, and keeps what it wrote if it returns nil.
func (r *Runner) Update(change func(Data) error) error {
	return r.setup.Store.Update(func(tx store.Tx) error { return change(r.data(tx)) })
}

func (r *Runner) data(tx store.Tx) Data {
	return Data{Tx: tx, Blobs: r.setup.Blobs, Documents: &r.documents, Faults: r.setup.Faults, Now: r.setup.Now()}
}

// Operate takes the steps of a stack's operation until it is over, on its own.
func (r *Runner) Operate(s *Stack) {
	if s.Operation == nil {
		return
	}
	id := s.Operation.ID
	r.repeat(s.Name, false, func(d Data) (more, takesTime bool, err error) {
		now, err := d.Find(s.Place(), s.ID)
		if err != nil || now.Operation == nil || now.Operation.ID != id {
			return false, false, err // over, or another one has begun
		}
		for range r.together() {
			if takesTime, err = d.advance(now); err != nil {
				return false, false, err
			}
			if more = now.Operation.Name() == id; !more || r.setup.Faults.Stalls(now.Name, false) {
				break
			}
		}
		return more, takesTime, d.Put(now)
	})
}

// MakeChangeSet makes a change set, on its own.
func (r *Runner) MakeChangeSet(c *ChangeSet) {
	var place Place
	name := ""
	if err := r.View(func(d Data) error {
		s, err := d.stackOf(c)
		if s != nil {
			place, name = s.Place(), s.Name
		}
		return err
	}); err != nil || name == "" {
		return
	}
	r.repeat(name, true, func(d Data) (more, takesTime bool, err error) {
		s, now, err := d.FindChangeSetID(place, c.ID)
		if err != nil || now == nil || now.Status != lifecycle.CreatePending && now.Status != lifecycle.CreatingChangeSet {
			return false, false, err
		}
		err = d.makeChangeSet(s, now)
		return now.Status == lifecycle.CreatingChangeSet, true, err
	})
}

// stackOf returns the stack of a change set.
func (d Data) stackOf(c *ChangeSet) (*Stack, error) {
	place, ok := placeOf(c.StackID)
	if !ok {
		return nil, errors.New("the ID of the change set's stack is none: " + c.StackID)
	}
	return d.Find(place, c.StackID)
}

// repeat takes steps, each in an update of its own, until there are no more, or the
// runner closes.
func (r *Runner) repeat(stack string, changeSet bool, step func(Data) (more, takesTime bool, err error)) {
	r.work.Add(1)
	go func() {
		defer r.work.Done()
		for r.ctx.Err() == nil {
			if r.setup.Faults.Stalls(stack, changeSet) {
				<-r.ctx.Done()
				return
			}
			var more, takesTime bool
			err := r.Update(func(d Data) (err error) {
				more, takesTime, err = step(d)
				return err
			})
			if err != nil {
				r.setup.Report(err)
				return
			}
			if !more {
				return
			}
			if takesTime {
				r.wait()
			}
		}
	}()
}

// maxTogether is how many steps that take no time are one change of the store. They
// are more than most operations have, and few enough to let others in between.
const maxTogether = 50

// together returns how many steps are one change of the store.
func (r *Runner) together() int {
	if r.setup.Step > 0 {
		return 1
	}
	return maxTogether
}

func (r *Runner) wait() {
	if r.setup.Step <= 0 {
		return
	}
	timer := time.NewTimer(r.setup.Step)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.ctx.Done():
	}
}
