package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/plan"
)

// Danger is a kind of change that has to be allowed.
type Danger string

// The dangers.
const (
	// Replace: a resource is made anew, or may be.
	Replace Danger = "replace"
	// Delete: a resource leaves the stack.
	Delete Danger = "delete"
	// Access: somebody may do more than before. Of a new stack, whose roles are all
	// new, only what its review calls out counts.
	Access Danger = "iam"
	// State: a schedule or a rule was switched on or off by hand, and the deployment
	// would undo that.
	State Danger = "state"
)

// Dangers are all kinds, the worst first.
func Dangers() []Danger { return []Danger{Delete, Replace, Access, State} }

// words is what is said before what a finding is about.
func (d Danger) words() string {
	switch d {
	case Replace:
		return "replaces"
	case Delete:
		return "removes"
	case Access:
		return "broadens access"
	}
	return "undoes what was done by hand"
}

// Finding is a danger of one stack.
type Finding struct {
	Danger Danger
	// Stack is the stack's name in CloudFormation.
	Stack string
	// What are the things that it is about, in words of templates.
	What []string
}

// String says it in a sentence. Its text is not escaped.
func (f Finding) String() string {
	return f.Stack + " " + f.Danger.words() + ": " + strings.Join(f.What, ", ")
}

// Find returns the dangers of a stack that its changes and its access show.
func Find(stack string, isNew bool, changes []plan.Change, access plan.Access) []Finding {
	what := map[Danger][]string{}
	for _, c := range changes {
		r := c.ResourceChange
		switch {
		case r.Action == plan.Remove:
			what[Delete] = append(what[Delete], r.LogicalResourceId+kept(r.PolicyAction))
		case r.Replacement == plan.ReplacementTrue:
			what[Replace] = append(what[Replace], r.LogicalResourceId)
		case r.Replacement == plan.ReplacementConditional:
			what[Replace] = append(what[Replace], r.LogicalResourceId+" (perhaps)")
		}
	}
	for _, t := range access.Tripwires {
		what[Access] = append(what[Access], t.Text)
	}
	if !isNew {
		for _, g := range access.Gained {
			what[Access] = append(what[Access], g.Text)
		}
	}
	var list []Finding
	for _, d := range Dangers() {
		if things := what[d]; len(things) > 0 {
			slices.Sort(things)
			list = append(list, Finding{d, stack, slices.Compact(things)})
		}
	}
	return list
}

// kept says what becomes of a resource that leaves its stack, if it stays.
func kept(policy string) string {
	if policy == "" || policy == "Delete" {
		return ""
	}
	return " (" + strings.ToLower(policy) + ")"
}

// Allowed are the dangers that are meant.
type Allowed struct{ words []allowedWord }

// allowedWord is a danger, of one stack or, without a name, of all.
type allowedWord struct {
	danger Danger
	stack  string
}

// ParseAllowed reads words such as replace, or delete:churn-staging for one stack.
func ParseAllowed(words []string) (Allowed, error) {
	var a Allowed
	for _, word := range words {
		kind, stack, one := strings.Cut(strings.TrimSpace(word), ":")
		if !slices.Contains(Dangers(), Danger(kind)) {
			return a, fmt.Errorf("--allow does not know %q%s; it takes %s, each alone or with a stack, such as replace:churn-staging", kind, suggestion(kind), strings.Join(DangerWords(), ", "))
		}
		if one && stack == "" {
			return a, fmt.Errorf("--allow %s names no stack; write %s for all stacks, or %schurn-staging for one", word, kind, word)
		}
		a.words = append(a.words, allowedWord{Danger(kind), stack})
	}
	return a, nil
}

func suggestion(word string) string {
	near := diag.Suggest(word, DangerWords())
	if near == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", near)
}

// DangerWords are what ParseAllowed knows, sorted.
func DangerWords() []string {
	var words []string
	for _, d := range Dangers() {
		words = append(words, string(d))
	}
	slices.Sort(words)
	return words
}

// Stacks are the names of the stacks that words name, sorted.
func (a Allowed) Stacks() []string {
	var names []string
	for _, w := range a.words {
		if w.stack != "" {
			names = append(names, w.stack)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Left are the findings that are not allowed.
func (a Allowed) Left(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool {
		return slices.ContainsFunc(a.words, func(w allowedWord) bool {
			return w.danger == f.Danger && (w.stack == "" || w.stack == f.Stack)
		})
	})
}

// Flag is the flag that allows findings, and nothing else.
func Flag(findings []Finding) string {
	var words []string
	for _, f := range findings {
		words = append(words, string(f.Danger)+":"+f.Stack)
	}
	slices.Sort(words)
	return "--allow " + strings.Join(slices.Compact(words), ",")
}
