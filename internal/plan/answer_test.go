package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
)

// changedValue is a change of one value as DescribeChangeSet gives it.
func changedValue(path, before, after string) plan.ResourceChange {
	return plan.ResourceChange{
		Action: plan.Modify, LogicalResourceId: "It", ResourceType: "AWS::Lambda::Function", Replacement: plan.ReplacementFalse, Scope: []string{"Properties"},
		Details: []plan.Detail{{
			Target:     plan.Target{Attribute: "Properties", Name: strings.Split(path, "/")[2], Path: path, RequiresRecreation: "Never", AttributeChangeType: "Modify", BeforeValue: before, AfterValue: after},
			Evaluation: plan.Static, ChangeSource: plan.DirectModification,
		}},
	}
}

// properties writes a context with one property.
func properties(t *testing.T, name string, value any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"Properties": map[string]any{name: value}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnswer(t *testing.T) {
	type tag map[string]any
	long := `{"Environment":{"MODE":"a","API_TOKEN":"hunter1"},"Z":"` + strings.Repeat("x", 2000) + `"}`
	longer := strings.Replace(strings.Replace(long, `"a"`, `"b"`, 1), "hunter1", "hunter2", 1)
	for name, c := range map[string]struct {
		path, before, after string
		contexts            plan.Contexts
		want                []string // label, type, before, after
	}{
		"text": {
			path: "/Properties/Description", before: "a", after: "b",
			want: []string{"Description Modify a → b"},
		},
		"an element by its name": {
			path: "/Properties/Tags/0/Value", before: "a", after: "b",
			contexts: plan.Contexts{Before: properties(t, "Tags", []tag{{"Key": "owner", "Value": "a"}}), After: properties(t, "Tags", []tag{{"Key": "owner", "Value": "b"}})},
			want:     []string{"Tags[owner].Value Modify a → b"},
		},
		"a secret element": {
			path: "/Properties/Tags/0/Value", before: "hunter1", after: "hunter2",
			contexts: plan.Contexts{Before: properties(t, "Tags", []tag{{"Key": "password", "Value": "hunter1"}}), After: properties(t, "Tags", []tag{{"Key": "password", "Value": "hunter2"}})},
			want:     []string{"Tags[password].Value Modify (set) → (changed)"},
		},
		"an element whose name is not known": {
			path: "/Properties/Tags/0/Value", before: "hunter1", after: "hunter2",
			want: []string{"Tags[0].Value Modify (set) → (changed)"},
		},
		"a secret by its key": {
			path: "/Properties/Environment/Variables/API_TOKEN", before: "hunter1", after: "hunter2",
			want: []string{"Environment.Variables.API_TOKEN Modify (set) → (changed)"},
		},
		"a secret by its form": {
			path: "/Properties/Description", before: "see postgres://user:hunter2@db/train", after: "b",
			want: []string{"Description Modify (set) → (changed)"},
		},
		"JSON in text": {
			path: "/Properties/Input", before: `{"a":1,"b":{"password":"hunter1"}}`, after: `{"a":2,"b":{"password":"hunter2"}}`,
			want: []string{"Input.a Modify 1 → 2", "Input.b.password Modify (set) → (changed)"},
		},
		"an object": {
			path: "/Properties/Code", before: `{"S3Key":"k","S3Bucket":"b"}`, after: `{"S3Bucket":"b","S3Key":"l"}`,
			contexts: plan.Contexts{Before: properties(t, "Code", tag{"S3Key": "k", "S3Bucket": "b"}), After: properties(t, "Code", tag{"S3Key": "l", "S3Bucket": "b"})},
			want:     []string{"Code.S3Key Modify k → l"},
		},
		"cut off, and whole in the context": {
			path: "/Properties/Input", before: long[:100] + "...", after: longer[:100] + "...",
			contexts: plan.Contexts{Before: properties(t, "Input", long), After: properties(t, "Input", longer)},
			want:     []string{"Input.Environment.API_TOKEN Modify (set) → (changed)", "Input.Environment.MODE Modify a → b"},
		},
		"cut off": {
			path: "/Properties/Input", before: long[:100], after: longer[:101],
			want: []string{"Input Modify (text of 100 bytes) → (text of 101 bytes)"},
		},
		"an object that nobody has evaluated": {
			path: "/Properties/Input", before: `{"Fn::Join":["",["{\"API_TOKEN\":\"hunter1\",\"ROLE\":\"",{"Ref":"Role"},"\"}"]]}`, after: `{"Fn::Join":["",["{\"API_TOKEN\":\"hunter2\",\"ROLE\":\"",{"Ref":"Role"},"\"}"]]}`,
			contexts: plan.Contexts{
				Before: properties(t, "Input", tag{"Fn::Join": []any{"", []any{`{"API_TOKEN":"hunter1","ROLE":"`, tag{"Ref": "Role"}, `"}`}}}),
				After:  properties(t, "Input", tag{"Fn::Join": []any{"", []any{`{"API_TOKEN":"hunter2","ROLE":"`, tag{"Ref": "Role"}, `"}`}}}),
			},
			want: []string{"Input.API_TOKEN Modify (set) → (changed)"},
		},
		"an object that nobody has evaluated, without context": {
			path: "/Properties/Input", before: `{"Fn::Join":["",["{\"API_TOKEN\":\"hunter1\",\"ROLE\":\"",{"Ref":"Role"},"\"}"]]}`, after: `{"Fn::Join":["",["{\"API_TOKEN\":\"hunter2\",\"ROLE\":\"",{"Ref":"Role"},"\"}"]]}`,
			want: []string{"Input.API_TOKEN Modify (set) → (changed)"},
		},
		"an argument of a function": {
			path: "/Properties/Input/Fn::Join/1/0", before: `{"API_TOKEN":"hunter1","MODE":"a","ROLE":"`, after: `{"API_TOKEN":"hunter2","MODE":"b","ROLE":"`,
			contexts: plan.Contexts{
				Before: properties(t, "Input", tag{"Fn::Join": []any{"", []any{`{"API_TOKEN":"hunter1","MODE":"a","ROLE":"`, tag{"Ref": "Role"}, `"}`}}}),
				After:  properties(t, "Input", tag{"Fn::Join": []any{"", []any{`{"API_TOKEN":"hunter2","MODE":"b","ROLE":"`, tag{"Ref": "Role"}, `"}`}}}),
			},
			want: []string{"Input.API_TOKEN Modify (set) → (changed)", "Input.MODE Modify a → b"},
		},
		"an argument of a function, without context": {
			path: "/Properties/Input/Fn::Join/1/2", before: `unter1","MODE":"a"}`, after: `unter2","MODE":"b"}`,
			want: []string{"Input Modify (text of 19 bytes) → (text of 19 bytes)"},
		},
		"a piece of JSON": {
			path: "/Properties/Input", before: `er","API_TOKEN":"hunter1"`, after: `er","API_TOKEN":"hunter2"`,
			contexts: plan.Contexts{Before: properties(t, "Input", `er","API_TOKEN":"hunter1"`), After: properties(t, "Input", `er","API_TOKEN":"hunter2"`)},
			want:     []string{"Input Modify (text of 25 bytes) → (text of 25 bytes)"},
		},
		"not known before": {
			path: "/Properties/Role", before: "arn:aws:iam::123456789012:role/a", after: plan.KnownAfterApply,
			want: []string{"Role Modify arn:aws:iam::123456789012:role/a → " + plan.KnownAfterApply},
		},
		"a secret not known before": {
			path: "/Properties/Environment/Variables/API_TOKEN", before: "hunter1", after: plan.KnownAfterApply,
			want: []string{"Environment.Variables.API_TOKEN Modify (set) → " + plan.KnownAfterApply},
		},
		"added": {
			path: "/Properties/Environment", after: `{"Variables":{"A":"1","B_TOKEN":"hunter1"}}`,
			contexts: plan.Contexts{Before: `{"Properties":{}}`, After: properties(t, "Environment", tag{"Variables": tag{"A": "1", "B_TOKEN": "hunter1"}})},
			want:     []string{`Environment Add  → {"Variables":{"A":"1","B_TOKEN":"(set)"}}`},
		},
		"a member called 0": {
			path: "/Properties/Environment/0", before: "a", after: "b",
			contexts: plan.Contexts{Before: properties(t, "Environment", tag{"0": "a"}), After: properties(t, "Environment", tag{"0": "b"})},
			want:     []string{"Environment.0 Modify a → b"},
		},
		"broken contexts": {
			path: "/Properties/A", before: "a", after: "b",
			contexts: plan.Contexts{Before: "{", After: `[1]`},
			want:     []string{"A Modify a → b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			change := changedValue(c.path, c.before, c.after)
			if c.before == "" {
				change.Details[0].Target.AttributeChangeType = "Add"
			}
			got := plan.Answer(change, c.contexts, plan.Options{})
			var lines []string
			for _, d := range got.Details {
				lines = append(lines, d.Target.Label+" "+d.Target.AttributeChangeType+" "+d.Target.BeforeValue+" → "+d.Target.AfterValue)
			}
			if diff := gocmp.Diff(c.want, lines); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if text, _ := json.Marshal(got); strings.Contains(string(text), "hunter") {
				t.Errorf("a secret is shown: %s", text)
			}
		})
	}
}

// TestAnswerOnce: a value of which two parts change is told once.
func TestAnswerOnce(t *testing.T) {
	join := func(a, b string) string {
		return properties(t, "Input", map[string]any{"Fn::Join": []any{"", []any{`{"A":"` + a + `","R":"`, map[string]any{"Ref": "Role"}, `","B":"` + b + `"}`}}})
	}
	change := changedValue("/Properties/Input/Fn::Join/1/0", "x", "y")
	second := change.Details[0]
	second.Target.Path = "/Properties/Input/Fn::Join/1/2"
	change.Details = append(change.Details, second)
	got := plan.Answer(change, plan.Contexts{Before: join("1", "1"), After: join("2", "2")}, plan.Options{})
	var labels []string
	for _, d := range got.Details {
		labels = append(labels, d.Target.Label)
	}
	if diff := gocmp.Diff([]string{"Input.A", "Input.B"}, labels); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAnswerWithoutValues: an endpoint may give no values, and then nothing is
// made up.
func TestAnswerWithoutValues(t *testing.T) {
	change := changedValue("/Properties/Role", "", "")
	change.Details[0].Target.Path, change.Details[0].Target.AttributeChangeType = "", ""
	got := plan.Answer(change, plan.Contexts{}, plan.Options{}).Details[0].Target
	want := plan.Target{Attribute: "Properties", Name: "Role", Path: "/Properties/Role", Label: "Role", RequiresRecreation: "Never"}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
