package template_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

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
