package deploy

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/trace"
	"github.com/smgen/smgen/schema"
)

// nextAfter is the command to run when a stack has ended with a status: the cause
// comes first, unless nothing can be done before the stack is brought in order.
func nextAfter(status, dir string) string {
	switch status {
	case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED":
		return "smgen rollback " + dir
	}
	return "smgen deploy " + dir
}

// stateOf says what became of a stack that could not be brought to the end.
func stateOf(status string) string {
	switch status {
	case "DELETE_COMPLETE":
		return "and all of the new stack is deleted again"
	case "ROLLBACK_COMPLETE":
		return "and what there was of the new stack is deleted again (ROLLBACK_COMPLETE)"
	case "UPDATE_ROLLBACK_COMPLETE":
		return "and the stack is as it was before"
	case "UPDATE_ROLLBACK_FAILED":
		return "and could not be undone (UPDATE_ROLLBACK_FAILED)"
	}
	return "and the stack is " + status
}

// origin is where in the specs a value of a template comes from, by its pointer: the
// place of the nearest value around it, or else the first place of anything in its
// resource. What the schema alone decides has no place in the specs.
func origin(origins map[string]string, pointer string) string {
	known := func(pointer string) string {
		if position := origins[pointer]; !strings.HasPrefix(position, schema.ImportPath) {
			return position
		}
		return ""
	}
	parts := strings.SplitN(pointer, "/", 4) // "", "Resources", the logical ID, the rest
	if len(parts) < 3 {
		return ""
	}
	resource := strings.Join(parts[:3], "/")
	for at := pointer; len(at) >= len(resource); {
		if position := known(at); position != "" {
			return position
		}
		above, ok := trace.Parent(at)
		if !ok {
			break
		}
		at = above
	}
	for _, inner := range slices.Sorted(maps.Keys(origins)) {
		if strings.HasPrefix(inner, resource+"/") && known(inner) != "" {
			return known(inner)
		}
	}
	return ""
}
