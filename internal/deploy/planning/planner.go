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
	"github.com/smgen/smgen/internal/template"
)

// Options say how stacks are looked at.
type Options struct {
	Sessions *session.Sessions
	// Targets are all stacks that will be looked at.
	Targets []*target.Target
	// Commit is what the specs are of, for digests; nil for none.
	Commit *planfile.Commit
	// Getenv reads the variables by which a pipeline tells which job this is.
	Getenv func(string) string
	// Deploying keeps change sets, makes them of new stacks, too, and uploads code.
	Deploying bool
	// Code reads an artifact that is to be uploaded; nil if none is.
	Code func(target.Artifact) ([]byte, error)
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
		at := placeOf(t)
		if p.places[at] == nil {
			p.places[at] = &place{}
		}
		p.places[at].targets++
	}
	return p
}

// placeOf is where a stack is, and as whom smgen acts there.
func placeOf(t *target.Target) session.Place {
	return session.Place{Account: t.Account, Region: t.Region, Role: t.Settings.Role}
}

// Look is what was found out about one stack.
type Look struct {
	Target  *target.Target
	Clients *session.Clients
	// Current is the stack as CloudFormation has it, nil for none.
	Current *changeset.Stack
	// ChangeSet is CloudFormation's answer; nil for a new stack that was only
	// predicted. Unless it is empty, a planner that deploys leaves it to be executed
	// or deleted.
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
// says nothing else, no change set is left.
func (p *Planner) Look(ctx context.Context, t *target.Target) (*Look, error) {
	l := &Look{Target: t}
	at := p.places[placeOf(t)]
	if at == nil {
		at = &place{targets: 1}
	}
	var err error
	if l.Clients, err = p.Sessions.At(ctx, placeOf(t)); err != nil {
		return nil, err
	}
	if l.Current, err = at.stack(ctx, l.Clients, t.Name); err != nil {
		return nil, err
	}
	if err := l.obstacle(ctx); err != nil {
		return nil, err
	}
	if l.Current.IsNew() && !p.Deploying {
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

// ask makes a change set.
func (p *Planner) ask(ctx context.Context, l *Look) error {
	pinned, err := artifact.Resolve(ctx, l.Clients, l.Target, p.Code, p.Deploying)
	if err != nil {
		return err
	}
	request := changeset.Request{Target: l.Target, Current: l.Current, Template: pinned.Template, By: changeset.Author(l.Clients.Caller, p.Getenv)}
	if len(pinned.Template) > template.MaxBody {
		bucket, err := artifact.Bucket(ctx, l.Clients, l.Target)
		if err != nil {
			return err
		}
		if request.TemplateURL, err = artifact.Template(ctx, l.Clients, bucket, pinned.Template); err != nil {
			return err
		}
	}
	if l.ChangeSet, err = changeset.Create(ctx, l.Clients, request); err != nil {
		return refused(l.Target, err)
	}
	err = p.learn(ctx, l)
	if l.ChangeSet.Empty || p.Deploying && err == nil {
		return err
	}
	return errors.Join(err, l.ChangeSet.Delete(ctx, l.Clients))
}

// learn puts together what the change set says.
func (p *Planner) learn(ctx context.Context, l *Look) error {
	cs := l.ChangeSet
	l.Entry = entryOf(l.Target)
	l.Entry.Operation, l.Entry.Digest, l.Entry.Folded = cs.Operation(), cs.Digest(l.Target, p.Commit.Of(l.Target.Dir)), cs.Folded
	if cs.Empty {
		return nil
	}
	if !cs.New {
		text, err := changeset.Template(ctx, l.Clients, l.Target.Name)
		if err != nil {
			return err
		}
		l.Deployed = text
	}
	return l.compare(cs.Changes)
}

// place is what is known of an account and region.
type place struct {
	// targets is how many stacks will be looked at.
	targets int
	once    sync.Once
	stacks  map[string]*changeset.Stack
	err     error
}

// few is how many stacks are looked up one by one: a list of all has one page for a
// hundred or so.
const few = 5

// stack returns a stack as it is, nil for none.
func (p *place) stack(ctx context.Context, c *session.Clients, name string) (*changeset.Stack, error) {
	if p.targets <= few {
		return changeset.Get(ctx, c, name)
	}
	p.once.Do(func() { p.stacks, p.err = changeset.List(ctx, c) })
	return p.stacks[name], p.err
}
