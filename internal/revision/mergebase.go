package revision

import (
	"bytes"
	"container/heap"
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// MergeBase is the newest commit that both histories contain and no other such
// commit leads to. In a shallow clone it is looked for in the history that was
// fetched.
func (r *Repository) MergeBase(a, b Commit) (Commit, error) {
	p := &painter{repository: r, marks: map[plumbing.Hash]mark{}}
	p.paint(a.object, left)
	p.paint(b.object, right)
	for p.undecided() {
		if err := p.next(); err != nil {
			return Commit{}, err
		}
	}
	for _, c := range p.found {
		if p.marks[c.Hash]&stale == 0 {
			return Commit{ID: c.Hash.String(), object: c}, nil
		}
	}
	if p.cut {
		return Commit{}, fmt.Errorf("the history of this shallow clone ends before the commit that %s and %s have in common; %s", a.Short(), b.Short(), deepen)
	}
	return Commit{}, fmt.Errorf("%s and %s have no commit in common; name the commit to compare with", a.Short(), b.Short())
}

// mark says from where a commit has been reached.
type mark uint8

const (
	left mark = 1 << iota
	right
	// stale are the ancestors of commits that both have reached.
	stale
	both = left | right
)

// painter marks the ancestors of two commits, newest first. go-git's own search
// reads the whole history, and fails where a shallow clone's ends.
type painter struct {
	repository *Repository
	marks      map[plumbing.Hash]mark
	queue      commits
	// found are the commits that both have reached first, newest first.
	found []*object.Commit
	// cut tells that the history goes on where the clone's ends.
	cut bool
}

// undecided reports whether a commit in the queue may lead to another that both
// reach.
func (p *painter) undecided() bool {
	return slices.ContainsFunc(p.queue, func(c *object.Commit) bool { return p.marks[c.Hash]&stale == 0 })
}

// paint adds marks to a commit, and queues it if that changes anything.
func (p *painter) paint(c *object.Commit, m mark) {
	if p.marks[c.Hash]&m != m {
		p.marks[c.Hash] |= m
		heap.Push(&p.queue, c)
	}
}

// next hands the marks of the newest commit on to its parents.
func (p *painter) next() error {
	c := heap.Pop(&p.queue).(*object.Commit)
	m := p.marks[c.Hash]
	if m == both {
		p.found = append(p.found, c)
		m |= stale
	}
	if p.repository.shallow[c.Hash] {
		p.cut = p.cut || len(c.ParentHashes) > 0
		return nil
	}
	for _, h := range c.ParentHashes {
		parent, err := p.repository.commit(h)
		if err != nil {
			return err
		}
		p.paint(parent.object, m)
	}
	return nil
}

// commits is a heap of commits, the newest first; of one time, in the order of
// their IDs.
type commits []*object.Commit

func (q commits) Len() int      { return len(q) }
func (q commits) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *commits) Push(c any)   { *q = append(*q, c.(*object.Commit)) }
func (q *commits) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
func (q commits) Less(i, j int) bool {
	a, b := q[i], q[j]
	if !a.Committer.When.Equal(b.Committer.When) {
		return a.Committer.When.After(b.Committer.When)
	}
	return bytes.Compare(a.Hash[:], b.Hash[:]) < 0
}
