package operate

import (
	"context"
	"sync"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// Stack is a stack of the specs, and the same as CloudFormation has it.
type Stack struct {
	*target.Target
	// Live is nil where there is no such stack.
	Live *changeset.Stack
	// Clients are those of the stack's account and region.
	Clients *session.Clients
	// Err says why CloudFormation could not be asked. Live and perhaps Clients are
	// nil then.
	Err error
}

// Status is CloudFormation's, empty for no stack.
func (s *Stack) Status() string {
	if s.Live == nil {
		return ""
	}
	return s.Live.Status
}

// Path is what people call the stack in commands: its directory in the repository
// of specs, and its name where no spec is left.
func (s *Stack) Path() string {
	if s.Dir == "" {
		return s.Name
	}
	return s.Dir
}

// Find asks CloudFormation for the stacks, in their order. An account, region and role
// that cannot be asked is an error of its stacks.
func Find(ctx context.Context, s *session.Sessions, targets []*target.Target) []*Stack {
	stacks := make([]*Stack, len(targets))
	places := map[session.Place][]*Stack{}
	for i, t := range targets {
		stacks[i] = &Stack{Target: t}
		places[t.Place()] = append(places[t.Place()], stacks[i])
	}
	var all sync.WaitGroup
	for place, here := range places {
		all.Go(func() { find(ctx, s, place, here) })
	}
	all.Wait()
	return stacks
}

// find asks for the stacks of one place.
func find(ctx context.Context, s *session.Sessions, place session.Place, stacks []*Stack) {
	clients, err := s.At(ctx, place)
	if err != nil {
		for _, stack := range stacks {
			stack.Err = err
		}
		return
	}
	var names []string
	for _, stack := range stacks {
		names = append(names, stack.Name)
	}
	live, err := changeset.Named(ctx, clients, names...)
	for _, stack := range stacks {
		stack.Clients, stack.Live, stack.Err = clients, live[stack.Name], err
	}
}

// Each calls work for each stack, for at most n at once, and returns when all have.
// After the context is cancelled, no other is begun.
func Each(ctx context.Context, n int, stacks []*Stack, work func(*Stack)) {
	var all sync.WaitGroup
	slots := make(chan struct{}, max(n, 1))
	for _, s := range stacks {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		all.Go(func() {
			defer func() { <-slots }()
			work(s)
		})
	}
	all.Wait()
}
