package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
)

// TestCompareAccessGrant looks at every field of grants and tripwires.
func TestCompareAccessGrant(t *testing.T) {
	shared := func(on string) string {
		return `"Shared":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"Roles":[{"Ref":"R"}],"PolicyDocument":{"Version":"2012-10-17","Statement":` + on + `}}}`
	}
	before := resources(t, role("R", may(`"iam:PassRole"`, trainRole, passed)), shared(may(`"s3:GetObject"`, objects, "")), queue)
	after := resources(t, role("R", may(`"iam:PassRole"`, trainRole, "")), shared(may(`["s3:getobject","s3:PutObject"]`, objects, "")), queue,
		queuePolicy("P", `{"Service":"events.amazonaws.com"}`, `,"Condition":{"StringEqualsIfExists":{"aws:SourceAccount":["1","2"]}}`))
	got, err := json.MarshalIndent(plan.CompareAccess(before, after), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
	"gained": [
		{
			"kind": "resource",
			"on": "Queue",
			"principal": "events.amazonaws.com",
			"actions": [
				"sqs:SendMessage"
			],
			"resources": [
				"${Queue.Arn}"
			],
			"condition": "aws:SourceAccount is 1 or 2 (or is absent)",
			"via": [
				"P"
			],
			"text": "events.amazonaws.com may sqs:SendMessage on Queue if aws:SourceAccount is 1 or 2 (or is absent)"
		},
		{
			"kind": "identity",
			"on": "R",
			"principal": "R",
			"actions": [
				"iam:PassRole"
			],
			"resources": [
				"arn:aws:iam::123456789012:role/Train"
			],
			"unless": "iam:PassedToService is sagemaker.amazonaws.com",
			"partly": true,
			"via": [
				"R"
			],
			"text": "R may iam:PassRole on role/Train"
		},
		{
			"kind": "identity",
			"on": "R",
			"principal": "R",
			"actions": [
				"s3:PutObject"
			],
			"resources": [
				"arn:aws:s3:::acme-data/train/*"
			],
			"via": [
				"Shared"
			],
			"text": "R may s3:PutObject on acme-data/train/*"
		}
	],
	"lost": [],
	"tripwires": [
		{
			"kind": "passRole",
			"on": "R",
			"severe": true,
			"text": "R may pass role/Train to every service"
		},
		{
			"kind": "condition",
			"on": "R",
			"severe": true,
			"text": "R may iam:PassRole on role/Train without the condition that iam:PassedToService is sagemaker.amazonaws.com"
		}
	]
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	back := plan.CompareAccess(after, before)
	if len(back.Gained) != 0 || len(back.Lost) != 3 || back.Broadened() {
		t.Errorf("the other way round gains %q and loses %q", back.Gained, back.Lost)
	}
}

// TestCompareAccessDefinitions changes what references refer to, and nothing else.
func TestCompareAccessDefinitions(t *testing.T) {
	text := func(parameter, condition, mapped string) string {
		return `{"Parameters":{"Bucket":{"Type":"String","Default":"` + parameter + `","Description":"` + parameter + condition + `"},"Stage":{"Type":"String","Default":"dev"}},
		"Conditions":{"Inner":{"Fn::Equals":[{"Ref":"Stage"},"` + condition + `"]},"Outer":{"Fn::Not":[{"Condition":"A"}]},"A":{"Fn::Or":[{"Condition":"B"},{"Condition":"C"}]},"B":{"Fn::Not":[{"Condition":"C"}]},"C":{"Fn::Not":[{"Condition":"D"}]},"D":{"Fn::Not":[{"Condition":"Inner"}]}},
		"Mappings":{"M":{"a":{"b":"` + mapped + `"}}},"Resources":{` +
			role("R", may(`"s3:GetObject"`, `{"Fn::Sub":"arn:aws:s3:::${Bucket}/*"}`, "")+","+may(`"s3:PutObject"`, `{"Fn::If":["Outer","a","b"]}`, "")+","+may(`"s3:ListBucket"`, `{"Fn::FindInMap":["M","a","b"]}`, "")) + "," +
			strings.Replace(permission("P", `"a.amazonaws.com"`, ""), `"Type"`, `"Condition":"Outer","Type"`, 1) + `}}`
	}
	before := parsedTemplate(t, text("x", "prod", "m"))
	for name, test := range map[string]struct {
		after        string
		gained, lost []string
	}{
		"nothing":     {text("x", "prod", "m"), nil, nil},
		"a parameter": {text("y", "prod", "m"), []string{"R may s3:GetObject on arn:aws:s3:::${Bucket after}/*"}, []string{"R may s3:GetObject on arn:aws:s3:::${Bucket before}/*"}},
		"a mapping": {text("x", "prod", "n"), []string{`R may s3:ListBucket on ${{"Fn::FindInMap":["M after","a","b"]}}`},
			[]string{`R may s3:ListBucket on ${{"Fn::FindInMap":["M before","a","b"]}}`}},
		"a condition, by another": {text("x", "test", "m"),
			[]string{"a.amazonaws.com may lambda:InvokeFunction on F if the template's condition Outer after holds", `R may s3:PutObject on ${{"Fn::If":["Outer after","a","b"]}}`},
			[]string{"a.amazonaws.com may lambda:InvokeFunction on F if the template's condition Outer before holds", `R may s3:PutObject on ${{"Fn::If":["Outer before","a","b"]}}`}},
	} {
		gained, lost, _ := texts(plan.CompareAccess(before, parsedTemplate(t, test.after)))
		if diff := cmp.Diff([][]string{test.gained, test.lost}, [][]string{gained, lost}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestCompareAccessUnread has policies whose text is not known: that it changes is
// said.
func TestCompareAccessUnread(t *testing.T) {
	const statement = `{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}`
	for name, document := range map[string]string{
		"the document":   `{"Fn::If":["C",{"Statement":` + statement + `},{"Ref":"AWS::NoValue"}]}`,
		"as text":        `{"Fn::Sub":"{\"Statement\":[]}"}`,
		"the statements": `{"Statement":{"Fn::If":["C",` + statement + `,{"Ref":"AWS::NoValue"}]}}`,
		"a statement":    `{"Statement":[{"Fn::If":["C",` + statement + `,{"Ref":"AWS::NoValue"}]}]}`,
	} {
		policy := func(document string) string {
			return `"P":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Queue"}],"PolicyDocument":` + document + `}}`
		}
		before := resources(t, queue, policy(document))
		if a := plan.CompareAccess(before, before); a.Broadened() {
			t.Errorf("%s differs from itself: %q", name, a.Gained)
		}
		for _, after := range []string{strings.ReplaceAll(document, `"C"`, `"D"`), `{"Statement":` + statement + `}`} {
			a := plan.CompareAccess(before, resources(t, queue, policy(after)))
			if after != document && (len(a.Gained) != 1 || len(a.Lost) != 1 || a.Gained[0].On != "Queue") {
				t.Errorf("%s, then %s: gained %q, lost %q", name, after, a.Gained, a.Lost)
			}
		}
	}
}

// TestCompareAccessSecrets demands that the token of a permission is not shown.
func TestCompareAccessSecrets(t *testing.T) {
	token := func(value string) string {
		return permission("P", `"alexa.amazon.com"`, `,"EventSourceToken":"`+value+`"`)
	}
	for _, after := range []string{token("hunter3"), permission("P", `"alexa.amazon.com"`, ""), strings.Replace(token("hunter3"), `"Action":`, `"Action":{"a":1},"Y":`, 1)} {
		a := plan.CompareAccess(resources(t, token("hunter2")), resources(t, after))
		if text, _ := json.Marshal(a); !a.Broadened() || strings.Contains(string(text), "hunter") {
			t.Errorf("%s: %s", after, text)
		}
	}
}

// TestCompareAccessConditions looks at the words for conditions.
func TestCompareAccessConditions(t *testing.T) {
	for condition, want := range map[string]string{
		`"StringNotEquals":{"k":"a"}`:                        "k is not a",
		`"StringNotLike":{"k":["a*","b"]}`:                   "k is not like a* or b",
		`"ForAnyValue:StringLike":{"aws:TagKeys":["a"]}`:     "any aws:TagKeys is a",
		`"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}`:  "every aws:TagKeys is a",
		`"StringNotLike":{"k":"a"}`:                          "k is not a",
		`"Null":{"k":true}`:                                  "k is absent",
		`"Null":{"k":"false"}`:                               "k is present",
		`"NumericLessThanEquals":{"k":3600}`:                 "k is at most 3600",
		`"NumericGreaterThan":{"k":1},"Bool":{"b":"false"}`:  "b is false and k is above 1",
		`"DateLessThan":{"aws:CurrentTime":"2026-01-01"}`:    "aws:CurrentTime is before 2026-01-01",
		`"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}`:       "aws:SourceIp is not in 10.0.0.0/8",
		`"StringSounds":{"k":"a"}`:                           "k StringSounds a",
		`"ArnLike":{"aws:SourceArn":{"Fn::Sub":"${R.Arn}"}}`: "aws:SourceArn is R",
	} {
		a := plan.CompareAccess(resources(t), resources(t, trustedBy("R", trusting(`{"Service":"a.amazonaws.com"}`, condition))))
		if len(a.Gained) != 1 || a.Gained[0].Condition != want {
			t.Errorf("%s: %+v; want %s", condition, a.Gained, want)
		}
	}
}
