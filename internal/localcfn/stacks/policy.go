package stacks

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// Policy is a stack policy: which updates of which resources are allowed. What it
// does not allow is denied.
type Policy []Statement

// Statement is one statement of a stack policy.
type Statement struct {
	Effect                           string
	Action, NotAction                oneOrMore
	Resource, NotResource, Principal oneOrMore
	Condition                        map[string]map[string]oneOrMore
}

// oneOrMore is a text or a list of texts.
type oneOrMore []string

// UnmarshalJSON implements [json.Unmarshaler].
func (o *oneOrMore) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	var list []string
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	*o = list
	return nil
}

// matches reports whether a name is one of the list, in which * stands for any
// text.
func (o oneOrMore) matches(name string) bool {
	return slices.ContainsFunc(o, func(pattern string) bool {
		var b strings.Builder
		for i, literal := range strings.Split(pattern, "*") {
			if i > 0 {
				b.WriteString(".*")
			}
			b.WriteString(regexp.QuoteMeta(literal))
		}
		ok, _ := regexp.MatchString("^"+b.String()+"$", name) // what is quoted compiles
		return ok
	})
}

// ReadPolicy reads the text of a stack policy.
func ReadPolicy(text string) (Policy, error) {
	var document struct{ Statement []Statement }
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		return nil, err
	}
	if len(document.Statement) == 0 {
		return nil, errors.New("a policy needs a Statement")
	}
	for _, s := range document.Statement {
		switch {
		case s.Effect != "Allow" && s.Effect != "Deny":
			return nil, errors.New("the Effect must be Allow or Deny")
		case len(s.Action)+len(s.NotAction) == 0:
			return nil, errors.New("a statement needs an Action")
		case len(s.Resource)+len(s.NotResource)+len(s.Condition) == 0:
			return nil, errors.New("a statement needs a Resource")
		case !s.Principal.matches("*"):
			return nil, errors.New(`the Principal must be "*"`)
		}
	}
	return document.Statement, nil
}

// Allows reports whether an action, such as Update:Replace, is allowed on a
// resource.
func (p Policy) Allows(action, logicalID, typeName string) bool {
	allowed := false
	for _, s := range p {
		if !s.covers(action, logicalID, typeName) {
			continue
		}
		if s.Effect == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

func (s Statement) covers(action, logicalID, typeName string) bool {
	about := s.Action.matches(action) || len(s.NotAction) > 0 && !s.NotAction.matches(action)
	on := s.Resource.matches("LogicalResourceId/"+logicalID) || s.Resource.matches("*") ||
		len(s.NotResource) > 0 && !s.NotResource.matches("LogicalResourceId/"+logicalID) || len(s.Resource)+len(s.NotResource) == 0
	for _, condition := range s.Condition {
		on = on && condition["ResourceType"].matches(typeName)
	}
	return about && on
}

// denies reports whether the stack's policy denies an action.
func (s *Stack) denies(action string, r *Resource) bool {
	if s.Policy == "" {
		return false
	}
	p, err := ReadPolicy(s.Policy)
	return err == nil && !p.Allows(action, r.LogicalID, r.Type)
}
