package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

func parsedTemplate(tb testing.TB, text string) *template.Document {
	tb.Helper()
	d, err := template.Parse([]byte(text))
	if err != nil {
		tb.Fatalf("%v in %s", err, text)
	}
	return d
}

// resources returns a template of resources, each the rest of a line after its
// logical ID.
func resources(tb testing.TB, lines ...string) *template.Document {
	tb.Helper()
	return parsedTemplate(tb, `{"Resources":{`+strings.Join(lines, ",")+`}}`)
}

// role returns a role with statements and further properties.
func role(id, statements string, properties ...string) string {
	policies := ""
	if statements != "" {
		policies = `,"Policies":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[` + statements + `]}}]`
	}
	for _, p := range properties {
		policies += "," + p
	}
	return fmt.Sprintf(`%q:{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[%s]}%s}}`,
		id, trusting(`{"Service":"sagemaker.amazonaws.com"}`, `"StringEquals":{"aws:SourceAccount":"123456789012"}`), policies)
}

func trusting(principal, condition string) string {
	if condition != "" {
		condition = `,"Condition":{` + condition + `}`
	}
	return `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":` + principal + condition + `}`
}

func trustedBy(id, statements string) string {
	return fmt.Sprintf(`%q:{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[%s]}}}`, id, statements)
}

func may(actions, on, condition string) string {
	if condition != "" {
		condition = `,"Condition":{` + condition + `}`
	}
	return fmt.Sprintf(`{"Effect":"Allow","Action":%s,"Resource":%s%s}`, actions, on, condition)
}

func texts(a plan.Access) (gained, lost, tripwires []string) {
	for _, g := range a.Gained {
		gained = append(gained, g.String())
	}
	for _, g := range a.Lost {
		lost = append(lost, g.String())
	}
	for _, t := range a.Tripwires {
		text := string(t.Kind) + ": " + t.Text
		if t.Severe {
			text = "severe " + text
		}
		tripwires = append(tripwires, text)
	}
	return gained, lost, tripwires
}

const (
	objects    = `"arn:aws:s3:::acme-data/train/*"`
	passed     = `"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}`
	trainRole  = `"arn:aws:iam::123456789012:role/Train"`
	queue      = `"Queue":{"Type":"AWS::SQS::Queue"}`
	aboutQueue = `{"Effect":"Allow","Principal":%s,"Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Queue","Arn"]}%s}`
)

func queuePolicy(id, principal, condition string) string {
	return fmt.Sprintf(`%q:{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Queue"}],"PolicyDocument":{"Statement":[`+aboutQueue+`]}}}`, id, principal, condition)
}

func permission(id, principal, more string) string {
	return fmt.Sprintf(`%q:{"Type":"AWS::Lambda::Permission","Properties":{"FunctionName":{"Fn::GetAtt":["F","Arn"]},"Action":"lambda:InvokeFunction","Principal":%s%s}}`, id, principal, more)
}

