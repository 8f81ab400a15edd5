package iam

import (
	"slices"
	"strings"
)

// Request is one call as IAM judges it.
type Request struct {
	// Action is one action, such as s3:GetObject, in any letter case.
	Action string
	// Resource is the ARN of the one resource that the call is about, or "*" for
	// an action that has none. Its text means itself: it holds no wildcards.
	Resource string
	// Principal is who calls, by kind, such as {"Service": {"lambda.amazonaws.com"}}.
	// It is nil where the policy is attached to the caller, and so has no
	// principal; policies on resources and trust policies have one.
	Principal Principal
	// Keys are the values of the condition keys that come with the call. A key is
	// found in any letter case. One that is not here is absent, as IAM sees it:
	// comparisons of it fail, and negated ones, such as StringNotEquals, hold.
	Keys map[string][]string
}

// Decision is what policies say about a request.
type Decision int

// The decisions. Without a permission, IAM refuses a request just as with a
// denial; but a permission that is added later helps only in the first case.
const (
	// NotAllowed means that no statement speaks of the request.
	NotAllowed Decision = iota
	// Allowed means that a statement allows the request and none denies it.
	Allowed
	// Denied means that a statement denies the request, whatever else allows it.
	Denied
)

// Decide returns what the document says about a request, by the rules of the
// IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements". What
// it cannot judge, such as an operator that IAM does not have, counts against
// the request.
//
// Placeholders that stand for what is not known yet are text like any other: a
// resource matches a pattern that holds the same placeholder at the same place,
// or a wildcard.
func (d Document) Decide(r Request) Decision { return Decide(r, d) }

// Decide returns what several documents together say about a request, such as
// all policies of a role.
func Decide(r Request, documents ...Document) Decision {
	decision := NotAllowed
	for _, d := range documents {
		variables := d.Version != oldVersion
		for i := range d.Statements {
			s := &d.Statements[i]
			if decision == Allowed && s.Effect == EffectAllow || !s.matches(&r, variables) {
				continue
			}
			if s.Effect != EffectAllow {
				return Denied
			}
			decision = Allowed
		}
	}
	return decision
}

// matches reports whether a statement speaks of a request.
func (s *Statement) matches(r *Request, variables bool) bool {
	return s.matchesAction(r.Action) && s.matchesPrincipal(r.Principal) &&
		s.matchesResource(r, variables) && s.matchesConditions(r, variables)
}

func (s *Statement) matchesAction(action string) bool {
	is := func(pattern string) bool { return matchesAction(pattern, action) }
	if len(s.NotActions) > 0 {
		return !slices.ContainsFunc(s.NotActions, is)
	}
	return slices.ContainsFunc(s.Actions, is)
}

func matchesAction(pattern, action string) bool {
	if strings.IndexByte(pattern, '*') < 0 && strings.IndexByte(pattern, '?') < 0 {
		return len(pattern) == len(action) && strings.EqualFold(pattern, action)
	}
	return matches(strings.ToLower(pattern), strings.ToLower(action))
}

// matchesResource reports whether the statement covers the resource. A statement
// without resources is about the resource that it is attached to, which is what
// trust policies are; only those with a principal can be.
func (s *Statement) matchesResource(r *Request, variables bool) bool {
	is := func(pattern string) bool { return matchesARN(pattern, r.Resource, r, variables) }
	switch {
	case len(s.NotResources) > 0:
		return !slices.ContainsFunc(s.NotResources, is)
	case len(s.Resources) > 0:
		return slices.ContainsFunc(s.Resources, is)
	}
	return s.Principal != nil || s.NotPrincipal != nil
}

func (s *Statement) matchesPrincipal(who Principal) bool {
	switch {
	case s.Principal == nil && s.NotPrincipal == nil:
		return who == nil
	case who == nil:
		return false
	case s.NotPrincipal != nil:
		return !s.NotPrincipal.covers(who)
	}
	return s.Principal.covers(who)
}

// covers reports whether the principal of a statement means who calls.
func (p Principal) covers(who Principal) bool {
	if len(p["*"]) > 0 {
		return true
	}
	for kind, names := range who {
		for _, name := range names {
			if slices.ContainsFunc(p[kind], func(meant string) bool { return isPrincipal(kind, meant, name) }) {
				return true
			}
		}
	}
	// "AWS": "*" means everyone, services included, just as "*" does.
	return slices.Contains(p["AWS"], "*")
}

// isPrincipal compares one principal with the name of who calls. An account,
// written as its digits or as its root's ARN, means everyone in it.
func isPrincipal(kind, meant, name string) bool {
	if meant == name {
		return true
	}
	if kind != "AWS" {
		return false
	}
	account := meant
	if rest, ok := strings.CutSuffix(meant, ":root"); ok {
		account = rest[strings.LastIndexByte(rest, ':')+1:]
	}
	parts := strings.SplitN(name, ":", 6)
	return len(parts) == 6 && parts[4] != "" && parts[4] == account
}
