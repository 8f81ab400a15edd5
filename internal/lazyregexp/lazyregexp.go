package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns what compiles a pattern when it is first called, and gives the same
// expression from then on. It panics then if the pattern is wrong: patterns are
// constants, and a test of the program compiles them all.
func New(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
