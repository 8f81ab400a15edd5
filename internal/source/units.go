package source

import (
	"math/big"
	"strings"
	"time"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/lazyregexp"
)

// unit is a unit of time or of storage in which people think of a value.
type unit struct {
	// names are those at the end of a field's name, or behind a number. A single
	// letter stands behind numbers only.
	names []string
	// size is how many milliseconds or bytes one of it is. A GB is what SageMaker
	// takes for one, 1024 times 1024 times 1024 bytes.
	size    int64
	storage bool
}

var units = []unit{
	{names: []string{"milliseconds", "millis", "ms"}, size: 1},
	{names: []string{"seconds", "second", "secs", "sec", "s"}, size: 1000},
	{names: []string{"minutes", "minute", "mins", "min", "m"}, size: 60_000},
	{names: []string{"hours", "hour", "hrs", "hr", "h"}, size: 3_600_000},
	{names: []string{"days", "day", "d"}, size: 86_400_000},
	{names: []string{"weeks", "week", "w"}, size: 604_800_000},
	{names: []string{"bytes", "byte", "b"}, size: 1, storage: true},
	{names: []string{"mb", "mib", "mi", "m"}, size: 1 << 20, storage: true},
	{names: []string{"gb", "gib", "gi", "g"}, size: 1 << 30, storage: true},
	{names: []string{"tb", "tib", "ti", "t"}, size: 1 << 40, storage: true},
}

// splitUnit cuts the unit off the end of a field's name, as in maxRuntimeSeconds.
// Without one, the unit is nil.
func splitUnit(name string) (stem string, of *unit) {
	folded := fold(name)
	for i, u := range units {
		for _, suffix := range u.names {
			if stem, ok := strings.CutSuffix(folded, suffix); ok && len(suffix) > 1 && stem != "" {
				return stem, &units[i]
			}
		}
	}
	return folded, nil
}

// meantUnit returns the field of s that has the given name but for its unit, such
// as maxRuntimeSeconds for maxRuntimeMinutes or maxRuntime, or "".
func meantUnit(name string, s *shape) string {
	stem, given := splitUnit(name)
	for _, known := range s.fieldNames() {
		if of, u := splitUnit(known); u != nil && of == stem && (given == nil || given.storage == u.storage) {
			return known
		}
	}
	return ""
}

// unitHelp says how to write for the field known what was written for name, which
// counts in another unit.
func unitHelp(name, known string, written ast.Expr) string {
	_, from := splitUnit(name)
	_, to := splitUnit(known)
	lit, ok := written.(*ast.BasicLit)
	if !ok || to == nil {
		return ""
	}
	number := ""
	switch lit.Kind {
	case token.INT, token.FLOAT:
		if from != nil {
			number = convert(lit.Value, from, to)
		}
	case token.STRING:
		if value, err := literal.Unquote(lit.Value); err == nil {
			number = inUnit(value, to)
		}
	}
	if number == "" {
		return ""
	}
	return "write " + known + ": " + number
}

var decimal = lazyregexp.New(`^[0-9]+(\.[0-9]+)?$`)

var measured = lazyregexp.New(`^([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)$`)

// inUnit returns a text such as 2h, 1h30m or 50 GiB as a whole number of the unit,
// or "".
func inUnit(text string, to *unit) string {
	if d, err := time.ParseDuration(text); err == nil && !to.storage && d > 0 && d%time.Millisecond == 0 {
		return convert(big.NewInt(d.Milliseconds()).String(), &units[0], to)
	}
	parts := measured().FindStringSubmatch(text)
	if parts == nil {
		return ""
	}
	for i, u := range units {
		for _, name := range u.names {
			if u.storage == to.storage && name == strings.ToLower(parts[2]) {
				return convert(parts[1], &units[i], to)
			}
		}
	}
	return ""
}

// convert returns a number of one unit as a whole number of another, or "" if it
// is none.
func convert(number string, from, to *unit) string {
	if !decimal().MatchString(number) || len(number) > maxText || from.storage != to.storage {
		return "" // an exponent could ask for more digits than there is memory
	}
	n, ok := new(big.Rat).SetString(number)
	if !ok {
		return ""
	}
	if n.Mul(n, big.NewRat(from.size, to.size)); !n.IsInt() {
		return ""
	}
	return n.Num().String()
}

// wantedUnit returns the unit that the schema's words ask for, as in "want whole
// seconds", or nil.
func wantedUnit(want string) *unit {
	for _, word := range strings.FieldsFunc(want, func(r rune) bool { return r == ' ' || r == ',' }) {
		for i, u := range units {
			if lower := strings.ToLower(word); lower == u.names[0] {
				return &units[i]
			}
		}
	}
	return nil
}
