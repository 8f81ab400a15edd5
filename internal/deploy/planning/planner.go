package planning

import (
	"context"
	"errors"
	"sync"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
)

// Options say how stacks are looked at.
type Options struct {
	Sessions *session.Sessions
	// Targets are all stacks that will be looked at.
	Targets []*target.Target
	// Commit is what the specs are of, for digests; nil for none.
	Commit *planfile.Commit
	// By says who plans, given the caller's ARN, for others who meet a change set.
	By func(caller string) string
}

// Planner looks at stacks. It is safe for concurrent use.
type Planner struct {
	Options
	places map[session.Place]*place
}

// New returns a planner; nothing is asked before the first stack is looked at.
func New(o Options) *Planner {
	p := &Planner{o, map[session.Place]*place{}}
	for _, t := range o.Targets {
		at := t.Place()
		if p.places[at] == nil {
			p.places[at] = &place{}
		}
		p.places[at].names = append(p.places[at].names, t.Name)
	}
	return p
}

// Look is what was found out about one stack.
type Look struct {
	Target  *target.Target
	Clients *session.Clients
	// Current is the stack as CloudFormation has it, nil for none.
	Current *changeset.Stack
	// ChangeSet is CloudFormation's answer, and deleted already; nil for a new stack,
	// which is predicted.
	ChangeSet *changeset.ChangeSet
	// Deployed is the template as it is deployed, without versions of artifacts; nil
	// if nothing changes, or nothing is deployed.
	Deployed []byte
	// Entry is what a plan holds of the stack.
	Entry planfile.Stack
	// Notes are sentences about the stack for people.
	Notes []string
}

// Look finds out about a stack. The error is in words, and names what to do; if it
// says nothing else, nothing is left behind.
func (p *Planner) Look(ctx context.Context, t *target.Target) (*Look, error) {
	l := &Look{Target: t}
	at := p.places[t.Place()]
	if at == nil {
		at = &place{names: []string{t.Name}}
	}
	var err error
	if l.Clients, err = p.Sessions.At(ctx, t.Place()); err != nil {
		return nil, err
	}
	if l.Current, err = at.stack(ctx, l.Clients, t.Name); err != nil {
		return nil, err
	}
	if err := l.obstacle(ctx); err != nil {
		return nil, err
	}
	if l.Current.IsNew() {
		return l, l.predict(p.Commit)
	}
	return l, p.ask(ctx, l)
}

// obstacle says why the stack cannot be changed as it is.
func (l *Look) obstacle(ctx context.Context) error {
	text := l.Current.Obstacle(l.Target.Dir)
	if text == "" {
		return nil
	}
	if l.Current.IsBusy() {
		// Who it is helps, and is no reason to fail for another reason.
		if who, err := changeset.Deploying(ctx, l.Clients, l.Current.Name); err == nil && who != "" {
			text += "; who deploys says of itself: " + who
		}
	}
	return errors.New(text)
}

// ask makes a change set, learns what it says, and deletes it.
func (p *Planner) ask(ctx context.Context, l *Look) error {
	request, err := p.request(ctx, l)
	if err != nil {
		return err
	}
	if l.ChangeSet, err = changeset.Create(ctx, l.Clients, request); err != nil {
		return refused(l.Target, err)
	}
	l.Entry = entryOf(l.Target)
	l.Entry.Operation, l.Entry.Folded = l.ChangeSet.Operation(), l.ChangeSet.Folded
	l.Entry.Digest = l.ChangeSet.Digest(l.Target, p.Commit.Of(l.Target.Dir))
	if l.ChangeSet.Empty {
		return nil
	}
	if err := l.ChangeSet.Delete(ctx, l.Clients); err != nil {
		return err
	}
	if l.Deployed, err = changeset.Template(ctx, l.Clients, l.Target.Name); err != nil {
		return err
	}
	return l.compare(l.ChangeSet.Changes)
}

// request is what the change set is made of. Code that is not in the bucket yet is
// not there to be pinned, and changes its function in any case: by its key.
func (p *Planner) request(ctx context.Context, l *Look) (changeset.Request, error) {
	r := changeset.Request{Target: l.Target, Current: l.Current, By: p.By(l.Clients.Caller)}
	var err error
	r.Template, r.TemplateURL, err = artifact.Ready(ctx, l.Clients, l.Target, nil)
	return r, err
}

// place is what is known of an account and region.
type place struct {
	// names are those of the stacks that will be looked at.
	names  []string
	once   sync.Once
	stacks map[string]*changeset.Stack
	err    error
}

// stack returns a stack as it is when the first one there is looked at, nil for none.
func (p *place) stack(ctx context.Context, c *session.Clients, name string) (*changeset.Stack, error) {
	p.once.Do(func() { p.stacks, p.err = changeset.Named(ctx, c, p.names...) })
	return p.stacks[name], p.err
}
