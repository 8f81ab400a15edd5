package spec_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spec"
)

func TestTextJSON(t *testing.T) {
	bucket := spec.Part{Import: "bucket"}
	for _, test := range []struct {
		name, json string
		want       spec.Text
		text       string // as people read it
		problem    string
	}{
		{"literal", `"plain"`, spec.Literal("plain"), "plain", ""},
		{"empty literal", `""`, spec.Literal(""), "", ""},
		{"looks like a reference", `"${import:x}"`, spec.Literal("${import:x}"), "${import:x}", ""},
		{"export", `{"import": "bucket"}`, spec.Text{bucket}, "${import:bucket}", ""},
		{"parameter", `{"ssm": "/ml/key:3"}`, spec.Text{{SSM: "/ml/key:3"}}, "${ssm:/ml/key:3}", ""},
		{"run", `{"run": "id"}`, spec.Text{{Run: "id"}}, "${run:id}", ""},
		{"place", `{"bucket": "acme", "prefix": "a/"}`, spec.Literal("s3://acme/a/"), "s3://acme/a/", ""},
		{"place with a slash too many", `{"bucket": "acme", "prefix": "/a"}`, spec.Literal("s3://acme/a"), "s3://acme/a", ""},
		{"root of a bucket", `{"bucket": {"import": "bucket"}, "prefix": ""}`, spec.Text{{Literal: "s3://"}, bucket, {Literal: "/"}}, "s3://${import:bucket}/", ""},
		{"several", `{"import": "a", "ssm": "b"}`, spec.Text{{Import: "a", SSM: "b"}}, "${import:a}", "a reference has one of import, ssm and run, not several"},
		{"nothing", `{}`, spec.Text{{Empty: true}}, "${}", "the reference names nothing"},
		{"empty name", `{"import": ""}`, spec.Text{{Empty: true}}, "${}", "the reference names nothing"},
		{"empty bucket", `{"bucket": {}, "prefix": "a"}`, spec.Text{{Literal: "s3://"}, {Empty: true}, {Literal: "/a"}}, "s3://${}/a", "the reference names nothing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got spec.Text
			if err := json.Unmarshal([]byte(test.json), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if s := got.String(); s != test.text {
				t.Errorf("String() = %q, want %q", s, test.text)
			}
			if p := got.Problem(); p != test.problem {
				t.Errorf("Problem() = %q, want %q", p, test.problem)
			}
		})
	}
}

func TestTextJSONRefuses(t *testing.T) {
	for _, text := range []string{`3`, `true`, `["a"]`, `{"export": "a"}`, `{"import": 3}`, `{"bucket": 3}`} {
		var got spec.Text
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s became %v, want an error", text, got)
		}
	}
}

func TestTextLiteral(t *testing.T) {
	for _, test := range []struct {
		text    spec.Text
		want    string
		literal bool
	}{
		{nil, "", true},
		{spec.Literal(""), "", true},
		{spec.Literal("a"), "a", true},
		{spec.Text{{Import: "a"}}, "", false},
		{spec.Text{{Literal: "a"}, {Run: "id"}}, "", false},
		{spec.Text{{Empty: true}}, "", false},
		{spec.Text{{Resource: "Role", Attribute: "Arn"}}, "", false},
	} {
		if got, ok := test.text.Literal(); got != test.want || ok != test.literal {
			t.Errorf("Literal of %q = %q, %t; want %q, %t", test.text, got, ok, test.want, test.literal)
		}
	}
}

func TestTextAppend(t *testing.T) {
	base := spec.Literal("s3://acme/")
	got := base.Append(spec.Part{Literal: "a/"}, spec.Part{Run: "id"}, spec.Part{Literal: "/"}, spec.Part{Literal: "b"})
	want := spec.Text{{Literal: "s3://acme/a/"}, {Run: "id"}, {Literal: "/b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Append (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(spec.Literal("s3://acme/"), base); diff != "" {
		t.Errorf("Append changed its receiver (-want +got):\n%s", diff)
	}
	if !got.IsPerRun() || base.IsPerRun() {
		t.Errorf("IsPerRun of %q is %t, of %q %t; want true and false", got, got.IsPerRun(), base, base.IsPerRun())
	}
}

func TestListJSON(t *testing.T) {
	for text, want := range map[string]spec.List{
		`["a", {"ssm": "/b"}]`: {Items: []spec.Text{spec.Literal("a"), {{SSM: "/b"}}}},
		`[]`:                   {Items: []spec.Text{}},
		`{"import": "ids"}`:    {Import: "ids"},
		`{"ssm": "/ids"}`:      {SSM: "/ids"},
		`{}`:                   {},
		`{"run": "id"}`:        {},
	} {
		var got spec.List
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
