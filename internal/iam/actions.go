package iam

import (
	"slices"
	"strings"
)

// Action is something that a policy can allow, such as s3:GetObject. Its slices
// are shared: read them only.
type Action struct {
	// Service is the prefix, in lower case.
	Service string
	// Name is spelled as AWS does: GetObject.
	Name string
	// ResourceLevel reports whether a policy can confine the action to
	// resources; if not, its Resource has to be "*".
	ResourceLevel bool
	// ResourceTypes are the kinds of resource that it acts on.
	ResourceTypes []ResourceType
	// ConditionKeys are those that a policy may ask about for this action,
	// beside the global ones. Some hold a placeholder: aws:RequestTag/${TagKey}.
	ConditionKeys []string
}

// String returns the action as policies spell it, service:Name.
func (a Action) String() string { return a.Service + ":" + a.Name }

// ResourceType is a kind of resource that an action acts on.
type ResourceType struct {
	// Name is the service authorization reference's name, such as training-job.
	Name string
	// ARNs are the forms of its ARN, such as arn:${Partition}:s3:::${BucketName}.
	ARNs []string
	// Required reports that every request of the action is about one of these.
	Required bool
	// ConditionKeys are those that ask about the resource.
	ConditionKeys []string
}

// onlyStar lists actions that have a resource type and yet need Resource "*" as
// smgen uses them.
func onlyStar(action string) bool {
	// Its type, dataset, came with a newer kind of metric. The custom metrics
	// that a training job publishes have no ARN; what confines the action is
	// the condition key cloudwatch:namespace.
	return action == "cloudwatch:PutMetricData"
}

// LookupAction finds an action by service:Name, in whatever letter case, as IAM
// does. Wildcards are not expanded.
func LookupAction(action string) (Action, bool) {
	prefix, name, _ := strings.Cut(strings.ToLower(action), ":")
	read, ok := loaded().services[prefix]
	if !ok {
		return Action{}, false
	}
	a, ok := read().byName[name]
	return a, ok
}

// NeedsStar reports whether an action can only be allowed on Resource "*",
// because AWS knows no resource to confine it to. It is false for what is not
// the name of one action: wildcards and misspellings.
func NeedsStar(action string) bool {
	a, ok := LookupAction(action)
	return ok && !a.ResourceLevel
}

// ExpandWildcard returns the actions that a pattern such as s3:Get* covers, in
// order and spelled as AWS does. A * stands for any characters and a ? for one,
// after the colon only; "*" alone covers every action of every service. A name
// without a wildcard covers itself. What covers nothing gives nil.
func ExpandWildcard(pattern string) []string {
	c := loaded()
	prefix, name, found := strings.Cut(strings.ToLower(pattern), ":")
	prefixes := []string{prefix}
	if pattern == "*" {
		prefixes, name, found = c.names, "*", true
	}
	if !found {
		return nil
	}
	var covered []string
	for _, prefix := range prefixes {
		read, ok := c.services[prefix]
		if !ok {
			continue
		}
		for _, a := range read().actions {
			if matches(name, strings.ToLower(a.Name)) {
				covered = append(covered, a.String())
			}
		}
	}
	slices.Sort(covered)
	return covered
}

// matches reports whether the pattern's * and ? can stand for parts of the text
// so that both are the same. Only the last * has ever to be tried again, so the
// work is bounded by the product of the lengths.
func matches(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
