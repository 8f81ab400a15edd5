package iam_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

// encode writes the document as a template does, with HTML left alone.
func encode(t *testing.T, d iam.Document) string {
	t.Helper()
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text.String())
}

func TestMarshal(t *testing.T) {
	objects := iam.On("arn:aws:s3:::b/z*", "TOKEN-2", "arn:aws:s3:::b/a*", "TOKEN-2")
	for name, test := range map[string]struct {
		document iam.Document
		want     string
	}{
		"actions sorted, resources in the given order, both once": {
			iam.Document{Statements: []iam.Statement{iam.Allow("Write", objects, "s3:PutObject", "s3:GetObject", "s3:PutObject")}},
			`{"Version":"2012-10-17","Statement":[{"Sid":"Write","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::b/z*","TOKEN-2","arn:aws:s3:::b/a*"]}]}`,
		},
		"conditions, and text that HTML would escape": {
			iam.Document{Statements: []iam.Statement{
				iam.Deny("List", iam.On("arn:aws:s3:::b"), "s3:ListBucket").
					When(iam.StringLike("s3:prefix", "<a&b>/*", "<a&b>/*"), iam.Bool("aws:SecureTransport", true), iam.Bool("aws:ViaAWSService", false)),
			}},
			`{"Version":"2012-10-17","Statement":[{"Sid":"List","Effect":"Deny","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::b"],` +
				`"Condition":{"Bool":{"aws:SecureTransport":["true"],"aws:ViaAWSService":["false"]},"StringLike":{"s3:prefix":["<a&b>/*"]}}}]}`,
		},
		"trust": {
			iam.Trust("sagemaker.amazonaws.com", iam.StringEquals("aws:SourceAccount", "123456789012")),
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["sagemaker.amazonaws.com"]},"Action":["sts:AssumeRole"],` +
				`"Condition":{"StringEquals":{"aws:SourceAccount":["123456789012"]}}}]}`,
		},
		"everything else": {
			iam.Document{Version: "2008-10-17", ID: "Topic", Statements: []iam.Statement{{
				Effect: iam.EffectDeny, NotPrincipal: iam.Everyone(), NotActions: []string{"sns:B", "sns:A"}, NotResources: iam.On("*"),
			}}},
			`{"Version":"2008-10-17","Id":"Topic","Statement":[{"Effect":"Deny","NotPrincipal":"*","NotAction":["sns:A","sns:B"],"NotResource":["*"]}]}`,
		},
	} {
		if diff := cmp.Diff(test.want, encode(t, test.document)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestMarshalMistakes(t *testing.T) {
	read := iam.Allow("Read", iam.On("*"), "s3:GetObject")
	for want, statements := range map[string][]iam.Statement{
		"write policy: the document has no statement; want at least one":        nil,
		`write policy: statement 2 has the effect ""; want Allow or Deny`:       {read, {Actions: []string{"s3:GetObject"}}},
		"write policy: statement 1 has no action; want at least one":            {iam.Allow("Nothing", iam.On("*"))},
		`write policy: statement 3 repeats the Sid "Read"; want each once`:      {read, iam.Allow("", iam.On("*"), "s3:*"), read},
		`write policy: statement 1 has the effect "allow"; want Allow or Deny`:  {{Effect: "allow", Actions: []string{"s3:*"}}},
		`write policy: statement 2 has the effect "Allow "; want Allow or Deny`: {iam.Allow("", iam.On("*"), "s3:*"), {Effect: "Allow "}},
		"write policy: statement 2 has no action; want at least one":            {iam.Allow("", iam.On("*"), "s3:*"), iam.Deny("", iam.On("*"))},
		`write policy: statement 2 repeats the Sid "Two words"; want each once`: {{Sid: "Two words", Effect: "Deny", NotActions: []string{"s3:*"}}, iam.Deny("Two words", nil, "s3:*")},
	} {
		_, err := iam.Document{Statements: statements}.MarshalJSON()
		if err == nil || err.Error() != want {
			t.Errorf("MarshalJSON of %v: %v\nwant %s", statements, err, want)
		}
	}
}

func TestWhenLeavesTheStatementAlone(t *testing.T) {
	base := iam.Allow("List", iam.On("arn:aws:s3:::b"), "s3:ListBucket").When(iam.StringLike("s3:prefix", "a/*"))
	wider := base.When(iam.StringLike("s3:prefix", "b/*"), iam.ArnLike("aws:SourceArn", "arn:aws:s3:::*"))
	if diff := cmp.Diff(iam.Conditions{"StringLike": {"s3:prefix": {"a/*"}}}, base.Conditions); diff != "" {
		t.Errorf("When changed its receiver (-want +got):\n%s", diff)
	}
	want := iam.Conditions{"StringLike": {"s3:prefix": {"a/*", "b/*"}}, "ArnLike": {"aws:SourceArn": {"arn:aws:s3:::*"}}}
	if diff := cmp.Diff(want, wider.Conditions); diff != "" {
		t.Errorf("When (-want +got):\n%s", diff)
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]int{
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["*"]}]}`:            92,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["b/ü x<","b/y"]}]}`: 103,
	} {
		d, err := iam.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Size(); got != want {
			t.Errorf("Size() = %d, want %d characters of %s", got, want, encode(t, d))
		}
	}
}