// TestCompareAccessEqual writes access in two ways: nothing changes.
func TestCompareAccessEqual(t *testing.T) {
	get, put := may(`"s3:GetObject"`, objects, ""), may(`"s3:PutObject"`, objects, "")
	attached := func(typeName, names string) string {
		return `"P":{"Type":"AWS::IAM::` + typeName + `","Properties":{` + names + `,"PolicyDocument":{"Version":"2012-10-17","Statement":` + put + `}}}`
	}
	for name, test := range map[string]struct{ before, after []string }{
		"moved to another inline policy": {
			[]string{role("R", get+","+put)},
			[]string{role("R", "", `"Policies":[{"PolicyName":"a","PolicyDocument":{"Version":"2012-10-17","Statement":`+put+`}},{"PolicyName":"b","PolicyDocument":{"Version":"2012-10-17","Statement":[`+get+`]}}]`)},
		},
		"moved to a policy of its own":       {[]string{role("R", get+","+put)}, []string{role("R", get), attached("Policy", `"PolicyName":"p","Roles":[{"Ref":"R"}]`)}},
		"moved to a managed policy":          {[]string{role("R", get+","+put)}, []string{role("R", get), attached("ManagedPolicy", `"Roles":[{"Ref":"R"}]`)}},
		"moved to one that the role names":   {[]string{role("R", get+","+put)}, []string{role("R", get, `"ManagedPolicyArns":[{"Ref":"P"}]`), attached("ManagedPolicy", `"Description":"d"`)}},
		"moved to a policy of the role":      {[]string{role("R", get+","+put)}, []string{role("R", get), attached("RolePolicy", `"RoleName":{"Ref":"R"}`)}},
		"the role by its name":               {[]string{role("R", get+","+put, `"RoleName":"train"`)}, []string{role("R", get, `"RoleName":"train"`), attached("Policy", `"PolicyName":"p","Roles":["train"]`)}},
		"the policies of one queue together": {[]string{queue, queuePolicy("A", `{"Service":["a.amazonaws.com","b.amazonaws.com"]}`, "")}, []string{queue, queuePolicy("A", `{"Service":"b.amazonaws.com"}`, ""), queuePolicy("B", `{"Service":"a.amazonaws.com"}`, "")}},
		"another ID of a permission":         {[]string{permission("A", `"events.amazonaws.com"`, "")}, []string{permission("B", `"events.amazonaws.com"`, "")}},
		"the order of managed policies":      {[]string{role("R", "", `"ManagedPolicyArns":["a","b"]`)}, []string{role("R", "", `"ManagedPolicyArns":["b","a"]`)}},
		"what cannot be read, unchanged":     {[]string{role("R", `{"Fn::If":["C",{},{}]},`+get)}, []string{role("R", get+`,{"Fn::If":["C",{},{}]}`)}},
		"the default of a key, written out": {
			[]string{`"K":{"Type":"AWS::KMS::Key","Properties":{}}`},
			[]string{`"K":{"Type":"AWS::KMS::Key","Properties":{"KeyPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::",{"Ref":"AWS::AccountId"},":root"]]}}}}}}`},
		},
		"everything, in another template": {[]string{role("R", get), queue, queuePolicy("A", `"*"`, "")}, []string{queuePolicy("A", `{"AWS":"*"}`, ""), queue, role("R", get+","+get)}},
	} {
		a := plan.CompareAccess(resources(t, test.before...), resources(t, test.after...))
		gained, lost, tripwires := texts(a)
		if len(gained)+len(lost)+len(tripwires) > 0 || a.Broadened() {
			t.Errorf("%s: gained %q, lost %q, tripwires %q", name, gained, lost, tripwires)
		}
	}
}

