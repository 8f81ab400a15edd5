package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// Access is how two templates differ in who may do what: by meaning, so that how
// permissions are cut into statements, policies and documents does not show. It
// is sound as iam.Compare is: what may be done afterwards and might not be done
// before is in Gained. What a policy outside of the templates says is not known,
// and is said in one grant for the policy.
type Access struct {
	// Gained is allowed only afterwards, Lost only before, in the order of the
	// logical IDs.
	Gained []Grant `json:"gained"`
	Lost   []Grant `json:"lost"`
	// Tripwires are what a reviewer must not miss of it, severe ones first.
	Tripwires []Tripwire `json:"tripwires"`
}

// Broadened reports whether anybody may do more than before.
func (a Access) Broadened() bool { return len(a.Gained)+len(a.Tripwires) > 0 }

// GrantKind is where a grant is written.
type GrantKind string

// The kinds of grants.
const (
	// GrantIdentity is a policy of a role, a user or a group.
	GrantIdentity GrantKind = "identity"
	// GrantTrust is the trust policy of a role: who may assume it.
	GrantTrust GrantKind = "trust"
	// GrantResource is the policy of a resource, such as a queue or a function.
	GrantResource GrantKind = "resource"
)

// Grant is something that somebody may do, or is denied. Its texts are those of
// the template: whoever prints them escapes them. References are written as
// ${Queue.Arn}.
type Grant struct {
	Kind GrantKind `json:"kind"`
	// On is the logical ID of what the policy is on: the role, or the queue. What is
	// not in the template has its name here.
	On string `json:"on"`
	// Principal is who may: for an identity the same as On, else a service, an
	// account or an ARN, several separated by commas.
	Principal string `json:"principal"`
	// New reports that On is not in the other template: all of it is new, or gone.
	New bool `json:"new,omitempty"`
	// Denial reports that the grant is one to the contrary: what was denied and is
	// no longer is gained, what is denied now is lost.
	Denial bool `json:"denial,omitempty"`
	// Actions and Resources are what may be done, and on what; with AllBut, all but
	// those. A trust policy has no resources, nor need the policy of a resource.
	Actions         []string `json:"actions,omitempty"`
	AllButActions   []string `json:"allButActions,omitempty"`
	Resources       []string `json:"resources,omitempty"`
	AllButResources []string `json:"allButResources,omitempty"`
	// Condition says in words under which conditions, empty for none.
	Condition string `json:"condition,omitempty"`
	// Unless says in words under which further conditions alone the other template
	// has it, empty if there are none.
	Unless string `json:"unless,omitempty"`
	// Partly reports that the other template has a part of it: what is gained was
	// widened, what is lost was narrowed.
	Partly bool `json:"partly,omitempty"`
	// Policy is a managed policy that is not in the template, and Statement the JSON
	// of a statement that cannot be read. With either of them the above is empty.
	Policy    string `json:"policy,omitempty"`
	Statement string `json:"statement,omitempty"`
	// Via are the logical IDs of the resources that hold the policies.
	Via []string `json:"via"`
	// Text says it in a sentence: "LaunchRole may iam:PassRole on role/Train".
	Text string `json:"text"`
}

// String returns the sentence.
func (g Grant) String() string { return g.Text }

// CompareAccess returns how access differs between two templates; nil is that of
// no stack. A role whose logical ID changes is another role: what it may is lost
// and gained. A reference to a parameter, a mapping or a condition that the
// templates define differently is marked with "before" or "after".
//
// It looks at policies: of roles, users and groups, at trust policies, at policies
// in the properties of other resources and at permissions of functions. Who is a
// member of a group, access control lists, and what a macro of the template
// (Transform) makes are not seen.
func CompareAccess(before, after *template.Document) Access {
	if before == nil {
		before = &template.Document{}
	}
	if after == nil {
		after = &template.Document{}
	}
	changed := changedNames(before, after)
	was, is := readAccess(before, changed, " before"), readAccess(after, changed, " after")
	w := wording{homeOf(was, is)}
	subjects := map[subject]bool{}
	for _, side := range []*accessReader{was, is} {
		for s := range side.holdings {
			subjects[s] = true
		}
	}
	a := Access{Gained: []Grant{}, Lost: []Grant{}, Tripwires: []Tripwire{}}
	for _, s := range slices.SortedFunc(maps.Keys(subjects), subject.compare) {
		a.compare(s, was.holding(s), is.holding(s), w)
	}
	slices.SortStableFunc(a.Tripwires, func(a, b Tripwire) int { return btoi(b.Severe) - btoi(a.Severe) })
	return a
}

// compare adds how one subject differs.
func (a *Access) compare(s subject, was, is *holding, w wording) {
	delta := iam.Compare(was.all(), is.all())
	for _, change := range delta.Gained {
		source := is
		if change.Statement.Effect != iam.EffectAllow {
			source = was
		}
		g := w.grant(s, change, !was.exists, true)
		g.Via = source.via(change.Statement)
		a.Gained = append(a.Gained, g)
		a.Tripwires = append(a.Tripwires, w.tripwires(g, change, was)...)
	}
	for _, change := range delta.Lost {
		source := was
		if change.Statement.Effect != iam.EffectAllow {
			source = is
		}
		g := w.grant(s, change, !is.exists, false)
		g.Via = source.via(change.Statement)
		a.Lost = append(a.Lost, g)
	}
	gained, lost := unknownGrants(s, was, is), unknownGrants(s, is, was)
	a.Gained, a.Lost = append(a.Gained, gained...), append(a.Lost, lost...)
	for _, g := range gained {
		a.Tripwires = append(a.Tripwires, unknownTripwire(g))
	}
	a.Tripwires = append(a.Tripwires, boundaryTripwires(s, was, is)...)
}

// unknownGrants are those of own that other does not have and nobody can read.
func unknownGrants(s subject, other, own *holding) []Grant {
	var list []Grant
	for _, policy := range sortedKeysOf(own.managed) {
		if _, has := other.managed[policy]; !has {
			list = append(list, Grant{
				Kind: s.kind, On: s.id, Principal: s.id, New: !other.exists, Policy: policy, Via: []string{own.managed[policy]},
				Text: s.id + " may do what the policy " + policy + " allows",
			})
		}
	}
	for _, statement := range sortedKeysOf(own.unread) {
		if _, has := other.unread[statement]; !has {
			list = append(list, Grant{
				Kind: s.kind, On: s.id, Principal: s.id, New: !other.exists, Statement: statement, Via: []string{own.unread[statement]},
				Text: "a policy on " + s.id + " says what cannot be read before it is deployed: " + shortened(statement),
			})
		}
	}
	return list
}

// shortened cuts a long text for a sentence.
func shortened(text string) string {
	const most = 120
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}

func sortedKeysOf(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// subject is what a policy is on.
type subject struct {
	id   string
	kind GrantKind
}

func (s subject) compare(t subject) int {
	return cmp.Or(strings.Compare(s.id, t.id), strings.Compare(string(s.kind), string(t.kind)))
}
