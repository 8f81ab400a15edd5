package main

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/changes"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/review/sides"
	"github.com/smgen/smgen/internal/revision"
	"github.com/smgen/smgen/internal/source"
)

// comparison is the work of comparing the specs with those of a commit.
type comparison struct {
	*diffOptions
	found     *found
	base      revision.Base
	changes   *changes.Comparison
	committed *sides.Committed
	notes     []string
	// failed are the stacks whose specs have mistakes now.
	failed map[string]bool
}

// openComparison finds the base, and which stacks differ from it.
func (o *diffOptions) openComparison() (*comparison, error) {
	f, err := o.find()
	if err != nil {
		return nil, err
	}
	git, err := revision.Open(f.repository.Dir)
	if err != nil {
		return nil, err
	}
	c := &comparison{diffOptions: o, found: f, failed: map[string]bool{}}
	if o.base == "" {
		c.base, err = git.DefaultBase(o.env.getenv)
	} else {
		c.base.From = o.base
		c.base.Commit, err = git.Resolve(o.base)
	}
	if err != nil {
		return nil, err
	}
	if c.changes, err = changes.Compare(changes.Options{Repository: f.repository, Git: git, Base: c.base.Commit}); err != nil {
		return nil, err
	}
	prefix, err := git.Prefix(f.repository.Dir)
	if err != nil {
		return nil, err
	}
	c.committed, err = sides.FromTree(git.Tree(c.base.Commit), path.Join(prefix, filepath.ToSlash(o.rendered)))
	if err != nil {
		c.note(fmt.Sprintf("%v; the base is compiled instead", err))
	}
	if c.committed.Smgen != "" && c.committed.Smgen != version() {
		c.note(fmt.Sprintf("the base was rendered by smgen %s, and this is %s: changes may come from that alone", c.committed.Smgen, version()))
	}
	c.forgiveRemoved()
	return c, nil
}

func (c *comparison) note(text string) { c.notes = append(c.notes, text) }

// forgiveRemoved drops the mistake of naming a stack that only the base has.
func (c *comparison) forgiveRemoved() {
	if !diag.HasErrors(c.found.diags) {
		return
	}
	var diags []diag.Diagnostic
	for _, pattern := range c.patterns {
		_, problems := c.found.repository.Find(c.found.dir, []string{pattern})
		if !slices.ContainsFunc(c.changes.Removed, c.means(pattern)) {
			diags = append(diags, problems...)
		}
	}
	c.found.diags = diags
}

// means returns whether a pattern means the stack in a directory, in the base as
// source.Repository.Find does in the worktree.
func (c *comparison) means(pattern string) func(dir string) bool {
	at, tree := strings.CutSuffix(filepath.ToSlash(pattern), "...")
	if !filepath.IsAbs(at) {
		at = filepath.Join(c.found.dir, at)
	}
	if path.Ext(at) == ".cue" {
		tree = path.Base(at) != source.StackFile
		at = filepath.Dir(at)
	}
	rel, err := filepath.Rel(c.found.repository.Dir, at)
	rel = filepath.ToSlash(rel)
	return func(dir string) bool {
		return err == nil && (dir == rel || tree && (rel == "." || strings.HasPrefix(dir, rel+"/")))
	}
}

// isMeant reports whether the command line means a stack that the base has.
func (c *comparison) isMeant(dir string) bool {
	patterns := c.patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	return slices.ContainsFunc(patterns, func(p string) bool { return c.means(p)(dir) })
}

// affected returns the directories of the stacks whose inputs differ.
func (c *comparison) affected() []string {
	var dirs []string
	for _, dir := range c.found.stacks {
		if c.isAffected(dir) {
			dirs = append(dirs, dir)
		}
	}
	for _, dir := range c.changes.Removed {
		if c.isMeant(dir) {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// isAffected reports whether a stack may render differently. Another smgen may
// render everything differently.
func (c *comparison) isAffected(dir string) bool {
	if c.committed.Smgen != "" && c.committed.Smgen != version() {
		return true
	}
	return !isAmong(c.changes.Same, dir)
}

// isAmong looks a directory up in a list that is in order.
func isAmong(list []string, dir string) bool {
	_, found := slices.BinarySearch(list, dir)
	return found
}

// review compares the stacks.
func (c *comparison) review(ctx context.Context) (*review.Review, []diag.Diagnostic, error) {
	if c.changed {
		c.found.stacks = slices.DeleteFunc(slices.Clone(c.found.stacks), func(dir string) bool { return !c.isAffected(dir) })
	}
	after, diags, base, err := c.ends(ctx)
	if err != nil {
		return nil, nil, err
	}
	before, unread := c.before(after, base)
	if len(unread) > 0 {
		more, err := c.compileBase(ctx, unread, 0)
		if err != nil {
			return nil, nil, err
		}
		before = append(before, c.accept(more, byDirectory(after))...)
	}
	before = c.relevant(before, after)
	if n := len(c.changes.Hidden); n > 0 {
		c.note(plural(n, "stack") + " of the base not checked out here, as in a sparse checkout, and not compared")
	}
	r, err := review.Build(before, after, review.Options{
		Smgen: version(), From: c.base.Short() + " (" + c.base.From + ")", To: "the worktree",
		Environment: c.environmentOf(after, before), Notes: c.notes, Now: c.now.Time,
	})
	return r, diags, err
}