// TestCompareAccess compares what differs.
func TestCompareAccess(t *testing.T) {
	get := may(`"s3:GetObject"`, objects, "")
	for name, test := range map[string]struct {
		before, after           []string
		gained, lost, tripwires []string
	}{
		"a new role": {
			nil, []string{role("R", may(`["sagemaker:CreateTrainingJob","sagemaker:AddTags"]`, `"arn:aws:sagemaker:eu-west-1:123456789012:training-job/churn-*"`, "")+","+may(`"iam:PassRole"`, trainRole, passed)+","+may(`"ecr:GetAuthorizationToken"`, `"*"`, ""))},
			[]string{
				"R may ecr:GetAuthorizationToken on every resource",
				"R may iam:PassRole on role/Train if iam:PassedToService is sagemaker.amazonaws.com",
				"R may sagemaker:AddTags, sagemaker:CreateTrainingJob on training-job/churn-*",
				"sagemaker.amazonaws.com may assume R if aws:SourceAccount is 123456789012",
			}, nil, nil,
		},
		"a role is gone": {[]string{role("R", get)}, nil, nil, []string{"R may s3:GetObject on acme-data/train/*", "sagemaker.amazonaws.com may assume R if aws:SourceAccount is 123456789012"}, nil},
		"a wider prefix": {[]string{role("R", get)}, []string{role("R", may(`"s3:GetObject"`, `"arn:aws:s3:::acme-data/*"`, ""))}, []string{"R may s3:GetObject on acme-data/*"}, nil, nil},
		"another account, in full": {[]string{role("R", may(`"sqs:SendMessage"`, `"arn:aws:sqs:eu-west-1:123456789012:q"`, ""))}, []string{role("R", may(`"sqs:SendMessage"`, `"arn:aws:sqs:eu-west-1:999999999999:q"`, ""))},
			[]string{"R may sqs:SendMessage on arn:aws:sqs:eu-west-1:999999999999:q"}, []string{"R may sqs:SendMessage on arn:aws:sqs:eu-west-1:123456789012:q"}, nil},
		"a wider role to pass": {[]string{role("R", may(`"iam:PassRole"`, trainRole, passed))}, []string{role("R", may(`"iam:PassRole"`, `"arn:aws:iam::123456789012:role/T*"`, passed))},
			[]string{"R may iam:PassRole on role/T* if iam:PassedToService is sagemaker.amazonaws.com"}, nil,
			[]string{"passRole: R may pass role/T* if iam:PassedToService is sagemaker.amazonaws.com"}},
		"to pass to every service": {[]string{role("R", may(`"iam:PassRole"`, trainRole, passed))}, []string{role("R", may(`"iam:PassRole"`, trainRole, ""))},
			[]string{"R may iam:PassRole on role/Train"}, nil,
			[]string{"severe passRole: R may pass role/Train to every service", "severe condition: R may iam:PassRole on role/Train without the condition that iam:PassedToService is sagemaker.amazonaws.com"}},
		"a new role that passes every role": {nil, []string{trustedBy("R", `{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}`), `"P":{"Type":"AWS::IAM::Policy","Properties":{"PolicyName":"p","Roles":[{"Ref":"R"}],"PolicyDocument":{"Statement":` + may(`"iam:*"`, `"*"`, "") + `}}}`},
			[]string{"R may iam:* on every resource"}, []string{"anyone is denied sts:AssumeRole on R"},
			[]string{"severe passRole: R may pass every role to every service", "severe star: R may iam:* on every resource"}},
		"every action":            {[]string{role("R", get)}, []string{role("R", may(`"*"`, objects, ""))}, []string{"R may every action on arn:aws:s3:::acme-data/train/*"}, nil, []string{"severe passRole: R may pass arn:aws:s3:::acme-data/train/* to every service", "severe star: R may every action on arn:aws:s3:::acme-data/train/*"}},
		"every action but a few":  {[]string{role("R", get)}, []string{role("R", `{"Effect":"Allow","NotAction":"iam:*","Resource":`+objects+`}`)}, []string{"R may every action but iam:* on arn:aws:s3:::acme-data/train/*"}, nil, []string{"severe star: R may every action but iam:* on arn:aws:s3:::acme-data/train/*"}},
		"every resource":          {[]string{role("R", get)}, []string{role("R", may(`"s3:GetObject"`, `"*"`, ""))}, []string{"R may s3:GetObject on every resource"}, nil, []string{"severe star: R may s3:GetObject on every resource"}},
		"every resource, if":      {[]string{role("R", get)}, []string{role("R", get+","+may(`"s3:PutObject"`, `"arn:aws:s3:::*"`, `"Bool":{"aws:SecureTransport":true}`))}, []string{"R may s3:PutObject on arn:aws:s3:::* if aws:SecureTransport is true"}, nil, []string{"star: R may s3:PutObject on arn:aws:s3:::* if aws:SecureTransport is true"}},
		"every resource but some": {[]string{role("R", get)}, []string{role("R", get+`,{"Effect":"Allow","Action":"s3:PutObject","NotResource":`+objects+`}`)}, []string{"R may s3:PutObject on every resource but arn:aws:s3:::acme-data/train/*"}, nil, []string{"severe star: R may s3:PutObject on every resource but arn:aws:s3:::acme-data/train/*"}},
		"an action that has no resources": {[]string{role("R", get)}, []string{role("R", get+","+may(`"cloudwatch:PutMetricData"`, `"*"`, ""))},
			[]string{"R may cloudwatch:PutMetricData on every resource"}, nil, nil},
		"a condition is weakened": {[]string{role("R", may(`"s3:ListBucket"`, `"arn:aws:s3:::b"`, `"StringLike":{"s3:prefix":"a/*"}`))}, []string{role("R", may(`"s3:ListBucket"`, `"arn:aws:s3:::b"`, `"StringLike":{"s3:prefix":["a/*","b/*"]}`))},
			[]string{"R may s3:ListBucket on b if s3:prefix is like a/* or b/*"}, nil,
			[]string{"condition: R may s3:ListBucket on b if s3:prefix is like a/* or b/*, and no longer only if s3:prefix is like a/*"}},
		"a denial is dropped": {[]string{role("R", get+`,{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::acme-data/*"}`)}, []string{role("R", get)},
			[]string{"R is no longer denied s3:* on acme-data/*"}, nil, []string{"denial: R is no longer denied s3:* on acme-data/*"}},
		"a denial is new": {[]string{role("R", get)}, []string{role("R", get+`,{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::acme-data/*"}`)}, nil, []string{"R is denied s3:* on acme-data/*"}, nil},
		"a service is trusted": {[]string{trustedBy("R", trusting(`{"Service":"a.amazonaws.com"}`, ""))}, []string{trustedBy("R", trusting(`{"Service":["a.amazonaws.com","b.amazonaws.com"]}`, ""))},
			[]string{"b.amazonaws.com may assume R"}, nil, []string{"trust: b.amazonaws.com may now assume R"}},
		"a trust loses its condition": {[]string{role("R", "")}, []string{trustedBy("R", trusting(`{"Service":"sagemaker.amazonaws.com"}`, ""))},
			[]string{"sagemaker.amazonaws.com may assume R"}, nil, []string{"severe condition: sagemaker.amazonaws.com may assume R without the condition that aws:SourceAccount is 123456789012"}},
		"anyone is trusted": {[]string{trustedBy("R", trusting(`{"AWS":"arn:aws:iam::123456789012:root"}`, ""))}, []string{trustedBy("R", trusting(`{"AWS":"*"}`, ""))},
			[]string{"anyone may assume R"}, nil, []string{"severe trust: anyone may now assume R"}},
		"a new role trusts an account": {nil, []string{trustedBy("R", trusting(`{"AWS":"999999999999"}`, ""))}, []string{"account 999999999999 may assume R"}, nil, []string{"trust: account 999999999999 may now assume R"}},
		"managed policies": {[]string{role("R", "", `"ManagedPolicyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"]`)}, []string{role("R", "", `"ManagedPolicyArns":["arn:aws:iam::aws:policy/AdministratorAccess",{"Fn::ImportValue":"net-policy"}]`)},
			[]string{"R may do what the policy ${Fn::ImportValue net-policy} allows", "R may do what the policy arn:aws:iam::aws:policy/AdministratorAccess allows"}, []string{"R may do what the policy arn:aws:iam::aws:policy/ReadOnlyAccess allows"},
			[]string{"severe managedPolicy: the managed policy arn:aws:iam::aws:policy/AdministratorAccess is attached to R", "managedPolicy: the managed policy ${Fn::ImportValue net-policy} is attached to R"}},
		"a boundary is removed": {[]string{role("R", "", `"PermissionsBoundary":"arn:aws:iam::1:policy/b"`)}, []string{role("R", "")}, nil, nil, []string{"severe boundary: R no longer has the permissions boundary arn:aws:iam::1:policy/b"}},
		"a boundary is another": {[]string{role("R", "", `"PermissionsBoundary":"b"`)}, []string{role("R", "", `"PermissionsBoundary":{"Ref":"B"}`)}, nil, nil, []string{"boundary: the permissions boundary of R is ${B} instead of b"}},
		"a queue admits everyone": {[]string{queue, queuePolicy("P", `{"Service":"events.amazonaws.com"}`, `,"Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:*:*:rule/x"}}`)}, []string{queue, queuePolicy("P", `"*"`, "")},
			[]string{"anyone may sqs:SendMessage on Queue"}, nil, []string{"severe trust: anyone may now use Queue", "severe condition: anyone may sqs:SendMessage on Queue without the condition that aws:SourceArn is like arn:aws:events:*:*:rule/x"}},
		"a permission loses its source": {[]string{permission("P", `"events.amazonaws.com"`, `,"SourceArn":{"Fn::GetAtt":["Rule","Arn"]}`)}, []string{permission("P", `"events.amazonaws.com"`, "")},
			[]string{"events.amazonaws.com may lambda:InvokeFunction on F"}, nil, []string{"severe condition: events.amazonaws.com may lambda:InvokeFunction on F without the condition that aws:SourceArn is Rule"}},
		"a function's URL is public": {nil, []string{`"F":{"Type":"AWS::Lambda::Function"}`, permission("P", `"*"`, `,"FunctionUrlAuthType":"NONE"`)},
			[]string{"anyone may lambda:InvokeFunction on F if lambda:FunctionUrlAuthType is NONE"}, nil, []string{"trust: anyone may now use F if lambda:FunctionUrlAuthType is NONE"}},
		"a bucket, a topic, a key, a repository": {nil, []string{
			`"B":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":"acme","PolicyDocument":{"Statement":{"Effect":"Allow","Principal":{"AWS":"1"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::acme/*"}}}}`,
			`"T":{"Type":"AWS::SNS::TopicPolicy","Properties":{"Topics":[{"Ref":"Topic"},"other"],"PolicyDocument":{"Statement":{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}}}}`,
			`"K":{"Type":"AWS::KMS::Key","Properties":{"KeyPolicy":{"Statement":{"Effect":"Allow","Principal":{"AWS":{"Fn::GetAtt":["R","Arn"]}},"Action":"kms:Decrypt","Resource":"*"}}}}`,
			`"E":{"Type":"AWS::ECR::Repository","Properties":{"RepositoryPolicyText":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}}"}}`,
		}, []string{
			"events.amazonaws.com may sns:Publish on Topic", "anyone may ecr:* on E", "R may kms:Decrypt on K", "account 1 may s3:GetObject on acme/*", "events.amazonaws.com may sns:Publish on other",
		}, nil, []string{"severe trust: anyone may now use E", "star: anyone may ecr:* on E", "trust: R may now use K", "trust: account 1 may now use acme"}},
		"what cannot be read": {[]string{role("R", get)}, []string{role("R", get+`,{"Fn::Transform":{"Name":"x"}}`)},
			[]string{`a policy on R says what cannot be read before it is deployed: {"Fn::Transform":{"Name":"x"}}`}, nil, []string{`unread: a policy on R says what cannot be read before it is deployed: {"Fn::Transform":{"Name":"x"}}`}},
		"a managed policy of nobody": {nil, []string{`"M":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"PolicyDocument":{"Statement":` + get + `}}}`}, []string{"M may s3:GetObject on acme-data/train/*"}, nil, nil},
		"a role of somebody else's":  {nil, []string{`"M":{"Type":"AWS::IAM::Policy","Properties":{"Roles":["theirs"],"PolicyName":"p","PolicyDocument":{"Statement":` + get + `}}}`}, []string{"theirs may s3:GetObject on acme-data/train/*"}, nil, nil},
		"no longer under a condition of the template": {[]string{strings.Replace(permission("P", `"a.amazonaws.com"`, ""), `"Type"`, `"Condition":"IsProd","Type"`, 1)}, []string{permission("P", `"a.amazonaws.com"`, "")},
			[]string{"a.amazonaws.com may lambda:InvokeFunction on F"}, nil, []string{"severe condition: a.amazonaws.com may lambda:InvokeFunction on F without the condition that the template's condition IsProd holds"}},
	} {
		a := plan.CompareAccess(resources(t, test.before...), resources(t, test.after...))
		gained, lost, tripwires := texts(a)
		if diff := cmp.Diff([][]string{test.gained, test.lost, test.tripwires}, [][]string{gained, lost, tripwires}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if a.Broadened() != (len(test.gained)+len(test.tripwires) > 0) {
			t.Errorf("%s: Broadened is %t", name, a.Broadened())
		}
	}
}

// TestAccessOfWhole compares with no stack: all of the access is gained, or lost.
func TestAccessOfWhole(t *testing.T) {
	d := resources(t, role("R", ""))
	gained, lost := plan.CompareAccess(nil, d), plan.CompareAccess(d, nil)
	if len(gained.Gained) != 1 || len(gained.Lost) != 0 || len(lost.Gained) != 0 || len(lost.Lost) != 1 {
		t.Errorf("got %v and %v; want the role's trust, gained and lost", gained, lost)
	}
}
