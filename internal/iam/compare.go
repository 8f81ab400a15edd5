package iam

// Delta is how two sets of policies differ in what they allow.
type Delta struct {
	// Gained is what is allowed only afterwards, Lost what was allowed only before.
	// Both are in an order of their own, the same in each run.
	Gained, Lost []Change
}

// Change is something that one side of a comparison says and the other does not.
type Change struct {
	// Statement is what is gained or lost, in parts as large as can be read: one
	// statement may hold several actions and resources. It has no Sid, its actions
	// are spelled as AWS does, and its version is the current one. The account's
	// root is written as the number of the account.
	//
	// A statement with EffectDeny is about a denial: among what is gained it was
	// denied before and is no longer, among what is lost it is denied now.
	Statement Statement
	// Partly reports that the other side says a part of it: what is gained was
	// widened, what is lost was narrowed.
	Partly bool
	// Unless holds conditions that the other side demands for the same, or for a
	// part of it, and this side does not; nil if there are none.
	Unless Conditions
}

// Compare returns what the policies after allow that those before do not, and
// the other way round, by what they mean: how permissions are cut into
// statements and documents makes no difference, nor does their order, the letter
// case of actions, a wildcard in place of all the actions of the catalogue that
// it covers, or a statement that another one covers. Each side is what is in
// force together, such as all policies of one role.
//
// It is sound and not complete: a request that is allowed afterwards and was not
// before, as [Decide] says, is covered by something gained. What cannot be
// compared is reported as gained and as lost. An intrinsic (see [Parse]) is
// unknown text, which is the same wherever the intrinsic is.
func Compare(before, after []Document) Delta {
	b, a := sideOf(before), sideOf(after)
	return Delta{Gained: changes(a, b), Lost: changes(b, a)}
}

// side is all that one side says.
type side struct{ allows, denies group }

func sideOf(documents []Document) *side {
	s := &side{}
	for _, d := range documents {
		for i := range d.Statements {
			p := partOf(&d.Statements[i], d.Version == oldVersion)
			if p.effect == EffectAllow {
				s.allows.add(p)
			} else {
				s.denies.add(p)
			}
		}
	}
	return s
}

// changes returns what own has over other: more permissions, or fewer denials.
func changes(own, other *side) []Change {
	var list []change
	left := budget(maxWork)
	for _, p := range own.allows.beyond(&other.allows, &left) {
		if !own.denies.covers(p, &left) { // else it has no effect
			list = append(list, other.allows.changeOf(p, &left))
		}
	}
	for _, p := range other.denies.beyond(&own.denies, &left) {
		list = append(list, own.denies.changeOf(p, &left))
	}
	return regroup(list)
}

// change is a Change of one part.
type change struct {
	part
	partly bool
	unless []demand
}

// changeOf returns how a part relates to a group that does not cover it.
func (g *group) changeOf(p *part, left *budget) change {
	c := change{part: *p}
	parts := g.parts()
	if !left.spend(g.weight * p.weight()) {
		return c
	}
	for _, o := range parts {
		pSpans := p.spans(o)
		c.partly = c.partly || pSpans && p.demandsNoMore(o)
		if len(c.unless) == 0 && p.effect == EffectAllow && (pSpans || o.spans(p)) {
			c.unless = o.notImplied(p)
		}
	}
	return c
}
