package revision

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// Base is the commit that a change starts from.
type Base struct {
	Commit
	// From says how it was found, for people.
	From string
}

// DefaultBase finds where the change in HEAD started. In the pipeline of a merge
// request or pull request, whose environment getenv returns, that is where it
// left the target branch; else where it left the default branch, which is
// origin/HEAD or the first there is of origin/main, origin/master, main and
// master.
//
// GitLab gives CI_MERGE_REQUEST_TARGET_BRANCH_SHA where HEAD is the merge of the
// request with that commit, and else the base itself,
// CI_MERGE_REQUEST_DIFF_BASE_SHA; GitHub gives the target branch's name alone,
// GITHUB_BASE_REF.
func (r *Repository) DefaultBase(getenv func(string) string) (Base, error) {
	head, err := r.Resolve("HEAD")
	if err != nil {
		return Base{}, err
	}
	if merged := getenv("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"); merged != "" {
		return r.leaving(head, merged, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA")
	}
	const given = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
	if id := getenv(given); id != "" {
		c, err := r.Resolve(id)
		if err != nil {
			return Base{}, fmt.Errorf("find the base that %s names: %w", given, err)
		}
		return Base{c, given}, nil
	}
	for _, variable := range []string{"GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"} {
		branch := getenv(variable)
		if branch == "" {
			continue
		}
		if _, err := r.reference("refs/remotes/origin/" + branch); err == nil {
			return r.leaving(head, "refs/remotes/origin/"+branch, variable)
		}
		next := fmt.Sprintf("fetch it with git fetch origin %q", branch)
		if len(r.shallow) > 0 {
			next = deepen
		}
		return Base{}, fmt.Errorf("the clone has no %q, the target branch that %s names; %s", "origin/"+branch, variable, next)
	}
	for _, name := range []string{"refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"} {
		_, err := r.reference(name)
		switch {
		case err == nil:
			return r.leaving(head, name, "")
		case !errors.Is(err, plumbing.ErrReferenceNotFound):
			return Base{}, fmt.Errorf("read the git reference %q: %w", name, err)
		}
	}
	return Base{}, fmt.Errorf("the git repository has no default branch: none of origin/HEAD, origin/main, origin/master, main and master exists; name the base with --base, such as --base HEAD~1")
}

// leaving is where HEAD left a branch, which variable names, if any.
func (r *Repository) leaving(head Commit, rev, variable string) (Base, error) {
	short := plumbing.ReferenceName(rev).Short()
	tip, err := r.Resolve(rev)
	if err != nil {
		return Base{}, fmt.Errorf("find the base in %s: %w", cmp.Or(variable, short), err)
	}
	base, err := r.MergeBase(head, tip)
	if err != nil {
		return Base{}, fmt.Errorf("find where HEAD left %s: %w", cmp.Or(variable, short), err)
	}
	return Base{base, "merge base of HEAD and " + short}, nil
}
