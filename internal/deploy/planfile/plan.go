package planfile

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/review"
)

// SchemaVersion is the version of a plan's form. A plan of another one is refused,
// so that no smgen deploys what it only half understands.
const SchemaVersion = 1

// Plan is what deploying some stacks would do.
type Plan struct {
	// Smgen is the version of smgen that made it.
	Smgen string
	// Commit is what the specs are of; nil outside of a git repository.
	Commit *Commit
	// Stacks are all that were looked at, by account, region and name.
	Stacks []Stack
	// Review is what people are told; stacks that do not change are not in it.
	Review *review.Review
	// Digest stands for all of the plan, as sha256:<hexadecimal>. Write sets it.
	Digest string
}

// Stack is what would happen to one stack.
type Stack struct {
	review.Identity
	// Dir is its directory in the repository of specs.
	Dir string `json:"dir"`
	// Operation is what a deployment does with it.
	Operation changeset.Operation `json:"operation"`
	// Digest is that of changeset.ChangeSet, or of changeset.DigestOfNew.
	Digest string `json:"digest"`
	// Template is the digest of the template, sha256:<hexadecimal>.
	Template string `json:"template"`
	// Folded is how many phantom changes AWS announced.
	Folded int `json:"folded,omitempty"`
	// Differences say where AWS's answer is not what was predicted.
	Differences []string `json:"differences,omitempty"`
}

// Commit is what the specs in a worktree are of.
type Commit struct {
	// ID is the commit's, and Tree that of the specs in it: two commits with the same
	// files, as a branch and its squash, have the same tree.
	ID   string `json:"id"`
	Tree string `json:"tree"`
	// Changed are the directories of those stacks whose specs are not as they are in
	// the commit, or not known to be, in order.
	Changed []string `json:"changed,omitempty"`
}

// IdentityOf is what CloudFormation knows a target by.
func IdentityOf(t *target.Target) review.Identity {
	return review.Identity{Name: t.Name, Account: t.Account, Region: t.Region}
}

// Stack returns the stack of an identity, and nil if the plan has none.
func (p *Plan) Stack(i review.Identity) *Stack {
	at := slices.IndexFunc(p.Stacks, func(s Stack) bool { return s.Identity == i })
	if at < 0 {
		return nil
	}
	return &p.Stacks[at]
}

// Changes returns what was reviewed of a stack's resources, with secrets concealed.
func (p *Plan) Changes(i review.Identity) []plan.Change {
	for _, s := range p.Review.Stacks {
		if s.Identity == i {
			return s.ChangeSet.Changes
		}
	}
	return nil
}

// Changing is how many stacks a deployment changes.
func (p *Plan) Changing() int {
	n := 0
	for _, s := range p.Stacks {
		if s.Operation != changeset.Nothing {
			n++
		}
	}
	return n
}

// InFull is the review with what people are not told otherwise: how many phantoms
// were left out, and where AWS's answer is not what was predicted.
func (p *Plan) InFull() *review.Review {
	r := *p.Review
	r.Stacks = slices.Clone(r.Stacks)
	for i := range r.Stacks {
		s := p.Stack(r.Stacks[i].Identity)
		if s == nil {
			continue
		}
		var notes []plan.Note
		if s.Folded > 0 {
			notes = append(notes, plan.Note{Kind: Asked, Message: fmt.Sprintf("AWS announces %d more, of values that stay as they are", s.Folded)})
		}
		for _, d := range s.Differences {
			notes = append(notes, plan.Note{Kind: Asked, Message: d})
		}
		r.Stacks[i].Notes = slices.Concat(r.Stacks[i].Notes, notes)
	}
	return &r
}

// Asked is the kind of those notes of a review that are about AWS's answer.
const Asked plan.NoteKind = "Asked"

// Of is what a stack's digest binds of the commit: the tree, and whether the stack's
// specs are those in it. A nil commit binds nothing.
func (c *Commit) Of(dir string) string {
	switch {
	case c == nil:
		return ""
	case slices.Contains(c.Changed, dir):
		return c.Tree + ", changed"
	}
	return c.Tree
}

// Stale says why a plan of this commit is not one of the specs as they are now, and
// nothing if it is. Either may be nil.
func (c *Commit) Stale(now *Commit) string {
	switch {
	case c == nil && now == nil:
		return ""
	case c == nil:
		return "the plan was made outside of a git repository, and this is in one"
	case now == nil:
		return "the plan is of the commit " + short(c.ID) + ", and this is no git repository"
	case c.Tree != now.Tree:
		return "the plan is of the commit " + short(c.ID) + ", and the commit " + short(now.ID) + " that is checked out holds other specs"
	}
	return ""
}

func short(id string) string { return id[:min(12, len(id))] }
