package compile

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// withoutConsequences returns the findings that do not follow from mistakes that
// are known already: those about other fields than the mistakes' own, the fields
// around them and the fields in them, that do not speak of such a field either.
func withoutConsequences(known, found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(known, func(k diag.Diagnostic) bool {
			return k.Severity == diag.Error && (isWithin(k.Path, d.Path) || isWithin(d.Path, k.Path) || mentions(d.Message, k.Path) || isMeant(d.Path, k))
		})
	})
}

// isWithin reports whether the field at path is the one at outer, or in it. In
// paths that speak of all jobs, [_] stands for any name.
func isWithin(path, outer string) bool {
	for outer != "" {
		name, rest := firstName(outer)
		own, below := firstName(path)
		if own != name && (own == "" || own != anyName && name != anyName) {
			return false
		}
		path, outer = below, rest
	}
	return true
}

// anyName stands in paths for the name of any job.
const anyName = "[_]"

// firstName cuts the first name, or the first index in brackets, off a path.
func firstName(path string) (name, rest string) {
	path = strings.TrimPrefix(path, ".")
	quoted := false
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && i > 0 && (c == '.' || c == '['):
			return path[:i], path[i:]
		}
	}
	return path, ""
}

// isMeant reports whether a known finding about an unknown field beside the one
// at path says that this one was meant: then it is missing for that reason.
func isMeant(path string, known diag.Diagnostic) bool {
	i, k := strings.LastIndexByte(path, '.'), strings.LastIndexByte(known.Path, '.')
	return i > 0 && k > 0 && path[:i] == known.Path[:k] &&
		strings.HasPrefix(known.Message, "unknown field; ") && strings.Contains(known.Message, " "+path[i+1:])
}

// mentions reports whether a message speaks of the field at path, which has more
// than one name: a single one could be any word.
func mentions(message, path string) bool {
	return strings.Contains(path, ".") && strings.Contains(" "+message+" ", " "+path+" ")
}
