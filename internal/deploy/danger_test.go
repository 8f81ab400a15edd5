package deploy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/plan"
)

func change(action plan.Action, id string, r plan.Replacement, policy string) plan.Change {
	return plan.Change{Type: "Resource", ResourceChange: plan.ResourceChange{Action: action, LogicalResourceId: id, Replacement: r, PolicyAction: policy}}
}

func TestFind(t *testing.T) {
	gained := plan.Access{Gained: []plan.Grant{{Text: "Role may s3:GetObject on b"}}}
	tripped := plan.Access{Tripwires: []plan.Tripwire{{Text: "Role may everything"}}}
	for _, test := range []struct {
		name    string
		isNew   bool
		changes []plan.Change
		access  plan.Access
		want    []string
	}{
		{"harmless", false, []plan.Change{change(plan.Add, "A", "", ""), change(plan.Modify, "B", plan.ReplacementFalse, "")}, plan.Access{}, nil},
		{"removed", false, []plan.Change{change(plan.Remove, "B", "", "Delete"), change(plan.Remove, "A", "", "Retain")}, plan.Access{}, []string{"churn removes: A (retain), B"}},
		{"replaced", false, []plan.Change{change(plan.Modify, "B", plan.ReplacementTrue, ""), change(plan.Modify, "A", plan.ReplacementConditional, "")}, plan.Access{}, []string{"churn replaces: A (perhaps), B"}},
		{"broadened", false, nil, gained, []string{"churn broadens access: Role may s3:GetObject on b"}},
		{"new", true, []plan.Change{change(plan.Add, "A", "", "")}, gained, nil},
		{"new and called out", true, nil, tripped, []string{"churn broadens access: Role may everything"}},
		{"all", false, []plan.Change{change(plan.Modify, "B", plan.ReplacementTrue, ""), change(plan.Remove, "A", "", "")}, tripped, []string{"churn removes: A", "churn replaces: B", "churn broadens access: Role may everything"}},
	} {
		var got []string
		for _, f := range deploy.Find("churn", test.isNew, test.changes, test.access) {
			got = append(got, f.String())
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestAllowed(t *testing.T) {
	findings := []deploy.Finding{
		{Danger: deploy.Delete, Stack: "churn"}, {Danger: deploy.Delete, Stack: "fraud"}, {Danger: deploy.Access, Stack: "churn"},
	}
	for _, test := range []struct {
		words []string
		want  string // the flag that is still missing
	}{
		{nil, "--allow delete:churn,delete:fraud,iam:churn"},
		{[]string{"delete"}, "--allow iam:churn"},
		{[]string{"delete:churn", "iam"}, "--allow delete:fraud"},
		{[]string{"iam:fraud", "replace", "state"}, "--allow delete:churn,delete:fraud,iam:churn"},
		{[]string{"delete", " iam:churn"}, "--allow "},
	} {
		a, err := deploy.ParseAllowed(test.words)
		if err != nil {
			t.Fatal(err)
		}
		if got := deploy.Flag(a.Left(findings)); got != test.want {
			t.Errorf("%v leave %q, want %q", test.words, got, test.want)
		}
	}
	if len(findings) != 3 || findings[0].Stack != "churn" {
		t.Error("the findings themselves were changed")
	}
}

func TestParseAllowed(t *testing.T) {
	for _, test := range []struct{ word, want string }{
		{"replaced", `--allow does not know "replaced" (did you mean replace?); it takes delete, iam, replace, state, each alone or with a stack, such as replace:churn-staging`},
		{"", `--allow does not know ""; it takes delete, iam, replace, state, each alone or with a stack, such as replace:churn-staging`},
		{"delete:", `--allow delete: names no stack; write delete for all stacks, or delete:churn-staging for one`},
	} {
		_, err := deploy.ParseAllowed([]string{test.word})
		if err == nil || err.Error() != test.want {
			t.Errorf("%q: error %v, want %s", test.word, err, test.want)
		}
	}
	a, err := deploy.ParseAllowed([]string{"delete:b", "iam:a", "state:b", "replace"})
	if diff := cmp.Diff([]string{"a", "b"}, a.Stacks()); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
