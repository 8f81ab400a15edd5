package revision

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// Commit is one commit of a repository.
type Commit struct {
	// ID is the commit's full name, 40 hexadecimal digits.
	ID string
	// object is what git says about it.
	object *object.Commit
}

// Short is the start of the commit's name, for people.
func (c Commit) Short() string { return c.ID[:min(12, len(c.ID))] }

// steps reads what may follow a name: ~3 goes back by first parents, ^2 to the
// second parent, ^{commit} nowhere.
var (
	steps  = lazyregexp.New(`^(~[0-9]*|\^[0-9]*|\^\{(?:commit)?\})+$`)
	step   = lazyregexp.New(`~[0-9]*|\^\{(?:commit)?\}|\^[0-9]*`)
	digits = lazyregexp.New(`^[0-9a-fA-F]{4,40}$`)
	// pseudo are references that stand beside refs/, such as HEAD.
	pseudo = lazyregexp.New(`^[A-Z][A-Z_]*$`)
)

// Resolve finds the commit that a user names: a branch, a tag, a remote's
// branch such as origin/main, a commit's ID or its first digits, or what ~ and
// ^ lead to from there. An error says what the repository lacks, and how to get
// it.
func (r *Repository) Resolve(rev string) (Commit, error) {
	name, path := rev, ""
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		name, path = rev[:i], rev[i:]
	}
	if name == "@" {
		name = "HEAD"
	}
	if name == "" || path != "" && !steps().MatchString(path) || strings.Contains(name, "@{") || strings.ContainsAny(name, ":\\ ") {
		return Commit{}, fmt.Errorf("%q is no revision that smgen reads; give a branch, a tag or a commit, such as origin/main or HEAD~1", rev)
	}
	at, err := r.named(name)
	if err != nil {
		return Commit{}, err
	}
	for _, s := range step().FindAllString(path, -1) {
		if at, err = r.take(at, s, rev); err != nil {
			return Commit{}, err
		}
	}
	return at, nil
}

// take goes one step back from a commit.
func (r *Repository) take(from Commit, step, rev string) (Commit, error) {
	if strings.HasPrefix(step, "^{") {
		return from, nil
	}
	n := 1
	if len(step) > 1 {
		var err error
		if n, err = strconv.Atoi(step[1:]); err != nil {
			return Commit{}, fmt.Errorf("%q goes back too far; give a commit that exists", rev)
		}
	}
	if step[0] == '^' {
		return r.parent(from, n, rev)
	}
	for ; n > 0; n-- {
		var err error
		if from, err = r.parent(from, 1, rev); err != nil {
			return Commit{}, err
		}
	}
	return from, nil
}

// parent is the nth parent of a commit, counted from one; the zeroth is the
// commit itself.
func (r *Repository) parent(of Commit, n int, rev string) (Commit, error) {
	parents := of.object.ParentHashes
	switch {
	case n == 0:
		return of, nil
	case r.shallow[of.object.Hash]:
		return Commit{}, fmt.Errorf("%q goes back further than this shallow clone, whose history starts at %s; %s", rev, of.Short(), deepen)
	case n > len(parents):
		return Commit{}, fmt.Errorf("%q does not exist: the commit %s has %d parents; give a commit that exists", rev, of.Short(), len(parents))
	}
	return r.commit(parents[n-1])
}
