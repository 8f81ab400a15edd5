package review

import (
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/secret"
)

// What stands for a value that is concealed.
const (
	isSet     = "(set)"
	isChanged = "(changed)"
)

// hideValues conceals the values of a change set that look like secrets. Those
// whose names are those of secrets are concealed already. What is marked as sensitive is
// taken out of sentences.
func (s *Stack) hideValues(c concealing) {
	for i := range s.ChangeSet.Changes {
		for j := range s.ChangeSet.Changes[i].ResourceChange.Details {
			t := &s.ChangeSet.Changes[i].ResourceChange.Details[j].Target
			hide(&t.BeforeValue, &t.AfterValue)
		}
	}
	for i := range s.Outputs {
		hide(&s.Outputs[i].BeforeValue, &s.Outputs[i].AfterValue)
	}
	for i := range s.Notes {
		m := &s.Notes[i].Message
		*m = c.replace.Replace(*m)
		hide(m)
	}
	for _, j := range s.Jobs {
		for i := range j.Lines {
			l := &j.Lines[i]
			l.Text = c.replace.Replace(l.Text)
			for k := range l.Values {
				v := &l.Values[k]
				v.Before, v.After = c.replace.Replace(v.Before), c.replace.Replace(v.After)
			}
		}
	}
}

// hide conceals a value before, and perhaps one after, if one of them looks like a
// secret.
func hide(values ...*string) {
	found := false
	for _, v := range values {
		found = found || secret.Form(*v) != ""
	}
	if !found {
		return
	}
	word := isSet
	for _, v := range values {
		if *v != "" {
			*v, word = word, isChanged
		}
	}
}

// hideAccess conceals what looks like a secret in the words of policies.
func hideAccess(a plan.Access) plan.Access {
	for _, grants := range [][]plan.Grant{a.Gained, a.Lost} {
		for i := range grants {
			g := &grants[i]
			for _, text := range []*string{&g.Principal, &g.Condition, &g.Unless, &g.Policy, &g.Statement, &g.Text} {
				hide(text)
			}
			for _, list := range [][]string{g.Actions, g.AllButActions, g.Resources, g.AllButResources} {
				for j := range list {
					hide(&list[j])
				}
			}
		}
	}
	for i := range a.Tripwires {
		hide(&a.Tripwires[i].Text)
	}
	if a.Gained == nil {
		a.Gained = []plan.Grant{}
	}
	if a.Lost == nil {
		a.Lost = []plan.Grant{}
	}
	if a.Tripwires == nil {
		a.Tripwires = []plan.Tripwire{}
	}
	return a
}
