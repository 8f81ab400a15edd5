package iam_test

import (
	"math/rand/v2"
	"slices"

	"github.com/smgen/smgen/internal/iam"
)

// maker makes random policies out of few words, so that what they say overlaps.
type maker struct {
	*rand.Rand
	hasPrincipal bool
}

func pick[T any](m maker, from ...T) T { return from[m.IntN(len(from))] }

// some returns one to three of the words.
func (m maker) some(words ...string) []string {
	m.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
	return words[:1+m.IntN(min(3, len(words)))]
}

func (m maker) actions() []string {
	return m.some("s3:GetObject", "s3:getobject", "s3:PutObject", "s3:Get*", "s3:*", "*", "sqs:SendMessage", "s?s:*", "s3:?etObject*", "sns:Publish")
}

func (m maker) resources() []string {
	return m.some("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a*", "arn:aws:s3:::b/a", "arn:aws:s3:::*/a", "arn:*:s3:::b/?", "arn:aws:*", "arn:aws:sqs:*:1:q",
		"arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::${aws:username}/*", "arn:aws:${aws:username}:::b/*", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b:*")
}

func (m maker) principal() iam.Principal {
	return pick(m,
		iam.Everyone(), iam.Principal{"AWS": {"*"}}, iam.Principal{"AWS": {"arn:aws:iam::123456789012:root"}}, iam.Principal{"AWS": {"123456789012"}},
		iam.Principal{"AWS": {role}, "Service": {"lambda.amazonaws.com"}}, iam.Principal{"Service": {"lambda.amazonaws.com", "events.amazonaws.com"}},
		iam.Principal{"Service": {"lambda.amazonaws.com"}},
	)
}

func (m maker) condition() iam.Condition {
	values := m.some("a", "b", "ab", "a*", "?b", "*", "${aws:username}", "${*}", "arn:aws:s3:::b", "arn:*:s3:::b", "arn:*", "5", "10", "true", "False", "10.0.0.0/8", "10.1.2.3", "2026-01-01")
	return iam.Condition{
		Operator: pick(m, "", "", "", "ForAnyValue:", "ForAllValues:") +
			pick(m, "StringEquals", "StringLike", "StringNotEquals", "StringNotLike", "ArnLike", "ArnEquals", "ArnNotLike", "StringEqualsIgnoreCase", "NumericLessThan", "NumericGreaterThanEquals", "DateLessThan", "IpAddress", "NotIpAddress", "Bool", "NumericNotEquals") +
			pick(m, "", "", "IfExists"),
		Key: pick(m, "k", "K", "aws:username", "other"), Values: slices.Clone(values),
	}
}

func (m maker) statement() iam.Statement {
	s := iam.Statement{Effect: pick(m, iam.EffectAllow, iam.EffectAllow, iam.EffectAllow, iam.EffectDeny)}
	if m.IntN(6) > 0 {
		s.Actions = slices.Clone(m.actions())
	} else {
		s.NotActions = slices.Clone(m.actions())
	}
	if m.IntN(6) > 0 {
		s.Resources = slices.Clone(m.resources())
	} else {
		s.NotResources = slices.Clone(m.resources())
	}
	if m.hasPrincipal {
		if s.Principal = m.principal(); m.IntN(5) == 0 {
			s.Principal, s.NotPrincipal = nil, s.Principal
		}
	}
	for range m.IntN(3) {
		s = s.When(m.condition())
	}
	if m.IntN(12) == 0 {
		s = s.When(iam.Condition{Operator: "Null", Key: "k", Values: []string{pick(m, "true", "false")}})
	}
	return s
}

func (m maker) document() iam.Document {
	d := iam.Document{Version: pick(m, "2012-10-17", "2012-10-17", "2008-10-17")}
	for range 1 + m.IntN(4) {
		d.Add(m.statement())
	}
	return d
}

// changed returns a document with one part of it changed, so that most of it
// stays.
func (m maker) changed(d iam.Document) iam.Document {
	d.Statements = slices.Clone(d.Statements)
	i := m.IntN(len(d.Statements))
	s, other := &d.Statements[i], m.statement()
	switch m.IntN(6) {
	case 0:
		s.Actions, s.NotActions = other.Actions, other.NotActions
	case 1:
		s.Resources, s.NotResources = other.Resources, other.NotResources
	case 2:
		s.Conditions = other.Conditions
	case 3:
		s.Principal, s.NotPrincipal = other.Principal, other.NotPrincipal
	case 4:
		d.Statements = slices.Delete(d.Statements, i, i+1)
	default:
		d.Add(other)
	}
	return d
}

func (m maker) request() iam.Request {
	values := []string{"a", "b", "ab", "A", "*", "xb", "arn:aws:s3:::b", "arn:x:y:s3:::b", "5", "7", "10", "true", "10.1.2.3", "11.1.1.1", "2025-01-01", "s3:y", "q:r"}
	r := iam.Request{
		Action: pick(m, "s3:GetObject", "S3:PutObject", "s3:GetBucketLocation", "sqs:SendMessage", "sns:Publish", "sts:AssumeRole", "iam:PassRole"),
		Resource: pick(m, "*", "arn:aws:s3:::b/a", "arn:aws:s3:::b/ab", "arn:aws:s3:::b/x", "arn:aws:s3:::b/*", "arn:cn:s3:::b/x", "arn:aws:s3:::c/a", "arn:aws:sqs:r:1:q",
			"arn:aws:s3:y:::b/z", "arn:aws:s3:::q:r/x", "arn:aws:s3:::b:q", "arn:aws:x:::b/y", "arn:aws:s3:::b/q:r", "arn:aws:s3:::${aws:username}/x"),
		Keys: map[string][]string{},
	}
	for _, key := range []string{"k", "aws:username", "other"} {
		if m.IntN(4) > 0 {
			r.Keys[key] = m.some(values...)
		}
	}
	if m.hasPrincipal {
		r.Principal = pick(m, iam.Principal{"AWS": {role}}, iam.Principal{"AWS": {"arn:aws:iam::999999999999:role/X"}}, iam.Principal{"Service": {"lambda.amazonaws.com"}},
			iam.Principal{"Service": {"events.amazonaws.com"}, "AWS": {role}})
	}
	return r
}
