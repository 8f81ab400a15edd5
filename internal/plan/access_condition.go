package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// conditionWords says conditions in words.
func conditionWords(c iam.Conditions) string {
	var list []string
	for _, operator := range slices.Sorted(maps.Keys(c)) {
		for _, key := range slices.Sorted(maps.Keys(c[operator])) {
			list = append(list, demandWords(operator, key, readable(c[operator][key])))
		}
	}
	return strings.Join(list, " and ")
}

func demandWords(operator, key string, values []string) string {
	switch {
	case operator == stackCondition:
		return "the template's condition " + key + " holds"
	case strings.EqualFold(key, tokenKey):
		values = []string{"(set)"}
	}
	set, name, found := strings.Cut(operator, ":")
	if !found {
		set, name = "", operator
	}
	name, ifExists := strings.CutSuffix(name, "IfExists")
	verb := operatorWords(name)
	if !slices.ContainsFunc(values, isWild) {
		verb = strings.TrimSuffix(verb, " like") // which is all that it is without wildcards
	}
	for i, value := range values {
		values[i] = bare(value)
	}
	text := key + " " + verb + " " + strings.Join(values, " or ")
	switch {
	case name == "Null" && len(values) == 1 && strings.EqualFold(values[0], "true"):
		text = key + " is absent"
	case name == "Null" && len(values) == 1 && strings.EqualFold(values[0], "false"):
		text = key + " is present"
	}
	switch set {
	case "ForAnyValue":
		text = "any " + text
	case "ForAllValues":
		text = "every " + text
	}
	if ifExists {
		text += " (or is absent)"
	}
	return text
}

// tokenKey is the condition key for what an invoker of a function has to know: a
// secret, which no output shows.
const tokenKey = "lambda:EventSourceToken"

// operatorWords says what a comparison asks. The name of one that has no words
// stands for itself.
func operatorWords(name string) string {
	switch name {
	case "StringEquals", "StringEqualsIgnoreCase", "Bool", "BinaryEquals", "NumericEquals", "DateEquals":
		return "is"
	case "StringLike", "ArnLike", "ArnEquals":
		return "is like"
	case "StringNotEquals", "StringNotEqualsIgnoreCase", "NumericNotEquals", "DateNotEquals":
		return "is not"
	case "StringNotLike", "ArnNotLike", "ArnNotEquals":
		return "is not like"
	case "NumericLessThan":
		return "is below"
	case "NumericLessThanEquals":
		return "is at most"
	case "NumericGreaterThan":
		return "is above"
	case "NumericGreaterThanEquals":
		return "is at least"
	case "DateLessThan", "DateLessThanEquals":
		return "is before"
	case "DateGreaterThan", "DateGreaterThanEquals":
		return "is after"
	case "IpAddress":
		return "is in"
	case "NotIpAddress":
		return "is not in"
	}
	return name
}
