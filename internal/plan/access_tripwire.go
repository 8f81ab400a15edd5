package plan

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// TripwireKind is what a tripwire is about.
type TripwireKind string

// The kinds of tripwires.
const (
	// TripwirePassRole is a wider iam:PassRole: who may hand on which role.
	TripwirePassRole TripwireKind = "passRole"
	// TripwireStar is "*", or all but a few, as action or resource.
	TripwireStar TripwireKind = "star"
	// TripwireTrust is somebody who may now assume a role, or use a resource, and
	// was not named before.
	TripwireTrust TripwireKind = "trust"
	// TripwireManaged is a managed policy, attached from outside of the template.
	TripwireManaged TripwireKind = "managedPolicy"
	// TripwireCondition is a condition that is dropped or weakened.
	TripwireCondition TripwireKind = "condition"
	// TripwireBoundary is a permissions boundary that is removed or replaced.
	TripwireBoundary TripwireKind = "boundary"
	// TripwireDenial is a denial that is dropped or narrowed.
	TripwireDenial TripwireKind = "denial"
	// TripwireUnread is a statement that nobody can judge before it is deployed.
	TripwireUnread TripwireKind = "unread"
)

// Tripwire is a change of access that a reviewer must not miss.
type Tripwire struct {
	Kind TripwireKind `json:"kind"`
	// On is the logical ID of the role or the resource.
	On string `json:"on"`
	// Severe marks what gives away more than one role or resource.
	Severe bool `json:"severe,omitempty"`
	// Text says it in a sentence. As that of a grant, it is not escaped.
	Text string `json:"text"`
}

// tripwires returns what is to be called out of something gained.
func (w wording) tripwires(g Grant, c iam.Change, was *holding) []Tripwire {
	var list []Tripwire
	add := func(kind TripwireKind, severe bool, text string) {
		list = append(list, Tripwire{kind, g.On, severe, text})
	}
	if g.Denial {
		add(TripwireDenial, false, g.Text)
		return list
	}
	free := g.Condition == ""
	if g.Kind == GrantIdentity && coversAction(c.Statement, "iam:PassRole") {
		toAny := !strings.Contains(strings.ToLower(g.Condition), "iam:passedtoservice")
		if wide := isStar(g.Resources, g.AllButResources); wide || toAny || was.exists {
			text := g.Principal + " may pass " + listWords(w.roles(g.Resources), g.AllButResources, "every role")
			if toAny {
				text += " to every service"
			} else {
				text += " if " + g.Condition
			}
			add(TripwirePassRole, wide || toAny, text)
		}
	}
	if len(g.AllButActions) > 0 || slices.ContainsFunc(g.Actions, isWholeService) {
		add(TripwireStar, len(g.AllButActions) > 0 || slices.Contains(g.Actions, "*") || slices.Contains(g.Actions, "iam:*"), g.Text)
	} else if confined := slices.DeleteFunc(slices.Clone(g.Actions), iam.NeedsStar); g.Kind == GrantIdentity && len(confined) > 0 && isStar(g.Resources, g.AllButResources) {
		add(TripwireStar, free, g.Principal+" may "+listWords(confined, nil, "")+" on "+listWords(g.Resources, g.AllButResources, "every resource")+ifWords(g.Condition))
	}
	if text, severe := trusted(g, c, was); text != "" {
		add(TripwireTrust, severe, text)
	}
	if g.Unless != "" {
		how := " without the condition that "
		if g.Condition != "" {
			how = ifWords(g.Condition) + ", and no longer only if "
		}
		what := g
		what.Condition = ""
		add(TripwireCondition, free, w.sentence(what, true)+how+g.Unless)
	}
	return list
}

func ifWords(condition string) string {
	if condition == "" {
		return ""
	}
	return " if " + condition
}

// roles writes the ARNs of roles short.
func (w wording) roles(arns []string) []string {
	var list []string
	for _, arn := range arns {
		list = append(list, w.resource(arn, []string{"iam:PassRole"}))
	}
	return list
}

// coversAction reports whether a statement speaks of an action, on whatever
// resource and under whatever condition.
func coversAction(s iam.Statement, action string) bool {
	s = iam.Statement{Effect: iam.EffectAllow, Actions: s.Actions, NotActions: s.NotActions, Resources: iam.On("*")}
	return iam.Decide(iam.Request{Action: action, Resource: "*"}, iam.Document{Statements: []iam.Statement{s}}) == iam.Allowed
}

// isWholeService reports whether an action means all actions, or all of a service.
func isWholeService(action string) bool {
	service, name, found := strings.Cut(action, ":")
	return strings.Trim(name, "*") == "" && (found && name != "" || service == "*") || isWild(service)
}

// isStar reports whether resources are all there are, or all of a service.
func isStar(resources, except []string) bool {
	return len(except) > 0 || slices.ContainsFunc(resources, func(text string) bool {
		parts, isARN := partsOf(text)
		return text != "" && strings.Trim(text, "*") == "" || isARN && strings.Trim(parts[5], "*") == "" ||
			isARN && parts[2] == "iam" && parts[5] == "role/*"
	})
}

// trusted says who is trusted that was not named before. That a new role trusts a
// service is what roles are for, and that a resource admits one.
func trusted(g Grant, c iam.Change, was *holding) (text string, severe bool) {
	if g.Kind == GrantIdentity {
		return "", false
	}
	if c.Statement.NotPrincipal != nil {
		return g.Text, true
	}
	fresh := iam.Principal{}
	for kind, names := range c.Statement.Principal {
		for _, name := range names {
			if kind == "Service" && (!was.exists || g.Kind == GrantResource) || was.names(kind, name) {
				continue
			}
			fresh[kind] = append(fresh[kind], name)
		}
	}
	if len(fresh) == 0 {
		return "", false
	}
	does := "use " + bare(g.On)
	if g.Kind == GrantTrust {
		does = "assume " + bare(g.On)
	}
	return principalWords(fresh) + " may now " + does + ifWords(g.Condition), len(fresh["*"]) > 0 && g.Condition == ""
}

// unknownTripwire is about a policy that the template does not hold, or that
// cannot be read.
func unknownTripwire(g Grant) Tripwire {
	if g.Policy == "" {
		return Tripwire{TripwireUnread, g.On, false, g.Text}
	}
	name := g.Policy[strings.LastIndexByte(g.Policy, '/')+1:]
	severe := name == "AdministratorAccess" || name == "PowerUserAccess" || strings.HasSuffix(name, "FullAccess")
	return Tripwire{TripwireManaged, g.On, severe, "the managed policy " + g.Policy + " is attached to " + g.On}
}

// boundaryTripwires is about a permissions boundary that is no longer what it was.
func boundaryTripwires(s subject, was, is *holding) []Tripwire {
	if was.boundary == is.boundary || was.boundary == "" || !is.exists {
		return nil
	}
	t := Tripwire{TripwireBoundary, s.id, true, s.id + " no longer has the permissions boundary " + was.boundary}
	if is.boundary != "" {
		t.Severe = false
		t.Text = "the permissions boundary of " + s.id + " is " + is.boundary + " instead of " + was.boundary
	}
	return []Tripwire{t}
}
