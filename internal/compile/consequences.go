package compile

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// maxMistakes is how many mistakes in the text of a stack leave room for findings
// about what it means.
const maxMistakes = 200

// withoutConsequences returns the findings that do not follow from mistakes that
// are known already: those about other fields than the mistakes' own, the fields
// around them and the fields in them, that do not speak of such a field either.
//
// Where more is wrong than anybody mends at once, all of them wait: each would have
// to be compared with each of the mistakes.
func withoutConsequences(known, found []diag.Diagnostic) []diag.Diagnostic {
	known = slices.DeleteFunc(slices.Clone(known), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	if len(known) > maxMistakes {
		return nil
	}
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(known, func(k diag.Diagnostic) bool {
			return isWithin(k.Path, d.Path) || isWithin(d.Path, k.Path) || mentions(d.Message, k.Path) ||
				isMeant(d.Path, k) || offers(d, k.Path) || isElsewhere(d, k.Path) || mayBeDefault(d, k.Path)
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

// isMeant reports whether a known finding about an unknown field says that the one
// at path was meant, or one around it: then it is missing for that reason.
func isMeant(path string, known diag.Diagnostic) bool {
	guess, ok := strings.CutPrefix(known.Message, "unknown field; ")
	rest, below := below(path, parent(known.Path))
	name, _ := firstName(rest)
	return ok && below && hasWord(guess, name)
}

// offers reports whether the next step of a finding is a field that is known to be
// mistaken: who wrote it has done that already.
func offers(d diag.Diagnostic, known string) bool {
	if known != "" && strings.Contains(" "+d.Help, " "+strings.ReplaceAll(known, ".", ": ")+":") {
		return true
	}
	_, beside := below(d.Path, parent(known))
	isChoice := strings.HasPrefix(d.Help, "set ") || strings.HasPrefix(d.Help, "choose ")
	return beside && isChoice && hasWord(d.Help, known[len(parent(known)):])
}

// isElsewhere reports whether a finding compares a place with the stack's account
// or region, and that is the mistake.
func isElsewhere(d diag.Diagnostic, known string) bool {
	return (known == "account" || known == "region") && (d.Severity == diag.Note || hasWord(d.Message, known))
}

// mayBeDefault reports whether a finding asks for a field while the defaults are
// mistaken: none of them reaches a job then, and one may have set it.
func mayBeDefault(d diag.Diagnostic, known string) bool {
	return isWithin(known, "defaults") && isWithin(d.Path, "jobs") && strings.HasPrefix(d.Help, "set ")
}

// parent returns the path of the struct around the field at path.
func parent(path string) string { return path[:max(0, strings.LastIndexByte(path, '.'))] }

// below returns what a path has below the struct at outer.
func below(path, outer string) (rest string, ok bool) {
	if outer == "" {
		return path, true
	}
	return strings.CutPrefix(path, outer+".")
}

// hasWord reports whether a text has a name as a word of its own, or as the last
// name of a path.
func hasWord(text, name string) bool {
	name = strings.TrimPrefix(name, ".")
	return name != "" && slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,:;?", r) }), name)
}

// mentions reports whether a message speaks of the field at path, which has more
// than one name: a single one could be any word.
func mentions(message, path string) bool {
	return strings.Contains(path, ".") && strings.Contains(" "+message+" ", " "+path+" ")
}
