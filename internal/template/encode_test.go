package template_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/awslabs/goformation/v7/cloudformation/events"
	"github.com/awslabs/goformation/v7/cloudformation/iam"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/tags"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

// properties encodes a template with one resource, R, and returns its
// properties as compact JSON.
func properties(tb testing.TB, t *template.Template, r json.Marshaler, options ...template.Option) string {
	tb.Helper()
	must(tb, t.Add("R", r, options...))
	var tree struct {
		Resources struct {
			R struct{ Properties json.RawMessage }
		}
	}
	text := encode(tb, t, template.JSON)
	must(tb, json.Unmarshal([]byte(text), &tree))
	var compact strings.Builder
	for line := range strings.Lines(string(tree.Resources.R.Properties)) {
		compact.WriteString(strings.TrimSpace(line))
	}
	return compact.String()
}

func untyped(p map[string]any) template.Untyped {
	return template.Untyped{Type: "Some::Service::Thing", Properties: p}
}

// TestExpand holds the form of every intrinsic: CloudFormation compares
// templates as text, so changing one changes every deployed stack.
func TestExpand(t *testing.T) {
	tests := map[string]struct {
		value func(t *template.Template) any
		want  string
	}{
		"ref":             {func(t *template.Template) any { return t.Ref("A") }, `{"Ref": "A"}`},
		"attribute":       {func(t *template.Template) any { return t.GetAtt("A", "B.C") }, `{"Fn::GetAtt": ["A","B.C"]}`},
		"import":          {func(t *template.Template) any { return t.ImportValue("n") }, `{"Fn::ImportValue": "n"}`},
		"import by token": {func(t *template.Template) any { return t.ImportValue(t.Ref("AWS::Region") + "-n") }, `{"Fn::ImportValue": {"Fn::Join": ["",[{"Ref": "AWS::Region"},"-n"]]}}`},
		"parameter":       {func(t *template.Template) any { return t.DynamicSSM("/a/b:7") }, `"{{resolve:ssm:/a/b:7}}"`},
		"parameter in text": {
			func(t *template.Template) any {
				return "s3://" + t.DynamicSSM("/a") + "/" + t.Ref("B") + "/" + t.DynamicSSM("c")
			},
			`{"Fn::Join": ["",["s3://{{resolve:ssm:/a}}/",{"Ref": "B"},"/{{resolve:ssm:c}}"]]}`,
		},
		"text around":     {func(t *template.Template) any { return "${x}" + t.Ref("A") + "1x" }, `{"Fn::Join": ["",["${x}",{"Ref": "A"},"1x"]]}`},
		"two":             {func(t *template.Template) any { return t.Ref("A") + t.Ref("B") }, `{"Fn::Join": ["",[{"Ref": "A"},{"Ref": "B"}]]}`},
		"list":            {func(t *template.Template) any { return []string{t.ImportList("n")} }, `{"Fn::Split": [",",{"Fn::ImportValue": "n"}]}`},
		"list of one ref": {func(t *template.Template) any { return []string{t.Ref("A")} }, `[{"Ref": "A"}]`},
		"list in text": {
			func(t *template.Template) any { return `{"a":["` + t.ImportList("n") + `"]}` },
			`{"Fn::Join": ["",["{\"a\":[\"",{"Fn::Join": ["\",\"",{"Fn::Split": [",",{"Fn::ImportValue": "n"}]}]},"\"]}"]]}`,
		},
		"list in text in text": {
			func(t *template.Template) any { return `{"a":"[\"` + t.ImportList("n") + `\"]"}` },
			`{"Fn::Join": ["",["{\"a\":\"[\\\"",{"Fn::Join": ["\\\",\\\"",{"Fn::Split": [",",{"Fn::ImportValue": "n"}]}]},"\\\"]\"}"]]}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tpl := template.New()
			got := properties(t, tpl, untyped(map[string]any{"P": test.value(tpl)}))
			if diff := cmp.Diff(`{"P": `+test.want+`}`, got); diff != "" {
				t.Errorf("properties (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTraps holds what goformation's own encoder gets wrong.
func TestTraps(t *testing.T) {
	tests := map[string]struct {
		resource json.Marshaler
		options  []template.Option
		want     string // part of the properties
	}{
		"base64 of an intrinsic is text": {
			resource: &lambda.Function{Environment: &lambda.Function_Environment{Variables: map[string]string{
				"A": "eyJSZWYiOiJYIn0=", "B": "eyJGbjo6SW1wb3J0VmFsdWUiOiJYIn0=",
			}}},
			want: `"Variables": {"A": "eyJSZWYiOiJYIn0=","B": "eyJGbjo6SW1wb3J0VmFsdWUiOiJYIn0="}`,
		},
		"tag keys named like intrinsics": {
			resource: &iam.Role{Tags: []tags.Tag{{Key: "Ref", Value: "Fn::Sub"}, {Key: "Fn::GetAtt", Value: "Ref"}}},
			want:     `"Tags": [{"Key": "Ref","Value": "Fn::Sub"},{"Key": "Fn::GetAtt","Value": "Ref"}]`,
		},
		"values in an event pattern named like intrinsics": {
			resource: &events.Rule{EventPattern: map[string]any{"source": []string{"Ref", "Fn::Sub"}, "Reference": []any{map[string]any{"prefix": "Ref"}}}},
			want:     `"EventPattern": {"Reference": [{"prefix": "Ref"}],"source": ["Ref","Fn::Sub"]}`,
		},
		"empty tag values": {
			resource: &iam.Role{Tags: []tags.Tag{{Key: "a"}, {Key: "b", Value: "c"}}},
			want:     `"Tags": [{"Key": "a","Value": ""},{"Key": "b","Value": "c"}]`,
		},
		"large integers": {
			resource: untyped(map[string]any{"A": json.Number("9007199254740993"), "B": int64(9223372036854775807), "C": json.Number("1e3")}),
			want:     `{"A": 9007199254740993,"B": 9223372036854775807,"C": 1.0e+3}`,
		},
		"angle brackets": {
			resource: &lambda.Function{Description: new("<aws.scheduler.execution-id> & co")},
			want:     `"Description": "<aws.scheduler.execution-id> & co"`,
		},
		"properties that the struct lacks": {
			resource: &events.Rule{State: new("ENABLED")},
			options:  []template.Option{template.Set("Tags", []tags.Tag{{Key: "a", Value: "b"}})},
			want:     `{"State": "ENABLED","Tags": [{"Key": "a","Value": "b"}]}`,
		},
		"the user's own intrinsics": {
			resource: template.Raw{Type: "A::B::C", Body: map[string]any{"Properties": map[string]any{
				"A": map[string]any{"Fn::Sub": "${AWS::Region}"}, "B": "{{resolve:ssm:/x}}", "C": json.Number("9007199254740993"),
			}}},
			want: `{"A": {"Fn::Sub": "${AWS::Region}"},"B": "{{resolve:ssm:/x}}","C": 9007199254740993}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := properties(t, template.New(), test.resource, test.options...); !strings.Contains(got, test.want) {
				t.Errorf("properties = %s\nwant in it   %s", got, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	at := func(value any) func(*template.Template) any {
		return func(*template.Template) any { return map[string]any{"a/b": []any{value}} }
	}
	tests := map[string]struct {
		value func(t *template.Template) any
		want  error
	}{
		"dynamic reference":        {at("x {{resolve:ssm:/a}}"), &template.DynamicReferenceError{Pointer: "/Resources/R/Properties/P/a~1b/0"}},
		"key Ref":                  {at(map[string]any{"Ref": "x"}), &template.IntrinsicKeyError{Pointer: "/Resources/R/Properties/P/a~1b/0", Key: "Ref"}},
		"key Ref among others":     {at(map[string]any{"Ref": "x", "y": "z"}), &template.IntrinsicKeyError{Pointer: "/Resources/R/Properties/P/a~1b/0", Key: "Ref"}},
		"key of an unknown Fn":     {at(map[string]any{"Fn::New": "x"}), &template.IntrinsicKeyError{Pointer: "/Resources/R/Properties/P/a~1b/0", Key: "Fn::New"}},
		"key with a token":         {func(t *template.Template) any { return map[string]any{t.Ref("A"): 1} }, tokenError("a reference cannot be a map key: use it as a value")},
		"list token in text":       {func(t *template.Template) any { return "x" + t.ImportList("n") }, tokenError("an imported list must be the only element of a list, or an element of a list in JSON text")},
		"list token as JSON value": {func(t *template.Template) any { return `{"a":"` + t.ImportList("n") + `"}` }, tokenError("an imported list must be the only element of a list, or an element of a list in JSON text")},
		"cut token":                {func(t *template.Template) any { return t.Ref("A")[:20] }, tokenError("a reference was changed or cut off: keep it whole")},
		"unknown token":            {func(t *template.Template) any { return t.Ref("A")[:27] + "7x" }, tokenError("a reference was changed or cut off: keep it whole")},
		"parameter name":           {func(t *template.Template) any { return t.DynamicSSM("a}}b") }, tokenError(`SSM parameter "a}}b" cannot be referred to: expected NAME or NAME:VERSION of letters, digits and _ . / -`)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tpl := template.New()
			must(t, tpl.Add("R", untyped(map[string]any{"P": test.value(tpl)})))
			_, err := tpl.Encode(template.JSON)
			joined, ok := err.(interface{ Unwrap() []error })
			if !ok {
				t.Fatalf("Encode = %v, want %v", err, test.want)
			}
			if diff := cmp.Diff([]error{test.want}, joined.Unwrap()); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func tokenError(problem string) error {
	return &template.TokenError{Pointer: "/Resources/R/Properties/P", Problem: problem}
}

func TestRefusedOutsideResources(t *testing.T) {
	tpl := template.New()
	tpl.Description = tpl.Ref("A")
	tpl.Metadata = map[string]any{"Note": "{{resolve:ssm:a}}"}
	must(t, tpl.Output("B", template.Output{Value: "\xff", Export: tpl.Ref("A"), Description: tpl.Ref("A")}))
	_, err := tpl.Encode(template.YAML)
	want := []error{
		&template.TokenError{Pointer: "/Description", Problem: "a description cannot hold a reference: write plain text"},
		&template.DynamicReferenceError{Pointer: "/Metadata/Note"},
		&template.TokenError{Pointer: "/Outputs/B/Description", Problem: "a description cannot hold a reference: write plain text"},
		&template.InvalidUTF8Error{Pointer: "/Outputs/B/Value"},
	}
	joined, _ := err.(interface{ Unwrap() []error })
	if diff := cmp.Diff(want, joined.Unwrap()); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestEncodeStack(t *testing.T) {
	first, second := stack(t), stack(t)
	for _, format := range []template.Format{template.JSON, template.YAML} {
		text := encode(t, first, format)
		if diff := cmp.Diff(text, encode(t, first, format)); diff != "" {
			t.Errorf("encoding twice (-first +second):\n%s", diff)
		}
		if diff := cmp.Diff(text, encode(t, second, format)); diff != "" {
			t.Errorf("two templates of the same content (-first +second):\n%s", diff)
		}
		d, err := template.Parse([]byte(text))
		must(t, err)
		again, err := d.Encode(format)
		must(t, err)
		if diff := cmp.Diff(text, string(again)); diff != "" {
			t.Errorf("encode, parse, encode (-first +second):\n%s", diff)
		}
	}
}

func TestEncodeLayout(t *testing.T) {
	tpl := template.New()
	tpl.Description = "layout"
	must(t, tpl.Add("Thing", template.Untyped{
		Type: "Some::Service::Thing", DependsOn: []string{"A"}, DeletionPolicy: "Retain",
		Properties: map[string]any{
			"Mode": "OFF", "No": "no", "Empty": map[string]any{}, "None": []any{}, "a key": nil, "N": 1, "True": true,
			"List": []any{[]any{"a", "b"}, map[string]any{"K": "v", "L": []any{"w"}}},
		},
	}))
	must(t, tpl.Output("Name", template.Output{Value: tpl.Ref("Thing"), Export: "name"}))
	wantJSON := `{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "layout",
  "Resources": {
    "Thing": {
      "DeletionPolicy": "Retain",
      "DependsOn": [
        "A"
      ],
      "Properties": {
        "Empty": {},
        "List": [
          [
            "a",
            "b"
          ],
          {
            "K": "v",
            "L": [
              "w"
            ]
          }
        ],
        "Mode": "OFF",
        "N": 1,
        "No": "no",
        "None": [],
        "True": true,
        "a key": null
      },
      "Type": "Some::Service::Thing"
    }
  },
  "Outputs": {
    "Name": {
      "Export": {
        "Name": "name"
      },
      "Value": {
        "Ref": "Thing"
      }
    }
  }
}
`
	wantYAML := `AWSTemplateFormatVersion: "2010-09-09"
Description: "layout"
Resources:
  Thing:
    DeletionPolicy: "Retain"
    DependsOn:
      - "A"
    Properties:
      Empty: {}
      List:
        - - "a"
          - "b"
        - K: "v"
          L:
            - "w"
      Mode: "OFF"
      "N": 1
      "No": "no"
      None: []
      "True": true
      "a key": null
    Type: "Some::Service::Thing"
Outputs:
  Name:
    Export:
      Name: "name"
    Value:
      Ref: "Thing"
`
	if diff := cmp.Diff(wantJSON, encode(t, tpl, template.JSON)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantYAML, encode(t, tpl, template.YAML)); diff != "" {
		t.Errorf("YAML (-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	tpl := template.New()
	type plain struct {
		B string `json:"b"`
		A []int
	}
	tests := map[string]struct {
		value any
		want  string
	}{
		"sorted, compact, unescaped": {map[string]any{"b": "<&>", "a": []any{json.Number("12345678901234567890"), true, nil}}, `{"a":[12345678901234567890,true,null],"b":"<&>"}`},
		"struct":                     {plain{"é\u2028", []int{1}}, `{"A":[1],"b":"é\u2028"}`},
		"dynamic reference":          {[]any{"{{{resolve:ssm:a}} {{resolve:"}, `["{\u007b{resolve:ssm:a}} \u007b{resolve:"]`},
		"empty":                      {map[string]any{}, `{}`},
	}
	for name, test := range tests {
		got, err := tpl.JSON(test.value)
		if err != nil || got != test.want {
			t.Errorf("%s: JSON = %s, %v, want %s", name, got, err, test.want)
		}
	}
	cycle := map[string]any{}
	cycle["x"] = cycle
	for want, value := range map[string]any{
		`write JSON text: /a: text is not valid UTF-8: encode bytes as base64`: map[string]any{"a": "\xff"},
		`write JSON text: a reference cannot be a map key: use it as a value`:  map[string]any{tpl.Ref("A"): 1},
		`write JSON text: nested deeper than 400 levels: flatten it`:           cycle,
		`write JSON text: /0: "1_000" is not a JSON number`:                    []any{json.Number("1_000")},
		`write JSON text: /c: encode value: json: unsupported type: chan int`:  map[string]any{"c": make(chan int)},
	} {
		if _, err := tpl.JSON(value); err == nil || err.Error() != want {
			t.Errorf("JSON = %v, want %s", err, want)
		}
	}
	var invalid *template.InvalidUTF8Error
	if _, err := tpl.JSON(plain{B: "\xff"}); !errors.As(err, &invalid) || invalid.Pointer != "/b" {
		t.Errorf("JSON of a struct = %v, want an InvalidUTF8Error at /b", err)
	}
}
