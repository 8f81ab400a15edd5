package model

import (
	"fmt"
	"math"
)

// allows reports whether n is within Min and Max.
func (s *Shape) allows(n int64) bool {
	return (s.Min == nil || n >= *s.Min) && (s.Max == nil || n <= *s.Max)
}

// bounds returns the smallest and largest integer of s, be it a limit of the API
// or of the type.
func (s *Shape) bounds() (lo, hi int64) {
	lo, hi = math.MinInt64, math.MaxInt64
	if s.Type == Integer {
		lo, hi = math.MinInt32, math.MaxInt32
	}
	if s.Min != nil {
		lo = *s.Min
	}
	if s.Max != nil {
		hi = *s.Max
	}
	return lo, hi
}

// limits says in words what Min and Max allow; one of them must be set. That a
// length is at least 0 goes without saying.
func (s *Shape) limits() string {
	switch {
	case s.Max == nil:
		return fmt.Sprintf("at least %d", *s.Min)
	case s.Min == nil || *s.Min == 0 && s.Type != Float && s.Type != Double:
		return fmt.Sprintf("at most %d", *s.Max)
	case *s.Min == *s.Max:
		return fmt.Sprintf("exactly %d", *s.Max)
	default:
		return fmt.Sprintf("%d to %d", *s.Min, *s.Max)
	}
}

// rangeOf says which integers are allowed, to somebody who gave n, which is not.
func (s *Shape) rangeOf(n int64) string {
	lo, hi := s.bounds()
	switch {
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("%d to %d", lo, hi)
	case n < lo || n == math.MinInt64:
		return fmt.Sprintf("at least %d", lo)
	default:
		return fmt.Sprintf("at most %d", hi)
	}
}

// isInteger reports whether text is an integer as JSON writes it without
// fraction and exponent.
func isInteger(text string) bool {
	if text != "" && text[0] == '-' {
		text = text[1:]
	}
	if text == "" || text[0] == '0' && len(text) > 1 {
		return false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
