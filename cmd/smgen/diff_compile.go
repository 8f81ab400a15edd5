package main

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
)

// compiledBase are stacks of the base that were compiled.
type compiledBase struct {
	stacks []baseStack
	// diags are findings about the stacks as a whole.
	diags []diag.Diagnostic
	// pinned is the version of smgen that the base wants, if it is another.
	pinned string
}

// baseStack is one of them. The side is nil if it has mistakes.
type baseStack struct {
	dir   string
	side  *review.Side
	diags []diag.Diagnostic
}

// ends compiles both ends of the change at once, which share the processors by what
// they have to do.
func (c *comparison) ends(ctx context.Context) (after []*review.Side, diags []diag.Diagnostic, base *compiledBase, err error) {
	missing := c.uncommitted()
	share := 0
	if all := len(missing) + len(c.found.stacks); all > 0 {
		share = (2*runtime.GOMAXPROCS(0)*len(missing) + all) / (2 * all)
	}
	c.workers = max(1, runtime.GOMAXPROCS(0)-share)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	compiled, failed := make(chan *compiledBase, 1), make(chan error, 1)
	go func() {
		base, err := c.compileBase(ctx, missing, max(1, share))
		compiled <- base
		failed <- err
	}()
	if after, diags, err = c.head(ctx); err != nil {
		cancel()
	}
	base, baseErr := <-compiled, <-failed // also for the files that it removes
	if err == nil {
		err = baseErr
	}
	return after, diags, base, err
}

// head compiles the specs as they are now.
func (c *comparison) head(ctx context.Context) ([]*review.Side, []diag.Diagnostic, error) {
	var list []*review.Side
	diags, err := c.compile(ctx, c.found, func(r *compile.Result) error {
		if s := sides.Compiled(r); s != nil {
			list = append(list, s)
		} else {
			c.failed[r.Dir] = true
			c.note(r.Dir + " has mistakes, and is not compared; smgen vet tells them")
		}
		return nil
	})
	slices.SortFunc(list, func(a, b *review.Side) int { return strings.Compare(a.Dir, b.Dir) })
	slices.Sort(c.notes)
	return list, diags, err
}

// compileBase compiles stacks of the base, so many at a time.
func (c *comparison) compileBase(ctx context.Context, dirs []string, workers int) (compiled *compiledBase, err error) {
	compiled = &compiledBase{}
	base, err := c.changes.Open(dirs)
	if base == nil || err != nil {
		return compiled, err
	}
	defer func() {
		if closing := base.Close(); err == nil {
			err = closing
		}
	}()
	rendering := version()
	if pins, err := base.Repository.Pins(); err == nil && len(pins) > 0 && pins[0].Version != rendering {
		rendering = pins[0].Version
		compiled.pinned = rendering
	}
	compiled.diags, err = compile.Run(ctx, compile.Options{
		Repository: base.Repository, Dirs: dirs, Version: rendering, Now: c.now.Time, Timeout: c.timeout.Duration, WithoutRules: true, Workers: workers,
	}, func(r *compile.Result) error {
		compiled.stacks = append(compiled.stacks, baseStack{r.Dir, sides.Compiled(r), r.Diags})
		return nil
	})
	return compiled, err
}
