package cfnschema

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// Problem is one place where properties break their schema.
type Problem struct {
	// Pointer is the JSON pointer of the value, relative to the resource's
	// Properties: /Target/RetryPolicy. It is empty for Properties themselves.
	Pointer string
	// Message says what was given and what is allowed.
	Message string
	// Help is the next step, empty if Message says it already.
	Help string
}

func (p Problem) compare(q Problem) int {
	return cmp.Or(cmp.Compare(p.Pointer, q.Pointer), cmp.Compare(p.Message, q.Message))
}

// below returns the pointer of a key or index below pointer.
func below(pointer string, key any) string {
	escaped := strings.NewReplacer("~", "~0", "/", "~1").Replace(fmt.Sprint(key))
	return pointer + "/" + escaped
}

// helpFor offers the known name nearest to given, or else the known names. Of
// numbers none is meant more than another.
func helpFor(given string, known []string) string {
	_, notNumber := strconv.ParseFloat(given, 64)
	if name := diag.Suggest(given, known); name != "" && notNumber != nil {
		return fmt.Sprintf("did you mean %q?", name)
	}
	return "allowed: " + listOf(known, "and")
}

// listOf joins names as prose, and says how many it left out of a long list.
func listOf(names []string, conjunction string) string {
	const most = 24
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + conjunction + " " + names[last]
}

// quote shows a value from the template, shortened.
func quote(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
