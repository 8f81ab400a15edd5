package revision

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/smgen/smgen/internal/diag"
)

// named finds a commit by a name without steps, in the order in which git does:
// a whole ID, then references, then the first digits of an ID.
func (r *Repository) named(name string) (Commit, error) {
	isID := digits().MatchString(name)
	if isID && len(name) == 40 {
		return r.peel(plumbing.NewHash(name), name)
	}
	if ref, err := r.reference(name); err == nil {
		return r.peel(ref, name)
	} else if !errors.Is(err, plumbing.ErrReferenceNotFound) {
		return Commit{}, fmt.Errorf("read the git reference %q: %w", name, err)
	}
	if isID {
		if c, err := r.abbreviated(name); err != nil || c.ID != "" {
			return c, err
		}
	}
	return Commit{}, r.unknown(name)
}

// reference finds what a short name of a branch or tag stands for.
func (r *Repository) reference(name string) (plumbing.Hash, error) {
	for _, rule := range plumbing.RefRevParseRules {
		full := plumbing.ReferenceName(strings.Replace(rule, "%s", name, 1))
		if rule == "%s" && !pseudo().MatchString(name) && !strings.HasPrefix(name, "refs/") {
			continue
		}
		// A name that git would not give leads out of its directory.
		if plumbing.ReferenceName("refs/heads/"+name).Validate() != nil {
			continue
		}
		ref, err := storer.ResolveReference(r.store, full)
		if errors.Is(err, plumbing.ErrReferenceNotFound) || err == nil && ref.Hash().IsZero() {
			continue
		}
		if err != nil {
			return plumbing.ZeroHash, err
		}
		return ref.Hash(), nil
	}
	return plumbing.ZeroHash, plumbing.ErrReferenceNotFound
}

// abbreviated finds the one commit whose ID starts with digits, or none.
func (r *Repository) abbreviated(start string) (Commit, error) {
	// The store looks for whole bytes.
	prefix := plumbing.NewHash(start + strings.Repeat("0", 40-len(start)))
	hashes, err := r.store.HashesWithPrefix(prefix[:len(start)/2])
	if err != nil {
		return Commit{}, fmt.Errorf("look for the commit %s: %w", start, err)
	}
	var found Commit
	for _, h := range hashes {
		if !strings.HasPrefix(h.String(), strings.ToLower(start)) {
			continue
		}
		c, err := r.peel(h, start)
		if err != nil || c.ID == found.ID {
			continue
		}
		if found.ID != "" {
			return Commit{}, fmt.Errorf("%s is the start of several commits, such as %s and %s; give more digits", start, found.Short(), c.Short())
		}
		found = c
	}
	return found, nil
}

// peel reads a commit, through tags that stand for it.
func (r *Repository) peel(h plumbing.Hash, name string) (Commit, error) {
	for {
		o, err := r.store.EncodedObject(plumbing.AnyObject, h)
		switch {
		case errors.Is(err, plumbing.ErrObjectNotFound):
			return Commit{}, r.unknown(name)
		case err != nil:
			return Commit{}, fmt.Errorf("read the revision %q: %w", name, err)
		case o.Type() == plumbing.CommitObject:
			return r.commit(h)
		case o.Type() != plumbing.TagObject:
			return Commit{}, fmt.Errorf("%q is a %s and no commit; give a branch, a tag or a commit", name, o.Type())
		}
		tag, err := object.DecodeTag(r.store, o)
		if err != nil {
			return Commit{}, fmt.Errorf("read the tag %q: %w", name, err)
		}
		h = tag.Target
	}
}

func (r *Repository) commit(h plumbing.Hash) (Commit, error) {
	c, err := object.GetCommit(r.store, h)
	if err != nil {
		return Commit{}, fmt.Errorf("read the commit %s: %w", h, r.missing(err))
	}
	return Commit{ID: h.String(), object: c}, nil
}

// unknown says why there is no such revision, and what to do.
func (r *Repository) unknown(name string) error {
	remote, branch, isRemote := strings.Cut(name, "/")
	near := diag.Suggest(name, r.names())
	switch {
	case name == "HEAD":
		return r.unborn()
	case len(r.shallow) > 0:
		return fmt.Errorf("this shallow clone has no revision %q; %s", name, deepen)
	case digits().MatchString(name):
		return fmt.Errorf("the git repository has no commit %s; fetch it with git fetch origin %s", name, name)
	case isRemote && remote == "origin":
		return fmt.Errorf("the git repository has no revision %q; fetch it with git fetch origin %q", name, branch)
	case near != "":
		return fmt.Errorf("the git repository has no revision %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("the git repository has no revision %q; give a branch, a tag or a commit, such as origin/main or HEAD~1", name)
}

// names are the short names of branches and tags.
func (r *Repository) names() []string {
	var names []string
	refs, err := r.store.IterReferences()
	if err != nil {
		return nil // only a guess is lost
	}
	_ = refs.ForEach(func(ref *plumbing.Reference) error {
		names = append(names, ref.Name().Short())
		return nil
	})
	return names
}
