package changeset

import (
	"fmt"
	"strings"
)

// inReview is the status of a stack that a change set has made and that was never
// deployed: it is empty.
const inReview = "REVIEW_IN_PROGRESS"

// IsNew reports whether the stack has yet to be created: there is none, or an empty
// one that was never deployed. The stack may be nil.
func (s *Stack) IsNew() bool { return s == nil || s.Status == inReview }

// IsBusy reports whether an operation on the stack is under way.
func (s *Stack) IsBusy() bool {
	return s != nil && s.Status != inReview && strings.HasSuffix(s.Status, "_IN_PROGRESS")
}

// Obstacle says in a sentence why the stack cannot be changed as it is, and what to
// do; empty if it can. The directory is the stack's in the repository of specs. The
// stack may be nil.
func (s *Stack) Obstacle(dir string) string {
	switch {
	case s == nil || s.Status == inReview:
		return ""
	case s.IsBusy():
		return fmt.Sprintf("%s is %s: an operation is under way; follow it with smgen events -f %s, and run this again when it has ended", s.Name, s.Status, dir)
	}
	words, stuck := obstacles()[s.Status]
	if !stuck {
		return ""
	}
	return fmt.Sprintf("%s is %s: %s; smgen rollback %s says how to go on", s.Name, s.Status, words, dir)
}

// obstacles are the statuses in which CloudFormation takes no change, but for those
// that pass. CREATE_FAILED and UPDATE_FAILED are what is left for a further attempt
// where that was asked for ("Choose how to handle failures when provisioning
// resources" in CloudFormation's user guide).
func obstacles() map[string]string {
	const undone = "failed, and could not be undone: until that is done, nothing else can be"
	return map[string]string{
		"ROLLBACK_COMPLETE":      "it could not be created, and what there was of it is deleted again: such a stack can only be deleted",
		"ROLLBACK_FAILED":        "it could not be created, and not all of what there was could be deleted: such a stack can only be deleted",
		"DELETE_FAILED":          "it was to be deleted, and not all of it could be",
		"UPDATE_ROLLBACK_FAILED": "an update " + undone,
		"IMPORT_ROLLBACK_FAILED": "an import " + undone,
	}
}
