package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/iam"
)

// policies looks at what one of the stack's own resources allows. A policy that
// cannot be read is reported elsewhere.
func (p *Pass) policies(typeName, path string, properties map[string]any) {
	switch typeName {
	case "AWS::IAM::Role":
		inline, _ := properties["Policies"].([]any)
		for i, element := range inline {
			if policy, ok := element.(map[string]any); ok {
				p.document(policy["PolicyDocument"], fmt.Sprintf("%s.Policies[%d].PolicyDocument", path, i))
			}
		}
		attached, _ := properties["ManagedPolicyArns"].([]any)
		for i, policy := range attached {
			text, _ := policy.(string)
			if name := broadPolicy(text); name != "" {
				p.Report(fmt.Sprintf("%s.ManagedPolicyArns[%d]", path, i), fmt.Sprintf("the policy %s allows far more than one job needs", name), "grant the actions that are called, on the resources that they are about")
			}
		}
	case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy":
		p.document(properties["PolicyDocument"], path+".PolicyDocument")
	}
}

// document reports the statements of a policy that allow everything, all of a
// service, or passing any role.
func (p *Pass) document(raw any, path string) {
	d, err := iam.Parse(raw)
	if err != nil {
		return
	}
	for i, s := range d.Statements {
		if s.Effect != iam.EffectAllow || !slices.Contains(s.Resources, "*") && len(s.NotResources) == 0 {
			continue
		}
		if message := broadStatement(s); message != "" {
			p.Report(fmt.Sprintf("%s.Statement[%d]", path, i), message, "name the actions that are called, and the resources that they are about")
		}
	}
}

// broadStatement says what is too broad about a statement that allows something on
// every resource, or on all but some.
func broadStatement(s iam.Statement) string {
	if len(s.NotActions) > 0 {
		return "the statement allows all actions but a few on every resource"
	}
	for _, action := range s.Actions {
		service, name, _ := strings.Cut(action, ":")
		switch {
		case strings.Trim(action, "*") == "":
			return "the statement allows every action on every resource"
		case passesRoles(action):
			return fmt.Sprintf("%q on every resource lets its holder pass any role of the account to a service, and act through it", action)
		case strings.Trim(name, "*") == "" && len(s.Conditions) == 0 && confinable(action):
			return fmt.Sprintf("%q allows all %d actions of %s on every resource", action, len(iam.ExpandWildcard(action)), service)
		}
	}
	return ""
}

func passesRoles(action string) bool {
	return strings.HasPrefix(strings.ToLower(action), "iam:") && slices.Contains(iam.ExpandWildcard(action), "iam:PassRole")
}

// confinable reports whether AWS can confine some of the actions to resources.
func confinable(action string) bool {
	return slices.ContainsFunc(iam.ExpandWildcard(action), func(one string) bool { return !iam.NeedsStar(one) })
}
