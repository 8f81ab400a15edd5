package planning

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/review"
)

// Failure is a stack that could not be looked at, and why, in words.
type Failure struct {
	Target *target.Target
	Err    error
}

// All looks at all targets, so many at once, and calls each after every one of them.
// It returns the looks in the order of the targets, without those of failures. The
// error is that of the context alone.
func (p *Planner) All(ctx context.Context, concurrency int, each func()) ([]*Look, []Failure, error) {
	looks := make([]*Look, len(p.Targets))
	errs := make([]error, len(p.Targets))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(concurrency, len(p.Targets)) {
		workers.Go(func() {
			for i := range next {
				looks[i], errs[i] = p.Look(ctx, p.Targets[i])
				each()
			}
		})
	}
	for i := range p.Targets {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	var failures []Failure
	for i, err := range errs {
		if err != nil {
			failures = append(failures, Failure{p.Targets[i], err})
			looks[i] = nil
		}
	}
	return slices.DeleteFunc(looks, func(l *Look) bool { return l == nil }), failures, ctx.Err()
}

// Plan puts looks together. Secrets are concealed in it.
func Plan(looks []*Look, commit *planfile.Commit, o review.Options) (*planfile.Plan, error) {
	r, err := Review(looks, o)
	if err != nil {
		return nil, fmt.Errorf("review the changes: %w", err)
	}
	p := &planfile.Plan{Smgen: o.Smgen, Commit: commit, Stacks: []planfile.Stack{}, Review: r}
	for _, l := range looks {
		p.Stacks = append(p.Stacks, l.Entry)
	}
	return p, nil
}
