package template_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/awslabs/goformation/v7/cloudformation/events"
	"github.com/awslabs/goformation/v7/cloudformation/iam"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/tags"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

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
			options:  []template.Option{template.Set("Tags", []tags.Tag{{Key: "a", Value: "b"}, {Key: "c"}})},
			want:     `{"State": "ENABLED","Tags": [{"Key": "a","Value": "b"},{"Key": "c","Value": ""}]}`,
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
