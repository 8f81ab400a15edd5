package template_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

func TestParse(t *testing.T) {
	want := &template.Document{
		FormatVersion: "2010-09-09",
		Description:   "d",
		Parameters:    map[string]any{"P": map[string]any{"Type": "String"}},
		Transform:     "AWS::LanguageExtensions",
		Resources: map[string]template.Resource{
			"A": {
				Type:       "AWS::SQS::Queue",
				Properties: map[string]any{"Size": json.Number("9007199254740993"), "Name": map[string]any{"Ref": "P"}},
				DependsOn:  []string{"B"}, Condition: "C", DeletionPolicy: "Retain", UpdateReplacePolicy: "Delete",
				Metadata:   map[string]any{"M": true},
				Attributes: map[string]any{"UpdatePolicy": map[string]any{}},
			},
			"B": {Type: "AWS::SNS::Topic", DependsOn: []string{"C", "D"}},
		},
		Outputs: map[string]any{"O": map[string]any{"Value": map[string]any{"Fn::GetAtt": []any{"A", "Arn"}}}},
	}
	for name, text := range map[string]string{
		"JSON": ` {"AWSTemplateFormatVersion":"2010-09-09","Description":"d","Parameters":{"P":{"Type":"String"}},"Transform":"AWS::LanguageExtensions",
			"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"Size":9007199254740993,"Name":{"Ref":"P"}},"DependsOn":"B","Condition":"C",
			"DeletionPolicy":"Retain","UpdateReplacePolicy":"Delete","Metadata":{"M":true},"UpdatePolicy":{}},"B":{"Type":"AWS::SNS::Topic","DependsOn":["C","D"]}},
			"Outputs":{"O":{"Value":{"Fn::GetAtt":["A","Arn"]}}}}`,
		"YAML": `
AWSTemplateFormatVersion: 2010-09-09
Description: d
Parameters: {P: {Type: String}}
Transform: AWS::LanguageExtensions
Resources:
  A:
    Type: AWS::SQS::Queue
    Properties: {Size: 9007199254740993, Name: !Ref P}
    DependsOn: B
    Condition: C
    DeletionPolicy: Retain
    UpdateReplacePolicy: Delete
    Metadata: {M: yes}
    UpdatePolicy: {}
  B: {Type: "AWS::SNS::Topic", DependsOn: [C, D]}
Outputs:
  O:
    Value: !GetAtt A.Arn
`,
	} {
		got, err := template.Parse([]byte(text))
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestParseYAMLValues holds what YAML 1.1 and CloudFormation's tags make of a
// value.
func TestParseYAMLValues(t *testing.T) {
	for text, want := range map[string]string{
		"text":                    `"text"`,
		"OFF":                     `false`,
		"Yes":                     `true`,
		"y":                       `"y"`,
		`"OFF"`:                   `"OFF"`,
		"!!str OFF":               `"OFF"`,
		"012":                     `10`,
		"089":                     `"089"`,
		"0x1F":                    `31`,
		"+7":                      `7`,
		"1_000":                   `1000`,
		"123456789012345678901":   `123456789012345678901`,
		"1.50":                    `1.50`,
		".5":                      `0.5`,
		"-5.":                     `-5`,
		"1e3":                     `1e3`,
		".inf":                    `".inf"`,
		"2012-10-17":              `"2012-10-17"`,
		"~":                       `null`,
		"":                        `null`,
		"|\n        a\n        b": `"a\nb\n"`,
		"!Ref A":                  `{"Ref":"A"}`,
		"!Ref 012":                `{"Ref":"012"}`,
		"!Condition A":            `{"Condition":"A"}`,
		"!GetAtt A.B.C":           `{"Fn::GetAtt":["A","B.C"]}`,
		"!GetAtt [A, B]":          `{"Fn::GetAtt":["A","B"]}`,
		"!Sub '${A}'":             `{"Fn::Sub":"${A}"}`,
		"!Sub ['${A}', {A: 1}]":   `{"Fn::Sub":["${A}",{"A":1}]}`,
		"!Join ['', [!Ref A]]":    `{"Fn::Join":["",[{"Ref":"A"}]]}`,
		"!GetAZs ''":              `{"Fn::GetAZs":""}`,
		"!Transform {Name: N}":    `{"Fn::Transform":{"Name":"N"}}`,
		"!If [A, !Ref B, OFF]":    `{"Fn::If":["A",{"Ref":"B"},false]}`,
		"{Fn::GetAtt: A.B}":       `{"Fn::GetAtt":"A.B"}`,
		"!ImportValue a-b":        `{"Fn::ImportValue":"a-b"}`,
		"!Split [',', !Ref A]":    `{"Fn::Split":[",",{"Ref":"A"}]}`,
		"{yes: 1, 2: x}":          `{"2":"x","yes":1}`,
		"!Base64 text":            `{"Fn::Base64":"text"}`,
		"!FindInMap [A, B, C]":    `{"Fn::FindInMap":["A","B","C"]}`,
		"!Cidr [10.0.0.0/8, 1]":   `{"Fn::Cidr":["10.0.0.0/8",1]}`,
		"&anchor value":           `"value"`,
	} {
		d, err := template.Parse([]byte("Resources:\n  R:\n    Type: T\n    Properties:\n      P: " + text + "\n"))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got, err := json.Marshal(d.Resources["R"].Properties["P"])
		must(t, err)
		if string(got) != want {
			t.Errorf("%q = %s, want %s", text, got, want)
		}
	}
}

func TestParseHostile(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "not a template: the text is empty",
		"# only a comment":              "not a template: the text is empty",
		"hello":                         "not a template: expected an object with Resources",
		"[]":                            "not a template: expected an object with Resources",
		"{}":                            "not a template: expected an object with Resources",
		`{"Resources":[]}`:              "template: Resources must be an object",
		`{"Resources":{},"Resource":1}`: `template: unknown section "Resource"`,
		`{"Resources":{},"Description":{"Ref":"A"}}`:                "template: Description must be a string",
		`{"Resources":{"A":1}}`:                                     "resource A: expected an object with a Type",
		`{"Resources":{"A":{}}}`:                                    "resource A: Type is missing: expected one such as AWS::SQS::Queue",
		`{"Resources":{"A":{"Type":"T","Properties":[]}}}`:          "resource A: Properties must be an object",
		`{"Resources":{"A":{"Type":"T","DependsOn":[1]}}}`:          "resource A: DependsOn must be a logical ID or a list of them",
		`{"Resources":{"A":1,"A":2}}`:                               `line 1, column 21: key "A" is there twice: remove one`,
		"{\"Resources\":\n {\"A\":}}":                               "line 2, column 7: unexpected '}': expected a JSON value",
		`{"Resources":{}} {}`:                                       "line 1, column 18: text after the end of the document: remove it",
		`{"Resources":{`:                                            "line 1, column 15: text ends too early: expected a key in double quotes",
		`{"Resources":{"A":01}}`:                                    `line 1, column 19: "01" is not a JSON number`,
		`{"a":"\ud800"}`:                                            `line 1, column 13: escape \u is not followed by the hexadecimal digits of a character`,
		`{"a":"\x"}`:                                                `line 1, column 8: unexpected 'x': expected one of " \ / b f n r t u after a backslash`,
		"{\"a\":\"\n\"}":                                            `line 1, column 7: unexpected '\n': expected a character, or an escape such as \n`,
		"{\"a\":\"\xff\"}":                                          "text is not valid UTF-8",
		`{"a":` + strings.Repeat("[", 100_000):                      "line 1, column 205: nested deeper than 200 levels: flatten it",
		"a: " + strings.Repeat("[", 300) + strings.Repeat("]", 300): "line 1, column 201: nested deeper than 200 levels: flatten it",
		"a: " + strings.Repeat("[", 100_000):                        "yaml: exceeded max depth of 10000",
		strings.Repeat(" ", 5<<20):                                  "text has 5242880 bytes: a template has at most 4194304",
		"Resources: {A: 1, A: 2}":                                   `line 1, column 19: key "A" is there twice: remove one`,
		"Resources: &r {A: *r}":                                     "line 1, column 19: CloudFormation reads no YAML aliases: repeat the value",
		"a: &a [x]\nb: [*a, *a, *a]":                                "line 2, column 5: CloudFormation reads no YAML aliases: repeat the value",
		"Resources: {<<: {A: 1}}":                                   "line 1, column 13: CloudFormation reads no YAML merge keys: repeat the values",
		"Resources: {A: !Foo x}":                                    "line 1, column 16: CloudFormation has no function !Foo",
		"Resources: {A: !GetAtt x}":                                 "line 1, column 16: !GetAtt x: expected a logical ID, a dot and an attribute",
		"Resources: {A: !!binary aGk=}":                             "line 1, column 16: CloudFormation reads no values of YAML type !!binary: use a string",
		"Resources: {A: !!set {b}}":                                 "line 1, column 16: CloudFormation reads no values of YAML type !!set",
		"Resources: {A: !!int x}":                                   `line 1, column 16: "x" is not an integer: quote it if it is text`,
		"Resources: {[a]: 1}":                                       "line 1, column 13: a key must be a string",
		"Resources: {}\n---\nResources: {}":                         "text holds more than one YAML document: expected one template",
		"Resources: {A: !!int " + strings.Repeat("9", 1000) + "}":   `line 1, column 16: "` + strings.Repeat("9", 100) + `" is not an integer: quote it if it is text`,
	} {
		_, err := template.Parse([]byte(text))
		if err == nil || err.Error() != "parse template: "+want {
			t.Errorf("Parse(%.60q) = %v, want %s", text, err, want)
		}
	}
}

// FuzzParse demands that any text is refused or read, and that what is read
// stays the same when it is written and read again.
func FuzzParse(f *testing.F) {
	f.Add([]byte("Resources: {A: {Type: T, Properties: {a: !Sub x, b: 012, c: .5, d: 1e3, e: -0.0, f: [~, {}], ? - : 1}}}"))
	f.Add([]byte("Resources: {A: {Type: T, Metadata: {? \"a\\nb\" : ! x, \"\": !!float 1}}}\n..."))
	f.Add([]byte(`{"Resources":{"A":{"Type":"T","DependsOn":[],"Properties":{"x":[1E5,"\ud83d\ude00\u0000\ufffd"]}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := template.Parse(text)
		if err != nil {
			return
		}
		for _, format := range []template.Format{template.JSON, template.YAML} {
			first, err := d.Encode(format)
			if err != nil {
				t.Fatal(errors.Join(err, errors.New("a document that was read cannot be written")))
			}
			again, err := template.Parse(first)
			must(t, err)
			second, err := again.Encode(format)
			must(t, err)
			if diff := cmp.Diff(string(first), string(second)); diff != "" {
				t.Errorf("encode, parse, encode (-first +second):\n%s", diff)
			}
		}
	})
}
