package model

import (
	"slices"
	"strings"
	"unicode"

	"github.com/smgen/smgen/internal/diag"
)

// didYouMean asks back with the names that a wrong one may stand for.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "did you mean " + list(names, "or") + "?"
}

// near returns the values that given was probably meant to be, best first: one if
// there are few values or one differs in no letter and digit, up to three if there
// are many.
func near(given string, values []string) []string {
	for _, v := range values {
		// m5.large without its ml. is one that people write from EC2.
		if plain(v) == plain(given) || strings.Contains(given, ".") && strings.HasSuffix(v, "."+given) {
			return []string{v}
		}
	}
	most := 1
	if len(values) > fewest {
		most = 3
	}
	rest := slices.Clone(values)
	var found []string
	take := func(v string) {
		if v != "" && len(found) < most {
			found = append(found, v)
			rest = slices.DeleteFunc(rest, func(r string) bool { return r == v })
		}
	}
	for _, v := range values {
		if given != "" && strings.HasSuffix(v, "."+given) { // a size alone
			take(v)
		}
	}
	for range most {
		take(diag.Suggest(given, rest))
	}
	if dot := strings.LastIndex(given, "."); dot > 0 {
		for _, v := range slices.Clone(rest) { // another size of the same family
			if strings.HasPrefix(v, given[:dot+1]) {
				take(v)
			}
		}
	}
	return found
}

// plain is a value without what people vary: case, signs and space.
func plain(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, value)
}

// unknownHelp says what to do about a member that s does not have.
func unknownHelp(root, s *Shape, name string) string {
	if meant := diag.Suggest(name, s.names); meant != "" {
		return didYouMean([]string{meant})
	}
	if root.Members[name] != nil {
		return name + " belongs at the top of the request"
	}
	for _, from := range []*Shape{s, root} {
		if parent := from.home(name); parent != "" {
			return name + " belongs under " + parent
		}
	}
	if len(s.names) <= fewest {
		return "remove it; the members are " + list(s.names, "and")
	}
	return "remove it, or see " + s.Name + " in the SageMaker API reference"
}

// home returns the path of the structure nearest below s that has a member of
// that name, or "" if there is none.
func (s *Shape) home(name string) string {
	best, depth := "", 0
	s.Walk(func(path string, _ *Shape) bool {
		parent, ok := strings.CutSuffix(path, "."+name)
		if d := strings.Count(path, ".") + strings.Count(path, "[]"); ok && (best == "" || d < depth) {
			best, depth = parent, d
		}
		return true
	})
	return best
}
