package iam_test

import (
	"testing"

	"github.com/smgen/smgen/internal/iam"
)

const (
	object = "arn:aws:s3:::data/train/a.csv"
	role   = "arn:aws:iam::123456789012:role/Train"
)

func document(statements ...iam.Statement) iam.Document {
	return iam.Document{Statements: statements}
}

func TestDecideStatements(t *testing.T) {
	read := iam.Allow("Read", iam.On("arn:aws:s3:::data/*"), "s3:GetObject")
	forbid := iam.Deny("Forbid", iam.On("arn:aws:s3:::data/secret/*"), "s3:*")
	for name, test := range map[string]struct {
		policy iam.Document
		action string
		on     string
		want   iam.Decision
	}{
		"nothing is said":                  {document(), "s3:GetObject", object, iam.NotAllowed},
		"allowed":                          {document(read), "s3:GetObject", object, iam.Allowed},
		"another action":                   {document(read), "s3:PutObject", object, iam.NotAllowed},
		"another resource":                 {document(read), "s3:GetObject", "arn:aws:s3:::models/a", iam.NotAllowed},
		"letter case of actions":           {document(read), "S3:getobject", object, iam.Allowed},
		"letter case of resources":         {document(read), "s3:GetObject", "arn:aws:s3:::DATA/a", iam.NotAllowed},
		"denied after allowed":             {document(read, forbid), "s3:GetObject", "arn:aws:s3:::data/secret/a", iam.Denied},
		"denied before allowed":            {document(forbid, read), "s3:GetObject", "arn:aws:s3:::data/secret/a", iam.Denied},
		"denied elsewhere":                 {document(forbid, read), "s3:GetObject", object, iam.Allowed},
		"pattern of actions":               {document(iam.Allow("", iam.On("*"), "s3:Get*")), "s3:getobject", object, iam.Allowed},
		"pattern of one character":         {document(iam.Allow("", iam.On("*"), "s3:?etObject")), "s3:PutObject", object, iam.NotAllowed},
		"all actions":                      {document(iam.Allow("", iam.On("*"), "*")), "iam:PassRole", role, iam.Allowed},
		"an action without resource":       {document(iam.Allow("", iam.On("*"), "ecr:GetAuthorizationToken")), "ecr:GetAuthorizationToken", "*", iam.Allowed},
		"no resource, and an ARN is named": {document(iam.Allow("", iam.On("arn:aws:ecr:*:*:*"), "ecr:*")), "ecr:GetAuthorizationToken", "*", iam.NotAllowed},
		"no resource in the statement":     {document(iam.Allow("", nil, "s3:GetObject")), "s3:GetObject", object, iam.NotAllowed},
		"all actions but one":              {document(iam.Statement{Effect: "Allow", NotActions: []string{"s3:Put*"}, Resources: []string{"*"}}), "s3:GetObject", object, iam.Allowed},
		"the one of all but one":           {document(iam.Statement{Effect: "Allow", NotActions: []string{"s3:Put*"}, Resources: []string{"*"}}), "s3:putobject", object, iam.NotAllowed},
		"all resources but some":           {document(iam.Statement{Effect: "Allow", Actions: []string{"s3:*"}, NotResources: []string{"arn:aws:s3:::models/*"}}), "s3:GetObject", object, iam.Allowed},
		"one of all but some":              {document(iam.Statement{Effect: "Allow", Actions: []string{"s3:*"}, NotResources: []string{"arn:aws:s3:::data/*"}}), "s3:GetObject", object, iam.NotAllowed},
	} {
		if got := test.policy.Decide(iam.Request{Action: test.action, Resource: test.on}); got != test.want {
			t.Errorf("%s: Decide = %d, want %d", name, got, test.want)
		}
	}
}

func TestDecideTogether(t *testing.T) {
	allow := document(iam.Allow("", iam.On("*"), "s3:*"))
	deny := document(iam.Deny("", iam.On("*"), "s3:PutObject"))
	for action, want := range map[string]iam.Decision{"s3:GetObject": iam.Allowed, "s3:PutObject": iam.Denied, "sqs:SendMessage": iam.NotAllowed} {
		if got := iam.Decide(iam.Request{Action: action, Resource: object}, allow, deny); got != want {
			t.Errorf("Decide(%s) = %d, want %d", action, got, want)
		}
	}
}

