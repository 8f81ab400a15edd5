package iam_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

func TestParse(t *testing.T) {
	read := iam.Statement{Effect: iam.EffectAllow, Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/*"}}
	for name, test := range map[string]struct {
		raw  any
		want iam.Document
	}{
		"single strings and a single statement, without a version": {
			`{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}}`,
			iam.Document{Version: "2008-10-17", Statements: []iam.Statement{read}},
		},
		"lists, out of order and with repetitions": {
			[]byte(`{"Version": "2012-10-17", "Id": "X", "Statement": [{"Sid": "S", "Effect": "Deny",
				"NotAction": ["s3:B", "s3:A", "s3:B"], "NotResource": ["b", "a", "a"]}]}`),
			iam.Document{Version: "2012-10-17", ID: "X", Statements: []iam.Statement{{
				Sid: "S", Effect: iam.EffectDeny, NotActions: []string{"s3:A", "s3:B"}, NotResources: []string{"a", "b"},
			}}},
		},
		"decoded already": {
			map[string]any{"Version": "2012-10-17", "Statement": []any{
				map[string]any{"Effect": "Allow", "Action": []any{"s3:GetObject"}, "Resource": []any{"arn:aws:s3:::b/*"}},
			}},
			iam.Document{Version: "2012-10-17", Statements: []iam.Statement{read}},
		},
		"principals": {
			`{"Version": "2012-10-17", "Statement": [
				{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
				{"Effect": "Allow", "NotPrincipal": {"AWS": "*", "Service": ["b", "a"]}, "Action": "sts:AssumeRole"}]}`,
			iam.Document{Version: "2012-10-17", Statements: []iam.Statement{
				{Effect: iam.EffectAllow, Principal: iam.Principal{"*": {"*"}}, Actions: []string{"sts:AssumeRole"}},
				{Effect: iam.EffectAllow, NotPrincipal: iam.Principal{"AWS": {"*"}, "Service": {"a", "b"}}, Actions: []string{"sts:AssumeRole"}},
			}},
		},
		"conditions of every type": {
			map[string]any{"Version": "2012-10-17", "Statement": map[string]any{
				"Effect": "Allow", "Action": "s3:*", "Condition": map[string]any{
					"Bool":            map[string]any{"aws:SecureTransport": true},
					"NumericLessThan": map[string]any{"s3:max-keys": []any{json.Number("10"), 9.5, 1e6, 3}},
					"ForAllValues:StringEquals": map[string]any{
						"aws:TagKeys": []any{},
					},
					"StringLike": map[string]any{},
				},
			}},
			iam.Document{Version: "2012-10-17", Statements: []iam.Statement{{
				Effect: iam.EffectAllow, Actions: []string{"s3:*"}, Conditions: iam.Conditions{
					"Bool":                      {"aws:SecureTransport": {"true"}},
					"NumericLessThan":           {"s3:max-keys": {"10", "1000000", "3", "9.5"}},
					"ForAllValues:StringEquals": {"aws:TagKeys": {}},
				},
			}}},
		},
		"intrinsics of a template": {
			`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "sqs:SendMessage",
				"Resource": [{"Fn::GetAtt": ["Dlq", "Arn"]}, {"Fn::Join": ["", ["<", {"Ref": "B"}, 9007199254740993]]}],
				"Condition": {"ArnLike": {"aws:SourceArn": {"Fn::Sub": "${A}*"}}}}]}`,
			iam.Document{Version: "2012-10-17", Statements: []iam.Statement{{
				Effect: iam.EffectAllow, Principal: iam.Principal{"AWS": {`{"Ref":"AWS::AccountId"}`}}, Actions: []string{"sqs:SendMessage"},
				Resources:  []string{`{"Fn::GetAtt":["Dlq","Arn"]}`, `{"Fn::Join":["",["<",{"Ref":"B"},9007199254740993]]}`},
				Conditions: iam.Conditions{"ArnLike": {"aws:SourceArn": {`{"Fn::Sub":"${A}*"}`}}},
			}}},
		},
	} {
		got, err := iam.Parse(test.raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestParseMistakes(t *testing.T) {
	for raw, want := range map[string]string{
		``:                    "read policy: decode JSON: EOF",
		`[]`:                  "read policy: decode JSON: json: cannot unmarshal array into Go value of type map[string]interface {}",
		`{} {}`:               "read policy: more text follows the document; want one JSON object",
		`{}`:                  "read policy: the document has no statement; want at least one",
		`{"Statment": []}`:    `read policy: unknown element "Statment"; did you mean Statement?`,
		`{"Policy": []}`:      `read policy: unknown element "Policy"; want one of Version, Id, Statement`,
		`{"Version": 2012}`:   "read policy: Version is a number; want a string",
		`{"Version": "2012"}`: `read policy: the version is "2012"; want 2012-10-17`,
		`{"Id": []}`:          "read policy: Id is a list; want a string",
		`{"Statement": "x"}`:  "read policy: statement 1: it is a string; want an object",
		`{"Statement": {"Fn::If": ["A", {}, {}]}}`:                                                     "read policy: statement 1: it is the intrinsic Fn::If; want the statement itself",
		`{"Statement": {"Effect": "Allow", "Actions": "s3:*"}}`:                                        `read policy: statement 1: unknown element "Actions"; did you mean Action?`,
		`{"Statement": {"Effect": true, "Action": "s3:*"}}`:                                            "read policy: statement 1: Effect is a boolean; want a string",
		`{"Statement": {"Effect": "ALLOW", "Action": "s3:*"}}`:                                         `read policy: statement 1 has the effect "ALLOW"; want Allow or Deny`,
		`{"Statement": {"Effect": "Allow", "Action": []}}`:                                             "read policy: statement 1: Action is an empty list; want at least one string",
		`{"Statement": {"Effect": "Allow", "Action": null}}`:                                           "read policy: statement 1: Action holds null; want strings",
		`{"Statement": {"Effect": "Allow", "Action": [["s3:*"]]}}`:                                     "read policy: statement 1: Action holds a list; want strings",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": {"Arn": "x"}}}`:               "read policy: statement 1: Resource holds an object; want strings",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "NotAction": "s3:*"}}`:                    "read policy: statement 1: it has both Action and NotAction; want one of them",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Principal": "me"}}`:                      `read policy: statement 1: Principal is a string; want "*" or an object such as {"Service": "sagemaker.amazonaws.com"}`,
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Principal": {"Ref": "P"}}}`:              `read policy: statement 1: the principal is the intrinsic Ref; want it inside an object such as {"AWS": ...}`,
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Principal": {"AWS": null}}}`:             "read policy: statement 1: Principal AWS holds null; want strings",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Condition": []}}`:                        "read policy: statement 1: condition is a list; want an object of operators",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Condition": {"Bool": "x"}}}`:             "read policy: statement 1: condition Bool is a string; want an object of condition keys",
		`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Condition": {"Bool": {"k": {}}}}}`:       "read policy: statement 1: condition Bool k holds an object; want strings",
		`{"Statement": [{"Effect": "Allow", "Action": "s3:*"}, {"Sid": 1, "Effect": 2, "Action": 3}]}`: "read policy: statement 2: Sid is a number; want a string, and Effect is a number; want a string",
	} {
		got, err := iam.Parse(raw)
		if err == nil || err.Error() != want {
			t.Errorf("Parse(%s) = %v, %v\nwant %s", raw, got, err, want)
		}
	}
	if _, err := iam.Parse(7); err == nil || err.Error() != "read policy: the document is a number; want an object" {
		t.Errorf("Parse(7): %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`,
		`{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"a","Effect":"Deny","NotPrincipal":{"AWS":["1","2"]},"NotAction":["b","a"],"Condition":{"Bool":{"k":true,"n":[1e3,{"Ref":"X"}]}}}]}`,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":["<&>\u2028"],"NotResource":[""]}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := iam.Parse(text)
		if err != nil {
			return
		}
		written, err := first.MarshalJSON()
		if err != nil {
			t.Fatalf("Parse accepts what MarshalJSON refuses: %v", err)
		}
		second, err := iam.Parse(written)
		if err != nil {
			t.Fatalf("Parse(%s): %v", written, err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("parse, write, parse (-first +second):\n%s", diff)
		}
	})
}
