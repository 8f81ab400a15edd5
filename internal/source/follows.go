package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"
)

// means reports whether the finding says that an unknown field is another one,
// which it names alone or at the end of a path.
func (f finding) means(field string) bool {
	_, guess, ok := strings.Cut(f.Message, "unknown field; ")
	return ok && slices.ContainsFunc(strings.FieldsFunc(guess, func(r rune) bool { return strings.ContainsRune(" .,?:", r) }), func(word string) bool { return word == field })
}

// isIncomplete reports whether all that is wrong is that no value is given.
func (f *fault) isIncomplete() bool {
	return len(f.errors) > 0 && !slices.ContainsFunc(f.errors, func(e errors.Error) bool { return !onlyIncomplete(e) })
}

// isAmongDefaults reports whether a mistake is one in the stack's defaults.
func (x *explainer) isAmongDefaults(all []*fault, unknown []finding) bool {
	isDefault := func(path []string) bool { return len(path) > 1 && path[0] == "defaults" }
	return slices.ContainsFunc(all, func(f *fault) bool { return isDefault(f.path) }) ||
		slices.ContainsFunc(unknown, func(f finding) bool { return isDefault(f.path) })
}
