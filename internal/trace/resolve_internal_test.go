package trace

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/template"
)

// tracerOf returns a tracer of a template's resources, written as JSON.
func tracerOf(t testing.TB, resources string) *tracer {
	t.Helper()
	d, err := template.Parse([]byte(`{"Resources": {` + resources + `}}`))
	if err != nil {
		t.Fatal(err)
	}
	return newTracer(d, Place{"aws", "eu-west-1", "123456789012"})
}

// described resolves a value and writes it as JSON for people, strings alone
// without quotes.
func described(t testing.TB, tr *tracer, value string) string {
	t.Helper()
	tree, err := template.ReadJSON(value)
	if err != nil {
		t.Fatal(err)
	}
	resolved := tr.resolve(tree)
	if text, ok := resolved.(string); ok {
		return tr.describe(text)
	}
	text, _ := compact(resolved)
	return tr.describe(text)
}

func TestResolve(t *testing.T) {
	tr := tracerOf(t, `
		"Queue": {"Type": "AWS::SQS::Queue"},
		"Named": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "q-${AWS::Region}"}}},
		"Role": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/ml/", "RoleName": "train"}},
		"Machine": {"Type": "AWS::StepFunctions::StateMachine"},
		"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/a"}},
		"Group": {"Type": "AWS::Scheduler::ScheduleGroup", "Properties": {"Name": {"Ref": "Group"}}},
		"Bus": {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": "own"}},
		"In": {"Type": "AWS::Scheduler::Schedule", "Properties": {"GroupName": "g", "Name": "s"}},
		"Bucket": {"Type": "AWS::S3::Bucket"},
		"Alarm": {"Type": "AWS::CloudWatch::Alarm"}`)
	for value, want := range map[string]string{
		`"text"`:                                                 "text",
		`{"Ref": "AWS::Region"}`:                                 "eu-west-1",
		`{"Ref": "AWS::StackName"}`:                              "${AWS::StackName}",
		`{"Ref": "Parameter"}`:                                   "${Parameter}",
		`{"Ref": "Queue"}`:                                       "${Queue.Ref}", // its URL
		`{"Ref": "Role"}`:                                        "train",
		`{"Ref": "Machine"}`:                                     "arn:aws:states:eu-west-1:123456789012:stateMachine:${Machine}",
		`{"Fn::GetAtt": ["Queue", "Arn"]}`:                       "arn:aws:sqs:eu-west-1:123456789012:${Queue}",
		`{"Fn::GetAtt": "Queue.QueueName"}`:                      "${Queue}",
		`{"Fn::GetAtt": ["Named", "Arn"]}`:                       "arn:aws:sqs:eu-west-1:123456789012:q-eu-west-1",
		`{"Fn::GetAtt": ["Role", "Arn"]}`:                        "arn:aws:iam::123456789012:role/ml/train",
		`{"Fn::GetAtt": ["Log", "Arn"]}`:                         "arn:aws:logs:eu-west-1:123456789012:log-group:/a:*",
		`{"Fn::GetAtt": ["Group", "Arn"]}`:                       "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/${Group}", // refers to itself
		`{"Fn::GetAtt": ["Bus", "Arn"]}`:                         "arn:aws:events:eu-west-1:123456789012:rule/own/${Bus}",
		`{"Fn::GetAtt": ["In", "Arn"]}`:                          "arn:aws:scheduler:eu-west-1:123456789012:schedule/g/s",
		`{"Fn::GetAtt": ["Bucket", "Arn"]}`:                      "arn:aws:s3:::${Bucket}",
		`{"Fn::GetAtt": ["Alarm", "Arn"]}`:                       "${Alarm.Arn}",
		`{"Fn::GetAtt": ["Nobody", "Arn"]}`:                      "${Nobody.Arn}",
		`{"Fn::ImportValue": "net"}`:                             "${Fn::ImportValue net}",
		`{"Fn::ImportValue": {"Fn::Sub": "${AWS::Region}-net"}}`: "${Fn::ImportValue eu-west-1-net}",
		`"a {{resolve:ssm:/x}} b"`:                               "a {{resolve:ssm:/x}} b",
		`{"Fn::Join": ["-", ["a", {"Ref": "Role"}, 1, true]]}`:   "a-train-1-true",
		`{"Fn::Join": [",", {"Fn::Split": [",", {"Fn::ImportValue": "net"}]}]}`: `${{"Fn::Join":[",",{"Fn::Split":[",",{"Fn::ImportValue":"net"}]}]}}`,
		`{"Fn::Join": ["-", [{"a": 1}]]}`:                                       `${{"Fn::Join":["-",[{"a":1}]]}}`,
		`{"Fn::Sub": "${Role}/${Queue.Arn}/${!Literal}/${AWS::AccountId}/${"}`:  "train/arn:aws:sqs:eu-west-1:123456789012:${Queue}/${Literal}/123456789012/${",
		`{"Fn::Sub": ["${a}-${Role}", {"a": {"Ref": "Role"}}]}`:                 "train-train",
		`{"Fn::Select": ["1", {"Fn::Split": ["/", "a/b"]}]}`:                    "b",
		`{"Fn::Select": [7, ["a"]]}`:                                            `${{"Fn::Select":[7,["a"]]}}`,
		`{"Fn::ToJsonString": {"a": {"Ref": "Role"}}}`:                          `{"a":"train"}`,
		`{"Fn::If": ["c", "a", "b"]}`:                                           `${{"Fn::If":["c","a","b"]}}`,
		`{"Ref": 1}`:                                                            `${{"Ref":1}}`,
		`["a", {"Ref": "AWS::NoValue"}]`:                                        `["a"]`,
		`{"a": {"Ref": "AWS::NoValue"}, "b": {"Ref": "Role"}}`:                  `{"b":"train"}`,
		`{"a": 1, "Ref": "Role"}`:                                               `{"Ref":"Role","a":1}`,
		"\"\uE0000\uE001\"":                                                     "\uFFFD0\uFFFD", // no text is a mark
	} {
		if got := described(t, tr, value); got != want {
			t.Errorf("%s is %s, want %s", value, got, want)
		}
	}
}

