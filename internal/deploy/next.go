package deploy

import (
	"cmp"
	"strings"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/source"
)

// nextAfter is the command to run when a stack has ended with a status: the cause
// comes first, unless nothing can be done before the stack is brought in order.
func nextAfter(status string, t *target.Target) string {
	if t.Command != "" {
		return t.Command
	}
	switch status {
	case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED":
		return "smgen rollback " + t.Dir
	}
	return "smgen deploy " + t.Dir
}

// stateOf says what became of a stack that could not be brought to the end.
func stateOf(end *execute.End) string {
	switch end.Status {
	case "DELETE_COMPLETE":
		if len(end.Kept) > 0 {
			return "and the new stack is deleted again, but AWS has kept what its DeletionPolicy says, " + strings.Join(end.Kept, ", ") + ": delete that, as the next attempt makes it anew"
		}
		return "and all of the new stack is deleted again"
	case "ROLLBACK_COMPLETE":
		return "and what there was of the new stack is deleted again (ROLLBACK_COMPLETE)"
	case "UPDATE_ROLLBACK_COMPLETE":
		return "and the stack is as it was before"
	case "UPDATE_ROLLBACK_FAILED":
		return "and could not be undone (UPDATE_ROLLBACK_FAILED)"
	}
	return "and the stack is " + end.Status
}

// positionOf is where in the specs a resource, or a value in it, comes from; what has
// no line of its own comes from the stack as a whole. It is empty for a stack that
// comes from no spec.
func positionOf(t *target.Target, pointer string) string {
	if t.Command != "" {
		return ""
	}
	return cmp.Or(t.Position(pointer), t.Dir+"/"+source.StackFile)
}
