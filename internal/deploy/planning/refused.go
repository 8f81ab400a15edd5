package planning

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/target"
)

// RefusedError is a change set that CloudFormation refuses, with the lines of the
// specs that it is about.
type RefusedError struct {
	*changeset.Invalid
	target *target.Target
	err    error
}

// refused adds the lines of the specs to an error of a change set.
func refused(t *target.Target, err error) error {
	var invalid *changeset.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	return &RefusedError{invalid, t, err}
}

// Unwrap returns what changeset has said.
func (e *RefusedError) Unwrap() error { return e.err }

// Error has a line for each thing that is wrong.
func (e *RefusedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CloudFormation refuses the change: %s", e.Reason)
	for _, f := range e.Failures {
		b.WriteString("\n  ")
		if at := e.target.Position(f.Path); at != "" {
			b.WriteString(at + ": ")
		}
		b.WriteString(strings.TrimPrefix(f.Path, "/Resources/"))
		if f.Type != "" {
			b.WriteString(" (" + f.Type + ")")
		}
		b.WriteString(": " + f.Reason)
	}
	if len(e.Failures) > 0 {
		b.WriteString("\n  correct the spec, and run the same command again")
	}
	// A change set that could not be deleted is a part of the same error.
	if joined, ok := e.err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			if !errors.As(err, new(*changeset.Invalid)) {
				b.WriteString("\n  " + err.Error())
			}
		}
	}
	return b.String()
}
