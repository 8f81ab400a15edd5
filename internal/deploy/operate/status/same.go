package status

import (
	"bytes"

	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/template"
)

// isSame reports whether a template that is deployed says what the one that the specs
// make says, but for the versions of artifacts: those are settled when a stack is
// deployed, and the key of an artifact is its content's digest. It errs only towards a
// difference.
func isSame(deployed, specs []byte) bool {
	was, err := template.Parse(deployed)
	if err != nil {
		return false
	}
	is, err := template.Parse(specs)
	if err != nil {
		return false
	}
	if _, was, err = artifact.Unpin(deployed, was, is); err != nil {
		return false
	}
	one, err := was.Encode(template.JSON)
	if err != nil {
		return false
	}
	other, err := is.Encode(template.JSON)
	return err == nil && bytes.Equal(one, other)
}
