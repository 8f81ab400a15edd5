package iam

import (
	"slices"
	"strings"
)

// A part is a statement, or one of the parts that it can be split into without a
// change of meaning: one action on one resource for one principal.
type part struct {
	effect Effect
	// attached reports that there is no principal: who is meant is whoever the
	// policy is attached to.
	attached           bool
	whom, actions, on  span
	demands            []demand
	conditions         Conditions
	id                 string // the same for the same part
	whomKey, demandKey string
}

// partOf reads a whole statement.
func partOf(s *Statement, isOld bool) *part {
	if isOld {
		s = s.withoutVariables()
	}
	p := &part{effect: s.Effect, attached: s.Principal == nil && s.NotPrincipal == nil, conditions: s.Conditions, demands: demandsOf(s.Conditions)}
	p.whom = principalSpan(s.Principal, s.NotPrincipal)
	p.actions = spanOf(s.Actions, s.NotActions)
	for i, n := range p.actions.names {
		p.actions.names[i].text = folded(n.text)
	}
	p.on = spanOf(s.Resources, s.NotResources)
	if len(p.on.names) == 0 && !p.attached {
		p.on = spanOf(On("*"), nil) // what the policy is attached to
	}
	p.whomKey = p.whom.key()
	p.demandKey = keyOf(p.demands)
	p.identify()
	return p
}

// read fills in the patterns. What is split off shares them.
func (p *part) read() {
	for i, n := range p.actions.names {
		p.actions.names[i].pattern = actionPatternOf(n.text)
	}
	for i, n := range p.on.names {
		p.on.names[i].pattern = resourcePatternOf(n.text)
	}
}

func keyOf(demands []demand) string {
	var texts []string
	for _, d := range demands {
		texts = append(texts, d.text())
	}
	return strings.Join(texts, " and ")
}

func (p *part) identify() {
	p.id = quoted(string(p.effect), p.whomKey, p.actions.key(), p.on.key(), p.demandKey)
}

// withoutVariables returns the statement of a document of the old version, which
// has no variables, as one of the current version that means the same.
func (s *Statement) withoutVariables() *Statement {
	literal := func(texts []string) []string {
		list := slices.Clone(texts)
		for i, text := range list {
			if _, isSymbolic := piecesOf(text); !isSymbolic {
				list[i] = strings.ReplaceAll(text, "${", "${$}{")
			} else if strings.Contains(text, "${") {
				list[i] = `{"Fn::Old":` + text + `}` // equal to itself alone
			}
		}
		return list
	}
	plain := *s
	plain.Resources, plain.NotResources = literal(s.Resources), literal(s.NotResources)
	if s.Conditions != nil {
		plain.Conditions = Conditions{}
		for operator, keys := range s.Conditions {
			plain.Conditions[operator] = map[string][]string{}
			for key, values := range keys {
				plain.Conditions[operator][key] = literal(values)
			}
		}
	}
	return &plain
}

// size is the number of parts that split gives.
func (p *part) size() int {
	count := func(s span) int {
		if s.except {
			return 1
		}
		return len(s.names)
	}
	size := count(p.actions) * count(p.on)
	if !p.attached {
		size *= count(p.whom)
	}
	return size
}

// weight is the number of names in the part.
func (p *part) weight() int { return len(p.actions.names) + len(p.on.names) + len(p.whom.names) }

// split returns the parts of one action, one resource and one principal.
func (p *part) split() []*part {
	principals := p.whom.split()
	if p.attached {
		principals = []span{{}}
	}
	list := make([]*part, 0, p.size())
	for _, whom := range principals {
		whomKey := whom.key()
		for _, on := range p.on.split() {
			for _, actions := range p.actions.split() {
				one := *p
				one.whom, one.actions, one.on, one.whomKey = whom, actions, on, whomKey
				one.identify()
				list = append(list, &one)
			}
		}
	}
	return list
}

// covers reports whether p speaks of every request that q speaks of. It may be
// false where that is so, and is never true where it is not. The effects do not
// matter.
func (p *part) covers(q *part) bool { return p.spans(q) && p.demandsNoMore(q) }

// spans is covers without the conditions.
func (p *part) spans(q *part) bool {
	return p.attached == q.attached && p.actions.covers(q.actions, amongActions()) && p.on.covers(q.on, amongResources()) &&
		(p.attached || p.whom.covers(q.whom, amongPrincipals()))
}

// demandsNoMore reports whether the conditions of q imply those of p.
func (p *part) demandsNoMore(q *part) bool {
	return p.demandKey == q.demandKey || len(p.notImplied(q)) == 0
}

// notImplied returns the demands of p that those of q do not imply.
func (p *part) notImplied(q *part) []demand {
	var list []demand
	for _, d := range p.demands {
		if !slices.ContainsFunc(q.demands, func(given demand) bool { return given.implies(d) }) {
			list = append(list, d)
		}
	}
	return list
}
