package compile

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// withoutConsequences returns the findings that do not follow from mistakes that
// are known already: those about other fields than the mistakes' own, the fields
// around them and the fields in them.
func withoutConsequences(known, found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(known, func(k diag.Diagnostic) bool {
			return k.Severity == diag.Error && (isWithin(k.Path, d.Path) || isWithin(d.Path, k.Path))
		})
	})
}

// isWithin reports whether the field at path is the one at outer, or in it.
func isWithin(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || outer == "" || rest[0] == '.' || rest[0] == '[')
}
