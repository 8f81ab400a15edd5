package iam

import "strings"

// On names the resources of a statement: ARNs, of which each may end in a
// wildcard. Resources that do not exist on their own are On("*").
func On(resources ...string) []string { return resources }

// Literal returns text for a resource or a condition's pattern in which it means
// itself: IAM takes * and ? for wildcards and ${…} for variables, and has a
// variable for each of these characters.
func Literal(text string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "${", "${$}{").Replace(text)
}

// Allow returns the statement that permits the actions on the resources. The
// sid tells a reader what for, in letters and digits.
func Allow(sid string, resources []string, actions ...string) Statement {
	return Statement{Sid: sid, Effect: EffectAllow, Resources: resources, Actions: actions}
}

// Deny returns the statement that forbids the actions on the resources, whatever
// else permits them.
func Deny(sid string, resources []string, actions ...string) Statement {
	return Statement{Sid: sid, Effect: EffectDeny, Resources: resources, Actions: actions}
}

// Trust returns the trust policy of a role that the service assumes, such as
// sagemaker.amazonaws.com. Conditions say on whose behalf: without one, the
// service may be made to act for another account.
func Trust(service string, conditions ...Condition) Document {
	statement := Statement{
		Effect:    EffectAllow,
		Principal: Principal{"Service": {service}},
		Actions:   []string{"sts:AssumeRole"},
	}
	return Document{Statements: []Statement{statement.When(conditions...)}}
}

// Condition is one demand on a request: the value of Key has to match one of
// Values by Operator.
type Condition struct {
	// Operator is IAM's name of the comparison, such as StringEquals.
	Operator string
	// Key is a condition key, such as aws:SourceAccount.
	Key    string
	Values []string
}

// StringEquals demands that the key has exactly one of the values.
func StringEquals(key string, values ...string) Condition {
	return Condition{Operator: "StringEquals", Key: key, Values: values}
}

// StringLike demands that the key matches one of the values, in which * and ?
// are wildcards.
func StringLike(key string, values ...string) Condition {
	return Condition{Operator: "StringLike", Key: key, Values: values}
}

// ArnLike demands that the key is an ARN that matches one of the values part by
// part, with * and ? as wildcards.
func ArnLike(key string, values ...string) Condition {
	return Condition{Operator: "ArnLike", Key: key, Values: values}
}

// Bool demands that the key is true or false.
func Bool(key string, value bool) Condition {
	text := "false"
	if value {
		text = "true"
	}
	return Condition{Operator: "Bool", Key: key, Values: []string{text}}
}

// When returns the statement with further conditions, and leaves s as it is. A
// second condition with the same operator and key adds its values to the first,
// and so admits more: any of them may then match.
func (s Statement) When(conditions ...Condition) Statement {
	if len(conditions) == 0 {
		return s
	}
	s.Conditions = s.Conditions.wire()
	for _, c := range conditions {
		if s.Conditions[c.Operator] == nil {
			s.Conditions[c.Operator] = map[string][]string{}
		}
		keys := s.Conditions[c.Operator]
		keys[c.Key] = unique(append(keys[c.Key], c.Values...))
	}
	return s
}
