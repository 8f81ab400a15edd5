package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

func (v *validator) size(s *Shape, n int, one, many string) {
	if !s.allows(int64(n)) {
		help := ""
		if n == 0 && v.at.optional() {
			help = "leave it out instead"
		}
		v.report("got "+count(n, one, many)+", want "+s.limits(), help)
	}
}

// text checks a string. The subject is "a key " for a map's key, or empty.
func (v *validator) text(s *Shape, given, subject string) {
	if s.Enum != nil {
		if !slices.Contains(s.Enum, given) {
			v.report("got "+subject+quote(given)+", want "+choices(s), didYouMean(near(given, s.Enum)))
			v.problems[len(v.problems)-1].Unlisted = s.couldBeMachine(given)
		}
		return
	}
	n := utf8.RuneCountInString(given)
	fits := s.allows(int64(n))
	matches := s.match == nil || s.match(given)
	if tooShort := n > 0 && s.Min != nil && int64(n) < *s.Min; tooShort && !matches {
		// What it has to look like says more than how long it has to be.
	} else if !fits && subject == "" {
		v.report("got "+count(n, "character", "characters")+", want "+s.limits(), "")
	} else if !fits {
		v.report("got "+subject+"of "+count(n, "character", "characters")+", want "+s.limits(), "")
	}
	if n == 0 && !fits {
		return // its pattern would only say the same again
	}
	if !matches {
		p := patternOf(s.Pattern)
		v.report("got "+subject+quote(given)+", want "+p.want, suchAs(p))
	}
}

// symbolic checks that a string is not too long by what is known of it.
func (v *validator) symbolic(s *Shape, given Symbolic) {
	if n := given.LeastLength(); s.Max != nil && int64(n) > *s.Max {
		v.report(fmt.Sprintf("got at least %s, with what is filled in later, want %s", count(n, "character", "characters"), s.limits()), "")
	}
}

// number checks a number, and reports whether s takes numbers of that form.
func (v *validator) number(s *Shape, given json.Number) bool {
	switch s.Type {
	case Integer, Long:
		if !isInteger(string(given)) {
			return false
		}
		n, err := strconv.ParseInt(string(given), 10, 64)
		if lo, hi := s.bounds(); err != nil || n < lo || n > hi {
			v.report("got "+cut(string(given))+", want "+s.rangeOf(n), "")
		}
		return true
	case Float, Double:
		n, err := strconv.ParseFloat(string(given), 64)
		if err != nil {
			return false
		}
		if s.Min != nil && n < float64(*s.Min) || s.Max != nil && n > float64(*s.Max) {
			v.report("got "+cut(string(given))+", want "+s.limits(), "")
		}
		return true
	default:
		return false
	}
}
