package iam

import (
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// comparison is how an operator compares, before it is negated.
type comparison struct {
	compare func(wanted, given string, r *Request, variables bool) bool
	negated bool
}

// comparisonOf returns the comparison that an operator makes: those of the IAM
// user guide, "IAM JSON policy elements: Condition operators".
func comparisonOf(name string) (comparison, bool) {
	switch name {
	case "StringEquals":
		return comparison{compare: equalText}, true
	case "StringNotEquals":
		return comparison{equalText, true}, true
	case "StringEqualsIgnoreCase":
		return comparison{compare: equalFold}, true
	case "StringNotEqualsIgnoreCase":
		return comparison{equalFold, true}, true
	case "StringLike":
		return comparison{compare: matchesText}, true
	case "StringNotLike":
		return comparison{matchesText, true}, true
	case "ArnEquals", "ArnLike": // IAM makes no difference between the two
		return comparison{compare: likeARN}, true
	case "ArnNotEquals", "ArnNotLike":
		return comparison{likeARN, true}, true
	case "Bool":
		return comparison{compare: equalFold}, true
	case "BinaryEquals":
		return comparison{compare: equalText}, true
	case "IpAddress":
		return comparison{compare: inNetwork}, true
	case "NotIpAddress":
		return comparison{inNetwork, true}, true
	}
	if rest, ok := strings.CutPrefix(name, "Numeric"); ok {
		return ordered(rest, compareNumbers)
	}
	if rest, ok := strings.CutPrefix(name, "Date"); ok {
		return ordered(rest, compareDates)
	}
	return comparison{}, false
}

// ordered returns a comparison of numbers or dates. What is neither compares
// with nothing.
func ordered(name string, order func(given, wanted string) (int, bool)) (comparison, bool) {
	var holds func(sign int) bool
	switch name {
	case "Equals", "NotEquals":
		holds = func(sign int) bool { return sign == 0 }
	case "LessThan":
		holds = func(sign int) bool { return sign < 0 }
	case "LessThanEquals":
		holds = func(sign int) bool { return sign <= 0 }
	case "GreaterThan":
		holds = func(sign int) bool { return sign > 0 }
	case "GreaterThanEquals":
		holds = func(sign int) bool { return sign >= 0 }
	default:
		return comparison{}, false
	}
	compare := func(wanted, given string, _ *Request, _ bool) bool {
		sign, ok := order(given, wanted)
		return ok && holds(sign)
	}
	return comparison{compare, name == "NotEquals"}, true
}

// equalText compares character by character. A variable in the wanted value is
// replaced; * and ? are no wildcards here.
func equalText(wanted, given string, r *Request, variables bool) bool {
	return expand(wanted, r, variables) == given
}

func equalFold(wanted, given string, r *Request, variables bool) bool {
	return strings.EqualFold(expand(wanted, r, variables), given)
}

// expand replaces the variables of a value; one without a value leaves text that
// equals nothing, as it holds a character that IAM refuses.
func expand(text string, r *Request, variables bool) string {
	if !variables || !strings.Contains(text, "${") {
		return text
	}
	value, known := fill(text, r)
	if !known {
		return "\x00"
	}
	return notPlain.Replace(value)
}

func likeARN(wanted, given string, r *Request, variables bool) bool {
	return matchesARN(wanted, given, r, variables)
}

func inNetwork(wanted, given string, _ *Request, _ bool) bool {
	address, err := netip.ParseAddr(given)
	if err != nil {
		return false
	}
	if network, err := netip.ParsePrefix(wanted); err == nil {
		return network.Contains(address)
	}
	single, err := netip.ParseAddr(wanted)
	return err == nil && single == address
}

// compareNumbers compares decimal numbers of any size. A long exponent would
// make a number with that many digits, and no condition has one.
func compareNumbers(given, wanted string) (int, bool) {
	const most = 64
	if len(given) > most || len(wanted) > most || strings.ContainsAny(given+wanted, "eEpPxX/_") {
		return 0, false
	}
	a, okA := new(big.Rat).SetString(given)
	b, okB := new(big.Rat).SetString(wanted)
	if !okA || !okB {
		return 0, false
	}
	return a.Cmp(b), true
}

// compareDates compares dates, in either of the forms that IAM takes: ISO 8601,
// or seconds since 1970.
func compareDates(given, wanted string) (int, bool) {
	a, okA := dateOf(given)
	b, okB := dateOf(wanted)
	return a.Compare(b), okA && okB
}

func dateOf(text string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), true
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
