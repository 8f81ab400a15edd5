package revision

import (
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// deepen is what to do in a clone without history. GitHub's checkout action
// fetches one commit unless fetch-depth says otherwise, and GitLab's runner as
// many as GIT_DEPTH says; 0 is all of them for both.
const deepen = "fetch the history with git fetch --unshallow, in GitHub Actions with fetch-depth: 0 for actions/checkout, in GitLab CI with GIT_DEPTH: 0"

// missing explains an object that the repository lacks.
func (r *Repository) missing(err error) error {
	switch {
	case !errors.Is(err, plumbing.ErrObjectNotFound):
		return err
	case len(r.shallow) > 0:
		return fmt.Errorf("this shallow clone does not have it: %w; %s", err, deepen)
	case r.partial:
		return fmt.Errorf("this partial clone does not have it: %w; fetch all with git fetch --refetch --no-filter", err)
	}
	return fmt.Errorf("the git repository is damaged: %w; see git fsck", err)
}

// unborn explains a HEAD that is no commit.
func (r *Repository) unborn() error {
	refs, err := r.store.IterReferences()
	if err == nil {
		defer refs.Close()
		for {
			ref, err := refs.Next()
			if err != nil {
				break
			}
			if ref.Type() == plumbing.HashReference {
				return errors.New("HEAD is a branch without a commit; commit the specs, or switch to another branch")
			}
		}
	}
	return fmt.Errorf("the git repository %s has no commits yet; commit the specs, and then compare", r.Root)
}
