package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/errors"
)

// meant returns what a finding about an unknown field says that it is: words, the
// names of fields among them.
func (f finding) meant() []string {
	_, guess, _ := strings.Cut(f.Message, "unknown field; ")
	return strings.FieldsFunc(guess, func(r rune) bool { return strings.ContainsRune(" .,?:", r) })
}

// isIncomplete reports whether all that is wrong is that no value is given.
func (f *fault) isIncomplete() bool {
	return len(f.errors) > 0 && !slices.ContainsFunc(f.errors, func(e errors.Error) bool { return !onlyIncomplete(e) })
}
