package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/smgen/smgen/internal/progress"
)

// underWay are the stacks that CloudFormation is at work on: what it has begun goes
// on, whoever is interrupted.
type underWay struct {
	mu     sync.Mutex
	stacks map[string]bool
}

// watch tells what goes on when the program is asked to stop, and when it leaves at
// once. It does so until the function that it returns is called.
func (u *underWay) watch(ctx context.Context, env environment, printer progress.Printer) (done func()) {
	stop := context.AfterFunc(ctx, func() {
		text := "interrupted: nothing else is begun"
		if names := u.names(); names != "" {
			text += fmt.Sprintf("; CloudFormation is at work on %s, which is followed to its end; interrupt again to leave at once", names)
		}
		printer.Print(progress.Event{Time: time.Now(), Kind: progress.Notice, Message: text})
	})
	env.last.set(func() string {
		if names := u.names(); names != "" {
			return fmt.Sprintf("left at once; CloudFormation goes on with %s; smgen status tells how it ends", names)
		}
		return ""
	})
	return func() {
		stop()
		env.last.set(nil)
	}
}

// note takes an event into account.
func (u *underWay) note(e progress.Event) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch e.Kind {
	case progress.StackBegins:
		u.stacks[e.Stack] = true
	case progress.StackEnds:
		delete(u.stacks, e.Stack)
	}
}

// names are those of the stacks, in order. Names of stacks need no escaping.
func (u *underWay) names() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var names []string
	for name := range u.stacks {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
