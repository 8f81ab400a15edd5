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
			want: []string{"Input Modify (JSON of 100 bytes) → (JSON of 101 bytes)"},
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
