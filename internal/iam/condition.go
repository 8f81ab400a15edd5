package iam

import (
	"slices"
	"strings"
)

// key returns the values of a condition key, found in any letter case.
func (r *Request) key(name string) ([]string, bool) {
	if values, ok := r.Keys[name]; ok {
		return values, true
	}
	for key, values := range r.Keys {
		if strings.EqualFold(key, name) {
			return values, true
		}
	}
	return nil, false
}

// matchesConditions reports whether all conditions of a statement hold.
func (s *Statement) matchesConditions(r *Request, variables bool) bool {
	for written, keys := range s.Conditions {
		o, known := operatorOf(written)
		if !known {
			// Nobody knows what it asks: against the request in any case.
			if s.Effect == EffectAllow {
				return false
			}
			continue
		}
		for key, wanted := range keys {
			if !o.holds(key, wanted, r, variables) {
				return false
			}
		}
	}
	return true
}

// operator is a condition operator taken apart: ForAnyValue:StringNotLikeIfExists.
type operator struct {
	set      string // ForAnyValue, ForAllValues or empty
	ifExists bool
	negated  bool
	// compare compares a wanted value with one of the request's; nil for Null.
	compare func(wanted, given string, r *Request, variables bool) bool
}

func operatorOf(written string) (operator, bool) {
	var o operator
	name := written
	if set, rest, found := strings.Cut(written, ":"); found {
		if set != "ForAnyValue" && set != "ForAllValues" {
			return operator{}, false
		}
		o.set, name = set, rest
	}
	if name == "Null" {
		return o, o.set == ""
	}
	name, o.ifExists = strings.CutSuffix(name, "IfExists")
	comparison, known := comparisonOf(name)
	o.compare, o.negated = comparison.compare, comparison.negated
	return o, known
}

// holds reports whether one key of a condition holds. Several wanted values are
// alternatives, and for a negated comparison all excluded.
func (o operator) holds(key string, wanted []string, r *Request, variables bool) bool {
	given, present := r.key(key)
	present = present && len(given) > 0
	if o.compare == nil {
		absent := "true"
		if present {
			absent = "false"
		}
		return slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, absent) })
	}
	if !present {
		// An absent key has no value that is not right: see "Multivalued context
		// keys" in the IAM user guide, which warns of just that.
		return o.ifExists || o.set == "ForAllValues" || o.negated && o.set == ""
	}
	fits := func(value string) bool {
		is := func(w string) bool { return o.compare(w, value, r, variables) }
		return slices.ContainsFunc(wanted, is) != o.negated
	}
	// Without a set operator IAM expects one value; several must all stay clear of
	// a negated comparison.
	if o.set == "ForAllValues" || o.set == "" && o.negated {
		return !slices.ContainsFunc(given, func(value string) bool { return !fits(value) })
	}
	return slices.ContainsFunc(given, fits)
}
