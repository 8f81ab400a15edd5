package iam

import (
	"iter"
	"slices"
	"strings"
)

// alternatives yields parts that together say what p says: one for each action
// that a wildcard stands for, or for each value of a condition of which any one
// will do. There are none if p cannot be taken apart.
func (p *part) alternatives() iter.Seq[*part] {
	return func(yield func(*part) bool) {
		if names := p.actions.names; !p.actions.except && len(names) == 1 && names[0].pattern.isWild() {
			p.eachAction(names[0].text, yield)
			return
		}
		for i, d := range p.demands {
			if d.known && !d.negated && d.set != "ForAllValues" && len(d.values) > 1 {
				p.eachValue(i, yield)
				return
			}
		}
	}
}

// eachAction leaves out patterns that reach over services: nobody lists all that
// they cover.
func (p *part) eachAction(pattern string, yield func(*part) bool) {
	service, _, _ := strings.Cut(pattern, ":")
	if strings.ContainsAny(service, "*?{") {
		return
	}
	for _, action := range ExpandWildcard(pattern) {
		one := *p
		one.actions = span{names: []name{{text: folded(action), pattern: actionPatternOf(action)}}}
		one.identify()
		if !yield(&one) {
			return
		}
	}
}

func (p *part) eachValue(i int, yield func(*part) bool) {
	for _, value := range p.demands[i].values {
		one := *p
		one.demands = slices.Clone(p.demands)
		one.demands[i].values = []string{value}
		one.demandKey = keyOf(one.demands)
		one.identify()
		if !yield(&one) {
			return
		}
	}
}
