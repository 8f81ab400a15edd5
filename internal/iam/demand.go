package iam

import (
	"net/netip"
	"slices"
	"strings"
)

// A demand is what one operator says about one condition key.
type demand struct {
	operator // its set, and whether it is negated or lets an absent key pass
	known    bool
	name     string // the comparison, without set and IfExists
	key      string // in lower case
	values   []string
	written  Condition
}

// demandsOf reads the conditions of a statement, in an order of their own.
func demandsOf(conditions Conditions) []demand {
	var list []demand
	for written, keys := range conditions {
		o, known := operatorOf(written)
		comparison := strings.TrimSuffix(written[strings.IndexByte(written, ':')+1:], "IfExists")
		if rest, ok := strings.CutPrefix(comparison, "Arn"); ok && known {
			comparison = "Arn" + strings.Replace(rest, "Equals", "Like", 1) // the same to IAM
		}
		for key, values := range keys {
			values = slices.Clone(values)
			slices.Sort(values)
			list = append(list, demand{o, known, comparison, strings.ToLower(key), slices.Compact(values), Condition{written, key, values}})
		}
	}
	slices.SortFunc(list, func(a, b demand) int { return strings.Compare(a.text(), b.text()) })
	return list
}

// text is the demand as a text that is the same for the same meaning, as far as
// that shows.
func (d demand) text() string {
	comparison := d.name
	if !d.known {
		comparison = d.written.Operator
	}
	if d.ifExists {
		comparison += "IfExists"
	}
	return quoted(d.set, comparison, d.key) + " " + quoted(d.values...)
}

// implies reports whether what fulfils d fulfils e as well. It may be false where
// that is so, and is never true where it is not.
func (d demand) implies(e demand) bool {
	if d.key != e.key || d.known != e.known {
		return false
	}
	if !d.known {
		return d.text() == e.text()
	}
	if d.set != e.set || d.negated != e.negated || d.ifExists && !e.ifExists {
		return false
	}
	wider, narrower := e, d
	if d.negated { // the more values are excluded, the less is left
		wider, narrower = d, e
	}
	includes := inclusionOf(wider, narrower)
	return includes != nil && allIncluded(narrower.values, wider.values, includes)
}

// allIncluded reports whether each of the values is included in one of the others.
func allIncluded(values, others []string, includes func(wide, narrow string) bool) bool {
	return !slices.ContainsFunc(values, func(narrow string) bool {
		return !slices.ContainsFunc(others, func(wide string) bool { return includes(wide, narrow) })
	})
}

// inclusionOf returns how the values of two comparisons of the same key relate:
// whether all that fits the narrower fits the wider. It is nil for comparisons
// that have nothing to do with each other.
func inclusionOf(wide, narrow demand) func(wide, narrow string) bool {
	if wide.name == narrow.name {
		return sameInclusion(wide.name)
	}
	w, n := textual(wide.name), textual(narrow.name)
	if w == 0 || n == 0 || wide.negated {
		return nil
	}
	read := func(mode byte, text string) pattern {
		return reading{wildcards: mode != 'e', variables: true}.pattern(text)
	}
	return func(wide, narrow string) bool {
		p, q := read(w, wide), read(n, narrow)
		if w == 'a' {
			return !q.isWild() && p.includesARN(q) // where a wildcard of q ends, nobody knows
		}
		return p.includes(q)
	}
}

// textual tells the comparisons of text apart that can imply one another: by
// equality, by likeness, by likeness of ARNs.
func textual(comparison string) byte {
	switch comparison {
	case "StringEquals", "StringNotEquals":
		return 'e'
	case "StringLike", "StringNotLike":
		return 'l'
	case "ArnLike", "ArnNotLike":
		return 'a'
	}
	return 0
}

func sameInclusion(comparison string) func(wide, narrow string) bool {
	switch comparison {
	case "StringLike", "StringNotLike":
		return func(wide, narrow string) bool {
			how := reading{wildcards: true, variables: true}
			return how.pattern(wide).includes(how.pattern(narrow))
		}
	case "ArnLike", "ArnNotLike":
		return func(wide, narrow string) bool {
			return resourcePatternOf(wide).includesARN(resourcePatternOf(narrow))
		}
	case "IpAddress", "NotIpAddress":
		return includesNetwork
	case "Bool", "Null", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase":
		return func(wide, narrow string) bool {
			return wide == narrow || strings.EqualFold(wide, narrow) && !strings.HasPrefix(wide, `{"`)
		}
	}
	if order, ok := strings.CutPrefix(comparison, "Numeric"); ok {
		return includesBound(order, compareNumbers)
	}
	if order, ok := strings.CutPrefix(comparison, "Date"); ok {
		return includesBound(order, compareDates)
	}
	return func(wide, narrow string) bool { return wide == narrow }
}

// includesBound compares the bounds of two comparisons of numbers or dates.
func includesBound(order string, compare func(given, wanted string) (int, bool)) func(wide, narrow string) bool {
	return func(wide, narrow string) bool {
		sign, ok := compare(narrow, wide)
		switch {
		case !ok:
			return wide == narrow
		case strings.HasPrefix(order, "LessThan"):
			return sign <= 0
		case strings.HasPrefix(order, "GreaterThan"):
			return sign >= 0
		}
		return sign == 0
	}
}

func includesNetwork(wide, narrow string) bool {
	w, okW := networkOf(wide)
	n, okN := networkOf(narrow)
	if !okW || !okN {
		return wide == narrow
	}
	return w.Bits() <= n.Bits() && w.Contains(n.Addr())
}

func networkOf(text string) (netip.Prefix, bool) {
	if network, err := netip.ParsePrefix(text); err == nil {
		return network, true
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}
