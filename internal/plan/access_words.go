package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// wording writes grants. It leaves out of an ARN what all ARNs of the policies
// have in common.
type wording struct{ home home }

// home is the partition, region and account of all literal ARNs in the policies,
// each empty if they differ.
type home struct{ partition, region, account string }

func homeOf(readers ...*accessReader) home {
	var found [3]map[string]bool
	for i := range found {
		found[i] = map[string]bool{}
	}
	for _, r := range readers {
		for _, h := range r.holdings {
			for _, d := range h.all() {
				for _, s := range d.Statements {
					for _, text := range slices.Concat(s.Resources, s.NotResources) {
						parts, ok := partsOf(text)
						if !ok {
							continue
						}
						for i, k := range []int{1, 3, 4} {
							if parts[k] != "" {
								found[i][parts[k]] = true
							}
						}
					}
				}
			}
		}
	}
	only := func(texts map[string]bool) string {
		for text := range texts {
			if len(texts) == 1 && !strings.ContainsAny(text, "*?$") {
				return text
			}
		}
		return ""
	}
	return home{only(found[0]), only(found[1]), only(found[2])}
}

// partsOf takes a literal ARN apart.
func partsOf(text string) ([]string, bool) {
	parts := strings.SplitN(text, ":", 6)
	return parts, len(parts) == 6 && parts[0] == "arn"
}

// resource returns a resource for a sentence about actions.
func (w wording) resource(text string, actions []string) string {
	parts, ok := partsOf(text)
	if !ok || len(actions) == 0 || strings.Trim(parts[5], "*") == "" || parts[1] != w.home.partition || parts[3] != "" && parts[3] != w.home.region || parts[4] != "" && parts[4] != w.home.account {
		return bare(text)
	}
	for _, action := range actions {
		if !strings.HasPrefix(action, parts[2]) {
			return text
		}
	}
	return parts[5]
}

// grant returns a change of a subject as a grant.
func (w wording) grant(s subject, c iam.Change, isNew, gained bool) Grant {
	st := c.Statement
	g := Grant{
		Kind: s.kind, On: s.id, Principal: s.id, New: isNew, Denial: st.Effect != iam.EffectAllow, Partly: c.Partly,
		Actions: readable(st.Actions), AllButActions: readable(st.NotActions),
		Condition: conditionWords(st.Conditions), Unless: conditionWords(c.Unless),
	}
	if st.Principal != nil {
		g.Principal = principalWords(st.Principal)
	} else if st.NotPrincipal != nil {
		g.Principal = "everyone but " + principalWords(st.NotPrincipal)
	}
	if s.kind != GrantTrust && !(s.kind == GrantResource && slices.Equal(st.Resources, []string{"*"})) {
		g.Resources, g.AllButResources = readable(st.Resources), readable(st.NotResources)
	}
	g.Text = w.sentence(g, gained)
	return g
}

// bare returns the logical ID of a reference that is all of the text.
func bare(text string) string {
	id, isReference := strings.CutPrefix(text, "${")
	id, isClosed := strings.CutSuffix(id, "}")
	id = strings.TrimSuffix(id, ".Arn")
	if !isReference || !isClosed || strings.ContainsAny(id, "${}.: ") {
		return text
	}
	return id
}

func readable(texts []string) []string {
	var list []string
	for _, text := range texts {
		list = append(list, iam.Readable(text))
	}
	return list
}

// sentence says a grant in words.
func (w wording) sentence(g Grant, gained bool) string {
	verb := "may"
	switch {
	case g.Denial && gained:
		verb = "is no longer denied"
	case g.Denial:
		verb = "is denied"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s ", g.Principal, verb)
	if g.Kind == GrantTrust && !g.Denial && slices.Equal(g.Actions, []string{"sts:AssumeRole"}) {
		b.WriteString("assume " + bare(g.On))
	} else {
		b.WriteString(listWords(g.Actions, g.AllButActions, "every action"))
		var short []string
		for _, text := range g.Resources {
			short = append(short, w.resource(text, g.Actions))
		}
		switch {
		case len(g.Resources)+len(g.AllButResources) > 0:
			b.WriteString(" on " + listWords(short, g.AllButResources, "every resource"))
		case g.Kind != GrantIdentity:
			b.WriteString(" on " + bare(g.On))
		}
	}
	if g.Condition != "" {
		b.WriteString(" if " + g.Condition)
	}
	return b.String()
}

// listWords writes what is meant, or all but what is left out; of a long list its
// beginning. What has wildcards comes first.
func listWords(names, except []string, every string) string {
	if len(except) > 0 {
		return every + " but " + strings.Join(except, ", ") // all of them: they are what matters
	}
	if len(names) == 1 && names[0] == "*" {
		return every
	}
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b string) int { return btoi(isWild(b)) - btoi(isWild(a)) })
	const most = 4
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most-1], ", "), len(names)-most+1)
	}
	return strings.Join(names, ", ")
}

func isWild(text string) bool { return strings.ContainsAny(text, "*?") }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func principalWords(p iam.Principal) string {
	var list []string
	for _, kind := range slices.Sorted(maps.Keys(p)) {
		for _, name := range p[kind] {
			name = bare(iam.Readable(name))
			switch {
			case kind == "*":
				name = "anyone"
			case kind == "AWS" && isAccount(name):
				name = "account " + name
			}
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

func isAccount(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == "" || text == "${AWS::AccountId}"
}
