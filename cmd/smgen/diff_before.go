package main

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
)

// uncommitted are the stacks of the base that have to be compiled, as far as that is
// known before those of the worktree are: what differs and was not rendered.
func (c *comparison) uncommitted() []string {
	return slices.DeleteFunc(slices.Concat(c.changes.Removed, c.changes.Changed), func(dir string) bool {
		return c.committed.Has(dir) || !isAmong(c.changes.Removed, dir) && !isAmong(c.found.stacks, dir)
	})
}

// before returns the stacks of the base: as they were rendered, as they are now
// where nothing that they are made of differs, or compiled. Those whose rendered
// template cannot be read are in unread.
func (c *comparison) before(after []*review.Side, base *compiledBase) (list []*review.Side, unread []string) {
	now := byDirectory(after)
	for _, dir := range slices.Concat(c.changes.Removed, c.changes.Changed, c.changes.Same) {
		switch {
		case c.failed[dir], !isAmong(c.changes.Removed, dir) && now[dir] == nil:
		case c.committed.Has(dir):
			s, err := c.committed.Side(dir)
			if err != nil {
				c.note(fmt.Sprintf("%v; the base is compiled instead", err))
				unread = append(unread, dir)
				continue
			}
			if after := now[dir]; after != nil {
				s.Owner, s.Environment = after.Owner, after.Environment
			} else {
				s.Sensitive = c.found.repository.Marks(dir)
				sides.Owned(s)
			}
			list = append(list, s)
		case isAmong(c.changes.Same, dir):
			list = append(list, now[dir])
		}
	}
	return append(list, c.accept(base, now)...), unread
}

func byDirectory(list []*review.Side) map[string]*review.Side {
	by := map[string]*review.Side{}
	for _, s := range list {
		by[s.Dir] = s
	}
	return by
}

// accept notes what there is to say about stacks of the base that were compiled, and
// returns those that can be compared with those that are there now.
func (c *comparison) accept(base *compiledBase, now map[string]*review.Side) []*review.Side {
	if base.pinned != "" {
		c.note(fmt.Sprintf("the base is pinned to smgen %s and was not rendered: what the upgrade to %s itself changes is not seen; commit what smgen render -o %s writes, and it will be", base.pinned, version(), c.rendered))
	}
	var list []*review.Side
	diags := base.diags
	for _, r := range base.stacks {
		if c.failed[r.dir] {
			continue
		}
		diags = append(diags, r.diags...)
		if r.side != nil {
			list = append(list, r.side)
		} else if now[r.dir] != nil {
			now[r.dir].Unread = true
		}
	}
	c.noteMistakes(diags)
	return list
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
