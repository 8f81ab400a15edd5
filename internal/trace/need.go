package trace

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// need is what a role must be allowed.
type need struct {
	rule    string // the rule that a lack breaks
	actions []string
	// on is the ARN of the resource, or "*" for actions without one. or is another
	// way in which IAM may name it, empty for none.
	on, or string
	keys   []key
	to     string // what for, after "to"
}

// key is a condition key that comes with the call.
type key struct{ name, value string }

func (n need) equal(other need) bool {
	return n.on == other.on && n.or == other.or && n.rule == other.rule && slices.Equal(n.actions, other.actions) && slices.Equal(n.keys, other.keys)
}

// request returns the call of one action.
func (n need) request(action, resource string) iam.Request {
	r := iam.Request{Action: action, Resource: resource}
	if len(n.keys) > 0 {
		r.Keys = make(map[string][]string, len(n.keys))
		for _, k := range n.keys {
			r.Keys[k.name] = append(r.Keys[k.name], k.value)
		}
	}
	return r
}

// lacks returns the actions that the policies do not allow, and whether a denial
// is the reason.
func (n need) lacks(policies []iam.Document) (lacking []string, denied bool) {
	for _, action := range n.actions {
		decision := iam.Decide(n.request(action, n.on), policies...)
		if decision == iam.NotAllowed && n.or != "" {
			decision = iam.Decide(n.request(action, n.or), policies...)
		}
		if decision != iam.Allowed {
			lacking = append(lacking, action)
			denied = denied || decision == iam.Denied
		}
	}
	return lacking, denied
}

// need notes what a role must be allowed, once. The role may be named at several
// places, of which the first counts.
func (t *tracer) need(role, pointer string, n need) {
	if !t.isNamed(role, pointer) {
		return
	}
	r := t.role(role, pointer)
	if !slices.ContainsFunc(r.needs, n.equal) {
		r.needs = append(r.needs, n)
	}
}

// isNamed reports whether there is a role, and a place without one.
func (t *tracer) isNamed(role, pointer string) bool {
	if role == "" {
		t.report(ruleStart, pointer, "no role is named here, without which nobody can act", "name the role by its ARN")
	}
	return role != ""
}

// phrase says what is needed: iam:PassRole on TrainRole for sagemaker.amazonaws.com.
func (n need) phrase(actions []string, on string) string {
	text := and(actions)
	if on != "*" {
		text += " on " + on
	}
	for _, k := range n.keys {
		if k.name == "iam:PassedToService" {
			text += " for " + k.value
		} else {
			text += fmt.Sprintf(" with %s %s", k.name, k.value)
		}
	}
	return text
}

// nameFor names a resource as people know it: by its logical ID if the template
// has it.
func (t *tracer) nameFor(arn string) string {
	if id, ok := t.byARN[arn]; ok {
		return id
	}
	return arn
}

// proveNeed reports what a role of the template lacks. Where other policies may
// allow it, it returns what that is instead.
func (t *tracer) proveNeed(r *role, n need) (open need, isOpen bool) {
	lacking, denied := n.lacks(r.policies)
	if len(lacking) == 0 {
		return need{}, false
	}
	pointer := at(r.id, "Policies")
	what := n.phrase(lacking, t.nameFor(n.on))
	switch {
	case denied:
		t.report(n.rule, n.denial(r), fmt.Sprintf("a policy denies the role %s %s", r.id, what),
			fmt.Sprintf("narrow the statement with the effect Deny: the role needs it to %s", n.to))
	case r.managed:
		n.actions = lacking
		return n, true
	default:
		t.report(n.rule, pointer, fmt.Sprintf("the role %s may not do %s", r.id, what), t.statement(n, lacking))
	}
	return need{}, false
}

// denial is the place of the policy of a role that denies what is needed.
func (n need) denial(r *role) string {
	i := slices.IndexFunc(r.policies, func(policy iam.Document) bool {
		_, denied := n.lacks([]iam.Document{policy})
		return denied
	})
	if i < 0 {
		return at(r.id, "Policies")
	}
	return r.places[i]
}

// statement says which statement to add.
func (t *tracer) statement(n need, actions []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `to %s, add a statement to the role that allows %s on %s`, n.to, and(actions), n.on)
	for i, k := range n.keys {
		b.WriteString([]string{", under the condition that ", " and "}[min(i, 1)])
		fmt.Fprintf(&b, "%s is %s", k.name, k.value)
	}
	return b.String()
}

// summary says in few words what is needed: actions on one resource together,
// and resources with the same actions.
func (t *tracer) summary(needs []need) []string {
	var groups []need
	for _, n := range needs {
		i := slices.IndexFunc(groups, func(g need) bool { return g.on == n.on && slices.Equal(g.keys, n.keys) })
		if i < 0 {
			groups = append(groups, need{on: n.on, keys: n.keys})
			i = len(groups) - 1
		}
		for _, action := range n.actions {
			if !slices.Contains(groups[i].actions, action) {
				groups[i].actions = append(groups[i].actions, action)
			}
		}
	}
	var phrases []string
	for i, g := range groups {
		if g.on == "" {
			continue // said already
		}
		resources := []string{t.nameFor(g.on)}
		for j, other := range groups[i+1:] {
			if g.on != "*" && other.on != "*" && slices.Equal(g.actions, other.actions) && slices.Equal(g.keys, other.keys) {
				resources = append(resources, t.nameFor(other.on))
				groups[i+1+j].on = ""
			}
		}
		phrases = append(phrases, g.phrase(g.actions, and(resources)))
	}
	return phrases
}
