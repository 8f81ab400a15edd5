package target

import (
	"strings"

	"github.com/smgen/smgen/internal/trace"
	"github.com/smgen/smgen/schema"
)

// Position returns where in the specs a value of the template comes from, as
// file:line: the value at a JSON pointer, or else the nearest around it. It is empty
// where that is not known, as of what the schema alone decides.
func (t *Target) Position(pointer string) string {
	for ok := pointer != ""; ok; pointer, ok = trace.Parent(pointer) {
		position, known := t.Origins[pointer]
		if !known || strings.HasPrefix(position, schema.ImportPath) {
			continue
		}
		if i := strings.LastIndexByte(position, ':'); i > 0 {
			return position[:i]
		}
		return position
	}
	return ""
}