func TestDecideResources(t *testing.T) {
	// The placeholder of a value that is not known yet, three bytes long.
	const hole = "\uE000"
	for _, test := range []struct {
		pattern, resource string
		want              bool
	}{
		{"*", object, true},
		{object, object, true},
		{"arn:aws:s3:::data/*", "arn:aws:s3:::data/", true},
		{"arn:aws:s3:::data/*", "arn:aws:s3:::data", false},
		{"arn:aws:s3:::data/*.csv", object, true},
		{"arn:aws:s3:::data/*/b.csv", object, false},
		{"arn:aws:s3:::data/t*a*n/?.csv", object, true},
		{"arn:aws:s3:::data/?.csv", object, false},
		{"arn:aws:s3:::d?ta/*", "arn:aws:s3:::däta/x", true},
		{"arn:*:s3:::data/*", object, true},
		{"arn:aws:*:*:*:*", role, true},
		{"arn:aws:iam::*", role, true},
		{"arn:aws:*", role, true},
		{"arn:*:role/Train", role, false},
		{"arn:aws:sqs:*:123456789012:q", "arn:aws:sqs:eu-west-1:123456789012:q", true},
		{"arn:aws:sqs:*:q:x", "arn:aws:sqs:eu-west-1:123456789012:q:x", false}, // a wildcard stays in its part
		{"arn:aws:logs:*:*:log-group:/a:*", "arn:aws:logs:eu-west-1:123456789012:log-group:/a:log-stream:s:t", true},
		{"arn:aws:s3:::a/${*}/*", "arn:aws:s3:::a/*/x", true},
		{"arn:aws:s3:::a/${*}/*", "arn:aws:s3:::a/b/x", false},
		{"arn:aws:s3:::a/${?}", "arn:aws:s3:::a/?", true},
		{"arn:aws:s3:::a/${?}", "arn:aws:s3:::a/b", false},
		{"arn:aws:s3:::a/${$}{x}/*", "arn:aws:s3:::a/${x}/y", true},
		{"arn:aws:s3:::a/${*}", "arn:aws:s3:::a/${*}", false},
		{"arn:aws:s3:::a/${aws:PrincipalTag/team}/*", "arn:aws:s3:::a/blue/x", true},
		{"arn:aws:s3:::a/${aws:PrincipalTag/team}/*", "arn:aws:s3:::a/red/x", false},
		{"arn:aws:s3:::a/${aws:PrincipalTag/many}/*", "arn:aws:s3:::a/one/x", false},
		{"arn:aws:s3:::a/${aws:PrincipalTag/any}/x", "arn:aws:s3:::a/*?/x", true},
		{"arn:aws:s3:::a/${aws:PrincipalTag/any}/x", "arn:aws:s3:::a/bc/x", false},
		{"arn:aws:s3:::*/${aws:PrincipalTag/team}", "arn:aws:s3:::?/blue", true},
		{"arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/${aws:username}", false},
		{"arn:aws:s3:::a/${aws:username, 'guest'}", "arn:aws:s3:::a/guest", true},
		{"arn:aws:s3:::a/${unclosed", "arn:aws:s3:::a/${unclosed", true},
		{"arn:aws:s3:::" + hole + "/x*", "arn:aws:s3:::" + hole + "/xy", true},
		{"arn:aws:s3:::?/x", "arn:aws:s3:::" + hole + "/x", true},
		{hole, hole, true},
		{hole, object, false},
	} {
		policy := document(iam.Allow("", iam.On(test.pattern), "s3:GetObject"))
		r := iam.Request{Action: "s3:GetObject", Resource: test.resource, Keys: map[string][]string{
			"aws:principaltag/team": {"blue"}, "aws:PrincipalTag/any": {"*?"}, "aws:PrincipalTag/many": {"one", "two"},
		}}
		if got := policy.Decide(r) == iam.Allowed; got != test.want {
			t.Errorf("%s covers %s: %t, want %t", test.pattern, test.resource, got, test.want)
		}
	}
}

// TestDecideOldVersion reads ${*} as its characters: version 2008-10-17 has no
// variables.
func TestDecideOldVersion(t *testing.T) {
	policy, err := iam.Parse(`{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${*}"}}`)
	if err != nil {
		t.Fatal(err)
	}
	for resource, want := range map[string]iam.Decision{"arn:aws:s3:::a/${x}": iam.Allowed, "arn:aws:s3:::a/*": iam.NotAllowed} {
		if got := policy.Decide(iam.Request{Action: "s3:GetObject", Resource: resource}); got != want {
			t.Errorf("Decide on %s = %d, want %d", resource, got, want)
		}
	}
}

func TestDecidePrincipals(t *testing.T) {
	service := func(name string) iam.Principal { return iam.Principal{"Service": {name}} }
	caller := iam.Principal{"AWS": {role}}
	for name, test := range map[string]struct {
		principal, not iam.Principal
		who            iam.Principal
		want           bool
	}{
		"the service":                    {principal: service("lambda.amazonaws.com"), who: service("lambda.amazonaws.com"), want: true},
		"another service":                {principal: service("lambda.amazonaws.com"), who: service("events.amazonaws.com")},
		"everyone":                       {principal: iam.Everyone(), who: service("events.amazonaws.com"), want: true},
		"everyone by AWS":                {principal: iam.Principal{"AWS": {"*"}}, who: service("events.amazonaws.com"), want: true},
		"a star is no name of a service": {principal: service("*"), who: service("events.amazonaws.com")},
		"a service as an account":        {principal: iam.Principal{"AWS": {"lambda.amazonaws.com"}}, who: service("lambda.amazonaws.com")},
		"the role":                       {principal: caller, who: caller, want: true},
		"its account":                    {principal: iam.Principal{"AWS": {"123456789012"}}, who: caller, want: true},
		"its account's root":             {principal: iam.Principal{"AWS": {"arn:aws:iam::123456789012:root"}}, who: caller, want: true},
		"another account's root":         {principal: iam.Principal{"AWS": {"arn:aws:iam::999999999999:root"}}, who: caller},
		"all but the service":            {not: service("lambda.amazonaws.com"), who: service("lambda.amazonaws.com")},
		"all but another":                {not: service("lambda.amazonaws.com"), who: service("events.amazonaws.com"), want: true},
		"no principal, and one calls":    {who: caller},
		"a principal, and nobody calls":  {principal: caller},
	} {
		s := iam.Statement{Effect: "Allow", Principal: test.principal, NotPrincipal: test.not, Actions: []string{"sts:AssumeRole"}}
		if test.principal == nil && test.not == nil {
			s.Resources = []string{"*"}
		}
		if got := document(s).Decide(iam.Request{Action: "sts:AssumeRole", Resource: role, Principal: test.who}) == iam.Allowed; got != test.want {
			t.Errorf("%s: allowed is %t, want %t", name, got, test.want)
		}
	}
}
