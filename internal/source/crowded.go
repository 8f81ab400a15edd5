package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// What a stack may hold in one place. The time that CUE takes for a struct grows
// with the square of its fields, and of the mistakes in them.
const (
	// maxResources is CloudFormation's quota for a template: a job is at least one
	// resource.
	maxResources = 500
	// maxEntries bounds all else. SageMaker takes no more than 100 of anything, and
	// tells so itself up to this number.
	maxEntries = 1000
)

// crowded returns a finding about each struct and list, at or below path, in which
// so much is written that it is not worth evaluating. The properties of resources
// are CloudFormation's, and have the bounds of a file alone.
func (x *index) crowded(path []string) []diag.Diagnostic {
	limit, help := maxEntries, "SageMaker takes no more than 100 of anything; keep data in S3"
	if len(path) == 1 && (path[0] == "jobs" || path[0] == "resources") {
		limit, help = maxResources, "CloudFormation allows no more resources in a stack; move some to another stack"
	}
	var diags []diag.Diagnostic
	if len(x.fields) > limit {
		diags = append(diags, diag.Diagnostic{
			Pos:     position(x.decls[0].label),
			Path:    display(path),
			Message: fmt.Sprintf("got %d entries, want at most %d", len(x.fields), limit),
			Help:    help,
		})
	}
	if len(path) > 0 && path[0] == "resources" {
		return diags
	}
	for name, child := range x.fields {
		if strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#") {
			// What the author computes with is no part of the stack.
			continue
		}
		diags = append(diags, child.crowded(append(slices.Clone(path), name))...)
	}
	return diags
}
