package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
)

// before returns the stacks of the base: as they were rendered, as they are now
// where nothing that they are made of differs, or compiled.
func (c *comparison) before(ctx context.Context, after []*review.Side) ([]*review.Side, error) {
	now := map[string]*review.Side{}
	for _, s := range after {
		now[s.Dir] = s
	}
	var list []*review.Side
	var missing []string
	for _, dir := range slices.Concat(c.changes.Removed, c.changes.Changed, c.changes.Same) {
		isRemoved := isAmong(c.changes.Removed, dir)
		switch same := isAmong(c.changes.Same, dir); {
		case c.failed[dir], !isRemoved && now[dir] == nil:
		case c.committed.Has(dir):
			s, err := c.committed.Side(dir)
			if err != nil {
				c.note(fmt.Sprintf("%v; the base is compiled instead", err))
				missing = append(missing, dir)
				continue
			}
			if after := now[dir]; after != nil {
				s.Owner, s.Environment = after.Owner, after.Environment
			}
			list = append(list, s)
		case same:
			list = append(list, now[dir])
		default:
			missing = append(missing, dir)
		}
	}
	compiled, err := c.compileBase(ctx, missing)
	if err != nil {
		return nil, err
	}
	return c.relevant(append(list, compiled...), after), nil
}

// relevant drops removed stacks that the command line does not mean, unless they
// are elsewhere now.
func (c *comparison) relevant(before, after []*review.Side) []*review.Side {
	is := map[review.Identity]bool{}
	for _, s := range after {
		is[s.Identity] = true
	}
	return slices.DeleteFunc(before, func(s *review.Side) bool {
		return slices.Contains(c.changes.Removed, s.Dir) && !is[s.Identity] && !c.isMeant(s.Dir)
	})
}

// compileBase compiles stacks of the base that were not rendered. What is wrong
// with them is noted: they are shown as if they were new.
func (c *comparison) compileBase(ctx context.Context, dirs []string) (list []*review.Side, err error) {
	base, err := c.changes.Open(dirs)
	if base == nil || err != nil {
		return nil, err
	}
	defer func() {
		if closing := base.Close(); err == nil {
			err = closing
		}
	}()
	rendering := version()
	if pins, err := base.Repository.Pins(); err == nil && len(pins) > 0 && pins[0].Version != rendering {
		rendering = pins[0].Version
		c.note(fmt.Sprintf("the base is pinned to smgen %s and was not rendered: what the upgrade to %s itself changes is not seen; commit what smgen render -o %s writes, and it will be", rendering, version(), c.rendered))
	}
	var line *progress
	if c.env.isInteractive(c.env.stderr) {
		line = watch(c.env.stderr, len(dirs))
	}
	defer line.clear()
	var found []diag.Diagnostic
	more, err := compile.Run(ctx, compile.Options{
		Repository: base.Repository, Dirs: dirs, Version: rendering, Now: c.now.Time, Timeout: c.timeout.Duration, WithoutRules: true,
	}, func(r *compile.Result) error {
		line.step()
		found = append(found, r.Diags...)
		if s := sides.Compiled(r); s != nil {
			list = append(list, s)
		}
		return nil
	})
	c.noteMistakes(append(found, more...))
	return list, err
}

// noteMistakes notes what is wrong with the base: its errors, at most a few.
func (c *comparison) noteMistakes(diags []diag.Diagnostic) {
	const most = 5
	errors := 0
	for _, d := range diag.Sort(diags) {
		if d.Severity != diag.Error {
			continue
		}
		if errors++; errors <= most {
			c.note(fmt.Sprintf("base: %s: %s", d.Pos, d.Message))
		}
	}
	if errors > most {
		c.note(fmt.Sprintf("base: and %s", plural(errors-most, "more error")))
	}
	if errors > 0 {
		c.note("stacks of the base with mistakes are shown as if they were new")
	}
}

// reportErrors prints the mistakes in the specs; what else there is to find, vet
// tells.
func (c *diffOptions) reportErrors(f *found, diags []diag.Diagnostic) error {
	errors := slices.DeleteFunc(slices.Clone(diags), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	if len(errors) == 0 {
		return nil
	}
	return c.report(f, errors)
}
