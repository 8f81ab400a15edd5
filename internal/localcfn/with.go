package localcfn

import (
	"slices"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

// with is what a request gives a stack beside the template.
type with struct {
	Parameters       []parameter
	Tags             []tag
	Capabilities     []string
	RoleARN          string
	NotificationARNs []string
}

// parameter is a member of Parameters.
type parameter struct {
	ParameterKey     string
	ParameterValue   string `xml:",omitempty"`
	UsePreviousValue bool   `xml:"-"`
}

// tag is a member of Tags.
type tag struct{ Key, Value string }

// The quotas of a stack; see the user guide, "Understand CloudFormation quotas".
const (
	maxTags          = 50
	maxNotifications = 5
)

var (
	stackName     = lazyregexp.New(`^[a-zA-Z][-a-zA-Z0-9]{0,127}$`)
	changeSetName = stackName
	token         = lazyregexp.New(`^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$`)
	roleARN       = lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:role/.+$`)
	topicARN      = lazyregexp.New(`^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$`)
)

// check refuses what is beyond the quotas or has no form.
func (w with) check() error {
	if len(w.Tags) > maxTags {
		return query.Validation("1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to %d", maxTags)
	}
	seen := map[string]bool{}
	for _, t := range w.Tags {
		switch {
		case t.Key == "" || len(t.Key) > 128 || len(t.Value) > 256:
			return query.Validation("1 validation error detected: Value at 'tags' failed to satisfy constraint: a key has 1 to 128 characters, a value at most 256")
		case seen[t.Key]:
			return query.Validation("Duplicate tag keys found. Please note that tag keys are case insensitive.")
		}
		seen[t.Key] = true
	}
	if len(w.NotificationARNs) > maxNotifications {
		return query.Validation("1 validation error detected: Value at 'notificationARNs' failed to satisfy constraint: Member must have length less than or equal to %d", maxNotifications)
	}
	for _, topic := range w.NotificationARNs {
		if !topicARN().MatchString(topic) {
			return query.Validation("Invalid notification ARN: %s", topic)
		}
	}
	if w.RoleARN != "" && !roleARN().MatchString(w.RoleARN) {
		return query.Validation("Role %s is invalid or cannot be assumed", w.RoleARN)
	}
	for _, c := range w.Capabilities {
		if !slices.Contains([]string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"}, c) {
			return query.Validation("1 validation error detected: Value '[%s]' at 'capabilities' failed to satisfy constraint: Member must satisfy enum value set: [CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND]", c)
		}
	}
	return nil
}

func (w with) given() []resolve.Given {
	var list []resolve.Given
	for _, p := range w.Parameters {
		list = append(list, resolve.Given{Key: p.ParameterKey, Value: p.ParameterValue, Previous: p.UsePreviousValue})
	}
	return list
}

func (w with) tags() []stacks.Tag {
	var list []stacks.Tag
	for _, t := range w.Tags {
		list = append(list, stacks.Tag(t))
	}
	return list
}

// checkToken refuses a token that has no form.
func checkToken(text string) error {
	if text != "" && !token().MatchString(text) {
		return query.Validation("1 validation error detected: Value '%s' at 'clientRequestToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*", text)
	}
	return nil
}
