package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

// words says the counts, such as "1 added, 2 changed".
func (c Counts) words() string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.Added, "added"}, {c.Changed, "changed"}, {c.Replaced, "replaced"}, {c.MayReplace, "may be replaced"}, {c.Removed, "removed"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	if len(parts) == 0 {
		return "no resource changes"
	}
	return strings.Join(parts, ", ")
}

// counts says how many resources of a stack change.
func (s *Stack) counts() string {
	text := s.Verdict.Counts.words()
	if s.Gone != nil {
		text += " when it is deleted"
	}
	return text
}

// headline says in a sentence how much changes.
func (r *Review) headline() string {
	if len(r.Stacks) == 0 {
		return "nothing changes in " + count(r.Compared, "stack")
	}
	verb := "change"
	if len(r.Stacks) == 1 {
		verb = "changes"
	}
	resources := r.Summary.Counts.words()
	if r.Summary.Counts != (Counts{}) {
		resources = "resources " + resources
	}
	return fmt.Sprintf("%d of %s %s: %s (%s)", len(r.Stacks), count(r.Compared, "stack"), verb, resources, r.sources())
}

// sources says whose the changes are, of all stacks together.
func (r *Review) sources() string {
	asked := 0
	for _, s := range r.Stacks {
		if s.ChangeSet.Source == FromAWS {
			asked++
		}
	}
	switch asked {
	case 0:
		return Predicted.words()
	case len(r.Stacks):
		return FromAWS.words()
	}
	return fmt.Sprintf("%s for %d, %s for %d", FromAWS.words(), asked, Predicted.words(), len(r.Stacks)-asked)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// mark is a resource's change in a few signs, and verb the same in words.
func mark(r plan.ResourceChange) (sign, verb string) {
	fate := strings.ToLower(strings.TrimPrefix(r.PolicyAction, "ReplaceAnd"))
	switch {
	case r.Action == plan.Add:
		return "+", "added"
	case r.Action == plan.Remove:
		return "-", "removed: " + map[string]string{"retain": "it stays behind", "snapshot": "a snapshot is kept"}[fate] + map[bool]string{true: "it is deleted"}[fate == "delete"]
	case r.Replacement == plan.ReplacementTrue:
		return "-/+", "replaced" + because(r, "Always") + oldOne(fate)
	case r.Replacement == plan.ReplacementConditional:
		return "?/+", "may be replaced" + because(r, "Conditionally")
	}
	return "~", "changed"
}

// oldOne says what becomes of the resource that another one replaces.
func oldOne(fate string) string {
	switch fate {
	case "retain":
		return "; the old one stays behind"
	case "snapshot":
		return "; a snapshot of the old one is kept"
	}
	return ""
}

// because names the properties that force a replacement.
func because(r plan.ResourceChange, how string) string {
	var names []string
	for _, d := range r.Details {
		name := d.Target.Name
		if d.Target.RequiresRecreation == "Never" || d.Target.RequiresRecreation != how && how == "Always" {
			continue
		}
		if d.CausingEntity != "" {
			name += " (" + d.CausingEntity + ")"
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " because of " + strings.Join(names, ", ")
}

// values says what becomes of a value.
func values(label string, t plan.Target, from Source) string {
	switch {
	case t.AfterValue == plan.KnownAfterApply && from == FromAWS && t.BeforeValue != "":
		return label + " " + t.BeforeValue + " → what only the deployment tells"
	case t.BeforeValue == "" && t.AfterValue == "" && from == FromAWS:
		return label + " changes"
	case t.AttributeChangeType == "Add":
		return label + " " + t.AfterValue + " added"
	case t.AttributeChangeType == "Remove":
		return label + " removed (was " + t.BeforeValue + ")"
	case t.AfterValue == plan.KnownAfterApply:
		return label + " gets a new value"
	case t.AfterValue == isChanged:
		return label + " " + isChanged
	}
	return label + " " + t.BeforeValue + " → " + t.AfterValue
}
