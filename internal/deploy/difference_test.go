package deploy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/plan"
)

// modified is a resource with values that change: path, before and after.
func modified(id string, values ...[3]string) plan.Change {
	c := change(plan.Modify, id, plan.ReplacementFalse, "")
	for _, v := range values {
		c.ResourceChange.Details = append(c.ResourceChange.Details, plan.Detail{Target: plan.Target{Path: "/Properties/" + v[0], BeforeValue: v[1], AfterValue: v[2]}})
	}
	return c
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		name          string
		reviewed, now []plan.Change
		want          []string
	}{
		{"none", []plan.Change{modified("A", [3]string{"X", "1", "2"})}, []plan.Change{modified("A", [3]string{"X", "1", "2"})}, nil},
		{
			"other resources", []plan.Change{change(plan.Add, "B", "", ""), change(plan.Modify, "A", plan.ReplacementFalse, "")},
			[]plan.Change{change(plan.Modify, "A", plan.ReplacementTrue, ""), change(plan.Remove, "C", "", "")},
			[]string{"A was to be changed in place, and would now be replaced", "B was to be added, and would now be left as it is", "C was to be left as it is, and would now be removed"},
		},
		{
			"perhaps", []plan.Change{change(plan.Modify, "A", plan.ReplacementConditional, "")}, []plan.Change{change(plan.Modify, "A", plan.ReplacementFalse, "")},
			[]string{"A was to be perhaps replaced, and would now be changed in place"},
		},
		{
			"values", []plan.Change{modified("A", [3]string{"Gone", "", ""}, [3]string{"Is", "1", "2"}, [3]string{"Becomes", "1", "2"})},
			[]plan.Change{modified("A", [3]string{"Is", "3", "2"}, [3]string{"Becomes", "1", ""}, [3]string{"New", "", "1"})},
			[]string{
				`A Becomes was to become "2", and would now become not there`, "A Gone was to change, and would now stay",
				`A Is was "1" when it was reviewed, and is "3" now`, "A New was to stay, and would now change",
			},
		},
	} {
		if diff := cmp.Diff(test.want, deploy.Differences(test.reviewed, test.now)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
