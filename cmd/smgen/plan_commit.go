package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/changes"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/revision"
)

// commit is what the specs of targets are of; nil outside of a git repository, and in
// one without commits.
func (o *cloudOptions) commit(f *found, targets []*target.Target) (*planfile.Commit, error) {
	git, err := revision.Open(f.repository.Dir)
	switch {
	case errors.Is(err, revision.ErrNoRepository):
		return nil, nil
	case err != nil:
		return nil, err
	}
	head, err := git.Resolve("HEAD")
	if err != nil {
		fmt.Fprintf(o.env.stderr, "note: the plan is bound to no commit: %v\n", err)
		return nil, nil
	}
	prefix, err := git.Prefix(f.repository.Dir)
	if err != nil {
		return nil, err
	}
	c := &planfile.Commit{ID: head.ID}
	if c.Tree, err = git.Tree(head).TreeID(prefix); err != nil {
		return nil, err
	}
	compared, err := changes.Compare(changes.Options{Repository: f.repository, Git: git, Base: head})
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		if !isAmong(compared.Same, t.Dir) {
			c.Changed = append(c.Changed, t.Dir)
		}
	}
	slices.Sort(c.Changed)
	return c, nil
}
