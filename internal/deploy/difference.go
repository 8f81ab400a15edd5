package deploy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// Differences says in words how what would happen to a stack now differs from what
// was reviewed, a line for each resource, sorted. Its texts are not escaped.
func Differences(reviewed, now []plan.Change) []string {
	was, is := plan.ByID(reviewed), plan.ByID(now)
	ids := maps.Clone(was)
	maps.Copy(ids, is)
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		before, after := was[id], is[id]
		if a, b := before.Outcome(), after.Outcome(); a != b {
			lines = append(lines, fmt.Sprintf("%s was to be %s, and would now be %s", id, a, b))
			continue
		}
		lines = append(lines, valueDifferences(before, after)...)
	}
	return lines
}

// isSameOutcome reports whether the same happens to the same resources, whatever the
// values are.
func isSameOutcome(a, b []plan.Change) bool {
	return maps.EqualFunc(plan.ByID(a), plan.ByID(b), func(was, is plan.ResourceChange) bool { return was.Outcome() == is.Outcome() })
}

// valueDifferences compares the values of one resource to which the same happens.
func valueDifferences(before, after plan.ResourceChange) []string {
	was, is := byPlace(before), byPlace(after)
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(was)) {
		a := was[place]
		b, still := is[place]
		what := before.LogicalResourceId + " " + place
		switch {
		case !still:
			lines = append(lines, what+" was to change, and would now stay")
		case a.BeforeValue != b.BeforeValue:
			lines = append(lines, fmt.Sprintf("%s was %s when it was reviewed, and is %s now", what, quoted(a.BeforeValue), quoted(b.BeforeValue)))
		case a.AfterValue != b.AfterValue:
			lines = append(lines, fmt.Sprintf("%s was to become %s, and would now become %s", what, quoted(a.AfterValue), quoted(b.AfterValue)))
		}
	}
	for _, place := range slices.Sorted(maps.Keys(is)) {
		if _, known := was[place]; !known {
			lines = append(lines, before.LogicalResourceId+" "+place+" was to stay, and would now change")
		}
	}
	return lines
}

func byPlace(r plan.ResourceChange) map[string]plan.Target {
	m := map[string]plan.Target{}
	for _, d := range r.Details {
		m[cmp.Or(d.Target.Label, strings.TrimPrefix(d.Target.Path, "/Properties/"), d.Target.Name, d.Target.Attribute)] = d.Target
	}
	return m
}

// quoted is a value for a sentence.
func quoted(value string) string {
	const most = 80
	if value == "" {
		return "not there"
	}
	if runes := []rune(value); len(runes) > most {
		value = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", value)
}
