package resolve_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/template"
)

func parse(t *testing.T, text string) *template.Document {
	t.Helper()
	d, err := template.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// scope is one in which everything has an answer that names the question.
func scope(d *template.Document) *resolve.Scope {
	return &resolve.Scope{
		Document:   d,
		Parameters: map[string]any{"Text": "text", "List": []any{"a", "b"}, "AWS::Region": "eu-central-1"},
		Ref:        func(id string) (string, error) { return "ref-" + id, nil },
		GetAtt:     func(id, attribute string) (any, error) { return id + "-" + attribute, nil },
		Import: func(name string) (string, error) {
			if name == "missing" {
				return "", &resolve.Error{Message: "No export named missing found"}
			}
			return "import-" + name, nil
		},
		SSM: func(name string) (string, error) { return "ssm-" + name, nil },
	}
}

func TestValue(t *testing.T) {
	for _, test := range []struct{ name, value, want, err string }{
		{name: "literals", value: `{"a": [1, "x", true, null, 12345678901234567890]}`, want: `{"a": [1, "x", true, null, 12345678901234567890]}`},
		{name: "references", value: `[{"Ref": "R"}, {"Ref": "Text"}, {"Ref": "List"}, {"Ref": "AWS::Region"}]`, want: `["ref-R", "text", ["a", "b"], "eu-central-1"]`},
		{name: "no value", value: `{"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}`, want: `{"b": [1]}`},
		{name: "attributes", value: `[{"Fn::GetAtt": ["R", "Arn"]}, {"Fn::GetAtt": "R.A.B"}]`, want: `["R-Arn", "R-A.B"]`},
		{name: "join", value: `{"Fn::Join": ["-", ["a", 1, true, {"Ref": "R"}]]}`, want: `"a-1-true-ref-R"`},
		{name: "join a list", value: `{"Fn::Join": [",", {"Ref": "List"}]}`, want: `"a,b"`},
		{name: "split and select", value: `{"Fn::Select": ["1", {"Fn::Split": ["|", "a|b"]}]}`, want: `"b"`},
		{name: "map", value: `{"Fn::FindInMap": ["M", {"Ref": "Text"}, "k"]}`, want: `"mapped"`},
		{name: "base64", value: `{"Fn::Base64": "x"}`, want: `"eA=="`},
		{name: "zones", value: `{"Fn::GetAZs": ""}`, want: `["eu-central-1a", "eu-central-1b", "eu-central-1c"]`},
		{name: "import", value: `{"Fn::ImportValue": {"Fn::Join": ["", ["a", "b"]]}}`, want: `"import-ab"`},
		{name: "sub", value: `{"Fn::Sub": "${R} ${R.Arn} ${Text} ${!kept} $x"}`, want: `"ref-R R-Arn text ${kept} $x"`},
		{name: "sub with variables", value: `{"Fn::Sub": ["${v} ${Text}", {"v": {"Ref": "R"}}]}`, want: `"ref-R text"`},
		{name: "sub of what looks like one", value: `{"Fn::Sub": ["${v}", {"v": "${Text}"}]}`, want: `"${Text}"`},
		{name: "if", value: `[{"Fn::If": ["Yes", "a", "b"]}, {"Fn::If": ["No", "a", "b"]}, {"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]}]`, want: `["a", "b"]`},
		{name: "dynamic reference", value: `["{{resolve:ssm:/a/b}}/x/{{resolve:ssm:c:3}}", {"Fn::Join": ["", ["{{resolve:ssm:", "d", "}}"]]}]`, want: `["ssm-/a/b/x/ssm-c", "ssm-d"]`},
		{name: "an escape keeps text what it is", value: `"{\u005c\u0075007bresolve:ssm:x}}"`, want: `"{\\u007bresolve:ssm:x}}"`},

		{name: "missing export", value: `{"Fn::ImportValue": "missing"}`, err: "No export named missing found"},
		{name: "missing resource", value: `{"Ref": "Q"}`, err: "Unresolved resource dependencies [Q] in the Resources block of the template"},
		{name: "missing resource of attribute", value: `{"Fn::GetAtt": ["Q", "Arn"]}`, err: "Template error: instance of Fn::GetAtt references undefined resource Q"},
		{name: "select beyond", value: `{"Fn::Select": [2, ["a", "b"]]}`, err: "Template error: Fn::Select cannot select nonexistent value at index 2"},
		{name: "missing mapping", value: `{"Fn::FindInMap": ["M", "text", "other"]}`, err: "Template error: Unable to get mapping for M::text::other"},
		{name: "secret", value: `"{{resolve:secretsmanager:x}}"`, err: "Incorrect format is used in the following Dynamic Reference: [{{resolve:secretsmanager:x}}]"},
		{name: "join of an object", value: `{"Fn::Join": ["", [{"a": 1}]]}`, err: "Template error: every Fn::Join object must have a String-typed value"},
		{name: "missing condition", value: `{"Fn::If": ["Other", 1, 2]}`, err: "Template format error: Unresolved condition dependency Other"},
		{name: "a circle", value: `{"Fn::If": ["Round", 1, 2]}`, err: "Template error: Found circular condition dependency between [Round]"},
		{name: "unknown function", value: `{"Fn::Length": [1]}`, err: "Template error: the function Fn::Length is not supported by this endpoint"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, `{"Resources": {"R": {"Type": "A::B::C"}}, "Mappings": {"M": {"text": {"k": "mapped"}}},
				"Conditions": {"Yes": {"Fn::Equals": [{"Ref": "Text"}, "text"]}, "No": {"Fn::Not": [{"Condition": "Yes"}]}, "Round": {"Condition": "Round"}}}`)
			value, err := template.ReadJSON(test.value)
			if err != nil {
				value = strings.Trim(test.value, `"`)
			}
			got, err := scope(d).Value(value)
			if test.err != "" {
				var wrong *resolve.Error
				if !errors.As(err, &wrong) || wrong.Message != test.err {
					t.Errorf("got %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want, err := template.ReadJSON(test.want)
			if err != nil {
				if err := json.Unmarshal([]byte(test.want), &want); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHolds(t *testing.T) {
	d := parse(t, `{"Resources": {"R": {"Type": "A::B::C"}}, "Conditions": {
		"True": {"Fn::Equals": ["1", 1]}, "False": {"Fn::Equals": ["a", "b"]},
		"And": {"Fn::And": [{"Condition": "True"}, {"Condition": "False"}]}, "Or": {"Fn::Or": [{"Condition": "False"}, {"Condition": "True"}]},
		"Neither": {"Fn::Or": [{"Condition": "False"}, {"Fn::Not": [{"Condition": "True"}]}]}}}`)
	for name, want := range map[string]bool{"": true, "True": true, "False": false, "And": false, "Or": true, "Neither": false} {
		if got, err := scope(d).Holds(name); got != want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestRead(t *testing.T) {
	queue := `"Q": {"Type": "AWS::SQS::Queue"}`
	for _, test := range []struct{ name, text, err string }{
		{"fine", `{"Resources": {` + queue + `}}`, ""},
		{"no JSON", `{`, "Template format error: "},
		{"no resources", `{"Resources": {}}`, "Template format error: At least one Resources member must be defined."},
		{"a macro", `{"Transform": "T", "Resources": {` + queue + `}}`, "Template error: this endpoint runs no macros; leave out Transform"},
		{"a name", `{"Resources": {"a-b": {"Type": "AWS::SQS::Queue"}}}`, "Template format error: Resource name a-b is non alphanumeric."},
		{"a type", `{"Resources": {"Q": {"Type": "Queue"}}}`, "Template format error: Unrecognized resource types: [Queue]"},
		{"an output", `{"Resources": {` + queue + `}, "Outputs": {"O": {}}}`, "Template format error: Output O is malformed. The Value field is required."},
		{"a reference", `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "${X}-${Y.Arn}-${!Z}"}}}}}`, "Template format error: Unresolved resource dependencies [X, Y] in the Resources block of the template"},
		{"what it depends on", `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "DependsOn": "X"}}}`, "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"},
		{"a reference of an output", `{"Resources": {` + queue + `}, "Outputs": {"O": {"Value": {"Ref": "X"}}}}`, "Template format error: Unresolved resource dependencies [X] in the Outputs block of the template"},
		{"an attribute", `{"Resources": {` + queue + `}, "Outputs": {"O": {"Value": {"Fn::GetAtt": ["Q", "Colour"]}}}}`, "Template error: resource Q does not support attribute type Colour in Fn::GetAtt"},
		{"dynamic references", `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "` + strings.Repeat("{{resolve:ssm:a}}", 61) + `"}}}}`, "Template format error: Number of dynamic references, 61, is greater than maximum allowed, 60"},
		{"a circle", `{"Resources": {"A": {"Type": "A::B::C", "DependsOn": "B"}, "B": {"Type": "A::B::C", "Properties": {"P": {"Ref": "A"}}}}}`, "Circular dependency between resources: [A, B]"},
		{"a condition", `{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Condition": "X"}}}`, "Template format error: Unresolved dependencies [X]. Cannot reference resources in the Conditions block of the template"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := resolve.Read(test.text)
			var wrong *resolve.Error
			switch {
			case test.err == "" && err != nil:
				t.Error(err)
			case test.err != "" && (!errors.As(err, &wrong) || !strings.HasPrefix(wrong.Message, test.err)):
				t.Errorf("got %v, want %s", err, test.err)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	d := parse(t, `{"Resources": {"A": {"Type": "A::B::C", "DependsOn": ["C"]}, "B": {"Type": "A::B::C"},
		"C": {"Type": "A::B::C", "Properties": {"P": {"Fn::Sub": "${D.Arn}"}}}, "D": {"Type": "A::B::C"}}}`)
	order, needs, err := resolve.Order(d)
	if diff := cmp.Diff([]string{"D", "C", "A", "B"}, order); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if diff := cmp.Diff(map[string][]string{"A": {"C"}, "B": nil, "C": {"D"}, "D": nil}, needs); diff != "" {
		t.Error(diff)
	}
}

func TestParameters(t *testing.T) {
	d := parse(t, `{"Parameters": {"A": {"Type": "String"}, "B": {"Type": "Number", "Default": 3}, "C": {"Type": "String", "Default": "x", "AllowedValues": ["x", "y"]},
		"D": {"Type": "CommaDelimitedList", "Default": "a, b"}, "E": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/p"}, "F": {"Type": "String", "Default": "ab", "AllowedPattern": "[a-z]+", "MaxLength": 3}},
		"Resources": {"R": {"Type": "A::B::C"}}}`)
	for _, test := range []struct {
		name  string
		given []resolve.Given
		want  string
		err   string
	}{
		{name: "defaults", given: []resolve.Given{{Key: "A", Value: "a"}}, want: `{"A": "a", "B": "3", "C": "x", "D": ["a", "b"], "E": "ssm-/p", "F": "ab"}`},
		{name: "previous", given: []resolve.Given{{Key: "A", Previous: true}}, want: `{"A": "old", "B": "3", "C": "x", "D": ["a", "b"], "E": "ssm-/p", "F": "ab"}`},
		{name: "missing", err: "Parameters: [A] must have values"},
		{name: "unknown", given: []resolve.Given{{Key: "X"}}, err: "Parameters: [X] do not exist in the template"},
		{name: "not there before", given: []resolve.Given{{Key: "B", Previous: true}}, err: "Invalid input for parameter key B. Cannot specify usePreviousValue as true for a parameter key not in the previous template"},
		{name: "not allowed", given: []resolve.Given{{Key: "A"}, {Key: "C", Value: "z"}}, err: "Parameter 'C' must be one of AllowedValues"},
		{name: "no number", given: []resolve.Given{{Key: "A"}, {Key: "B", Value: "z"}}, err: "Parameter 'B' must be a number."},
		{name: "another pattern", given: []resolve.Given{{Key: "A"}, {Key: "F", Value: "A"}}, err: "Parameter 'F' must match pattern [a-z]+"},
		{name: "too long", given: []resolve.Given{{Key: "A"}, {Key: "F", Value: "abcd"}}, err: "Parameter 'F' must contain at most 3 characters"},
	} {
		t.Run(test.name, func(t *testing.T) {
			texts, err := resolve.Parameters(d, test.given, map[string]string{"A": "old"})
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("got %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := resolve.Typed(d, texts, func(name string) (string, error) { return "ssm-" + name, nil })
			want, _ := template.ReadJSON(test.want)
			if diff := cmp.Diff(want, any(got)); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
	}
}

func TestBind(t *testing.T) {
	d := parse(t, `{"Parameters": {"P": {"Type": "String"}}, "Resources": {"R": {"Type": "A::B::C", "Properties": {
		"A": {"Ref": "P"}, "B": {"Fn::Sub": "${P}-${R.Arn}-${!P}"}, "C": {"Fn::Sub": ["${P}", {"P": "own"}]}, "D": {"Ref": "Q"}}}}}`)
	got := resolve.Bind(d, map[string]any{"P": "${x}"})
	want := map[string]any{
		"A": "${x}", "B": map[string]any{"Fn::Sub": "${!x}-${R.Arn}-${!P}"},
		"C": map[string]any{"Fn::Sub": []any{"${P}", map[string]any{"P": "own"}}}, "D": map[string]any{"Ref": "Q"},
	}
	if diff := cmp.Diff(want, got.Resources["R"].Properties); diff != "" {
		t.Error(diff)
	}
	if got.Parameters != nil || len(d.Parameters) != 1 {
		t.Error("the parameters should be gone in the copy alone")
	}
}

func TestCapabilities(t *testing.T) {
	for text, want := range map[string][]string{
		`{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}`:                                          nil,
		`{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}`:                                           {"CAPABILITY_IAM"},
		`{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "X"}}}}}`: {"CAPABILITY_NAMED_IAM"},
	} {
		got, reason := resolve.Capabilities(parse(t, text))
		if diff := cmp.Diff(want, got); diff != "" || (reason == "") != (want == nil) {
			t.Error(text, reason, diff)
		}
	}
}

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{`"30"`, `30`, true}, {`true`, `"true"`, true}, {`[1, "2"]`, `["1", 2]`, true}, {`{"a": 1}`, `{"a": "1"}`, true},
		{`null`, `null`, true}, {`null`, `"null"`, false}, {`[]`, `{}`, false}, {`[1]`, `[1, 2]`, false}, {`{"a": 1}`, `{"b": 1}`, false}, {`""`, `null`, false},
	} {
		read := func(text string) any {
			decoder := json.NewDecoder(strings.NewReader(text))
			decoder.UseNumber()
			var v any
			if err := decoder.Decode(&v); err != nil {
				t.Fatal(err)
			}
			return v
		}
		if got := resolve.Same(read(test.a), read(test.b)); got != test.want {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}