// TestResolveLeavesTheTemplate resolves without a trace in the template.
func TestResolveLeavesTheTemplate(t *testing.T) {
	tr := tracerOf(t, `"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"a": [{"Ref": "Role"}, "b"]}]}}`)
	before, _ := compact(tr.properties("Role"))
	tr.resolve(tr.properties("Role"))
	if after, _ := compact(tr.properties("Role")); after != before {
		t.Errorf("resolving changed the template from %s to %s", before, after)
	}
}

func TestMarks(t *testing.T) {
	var m marks
	a, b, run := m.of("a"), m.of("b"), m.ofRun("c")
	if a == b || a != m.of("a") {
		t.Errorf("marks are %q, %q and again %q: want one for each meaning", a, b, m.of("a"))
	}
	if !m.isMark(a) || m.isMark(a+b) || m.isMark("x"+a) || m.isMark("\uE00099\uE001") || m.isMark("\uE000x\uE001") {
		t.Error("isMark: want true for one mark and nothing else")
	}
	if m.differs(a+b) || !m.differs(a+run) {
		t.Error("differs: want true for a mark of a run alone")
	}
}

// TestConcealEscapes keeps JSON escapes from spelling a mark.
func TestConcealEscapes(t *testing.T) {
	for text, want := range map[string]string{
		`"\ue0000\uE001"`:    `"\ufffd0\ufffd"`,
		`"\\ue000"`:          `"\\ue000"`, // a backslash, and then letters
		`"\\\ue000"`:         `"\\\ufffd"`,
		`"\ue002 \n ü \u00"`: `"\ue002 \n ü \u00"`,
		`\`:                  `\`,
		`\ue00`:              `\ue00`,
	} {
		if got := concealEscapes(text); got != want {
			t.Errorf("concealEscapes(%s) = %s, want %s", text, got, want)
		}
	}
}

// TestDecode reads a reference outside of quotes, where a template has a number.
func TestDecode(t *testing.T) {
	tr := tracerOf(t, "")
	number := tr.marks.of("Number")
	value, err := tr.decode(`{"a": ` + number + `, "b": "\"` + number + `", "c": [` + number + `]}`)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := compact(value)
	if want := `{"a":"${Number}","b":"\"${Number}","c":["${Number}"]}`; tr.describe(text) != want {
		t.Errorf("decoded %s, want %s", tr.describe(text), want)
	}
	for _, bad := range []string{"", "{", `{"a":1} 2`, "nothing"} {
		if _, err := tr.decode(bad); err == nil {
			t.Errorf("decode(%q): no error", bad)
		}
	}
}

func TestInferPlace(t *testing.T) {
	const role = `"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"Resource": [%]}]}}`
	for list, want := range map[string]Place{
		`"arn:aws-cn:sagemaker:cn-north-1:123456789012:training-job/a-*"`:                       {"aws-cn", "cn-north-1", "123456789012"},
		`"arn:aws:sagemaker:eu-west-1:123456789012:x", "arn:aws:logs:us-east-1:123456789012:y"`: {"", "", "123456789012"},
		`"arn:aws:sagemaker:*:*:x"`:                         {},
		`"arn:aws:ecr:eu-west-1:123456789012:repository/x"`: {},
	} {
		d, err := template.Parse([]byte(`{"Resources": {` + strings.Replace(role, "%", list, 1) + `}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := newTracer(d, Place{}).place; got != want {
			t.Errorf("the place of %s is %v, want %v", list, got, want)
		}
	}
}
