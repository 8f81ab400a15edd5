package operate_test

import (
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/deploy/target"
)

func TestStranger(t *testing.T) {
	for name, test := range map[string]struct {
		status string
		tags   map[string]string
		want   string
	}{
		"ours":               {"CREATE_COMPLETE", map[string]string{"ManagedBy": "smgen", "Repository": operatetest.Repository, "Cost": "1"}, ""},
		"another repository": {"CREATE_COMPLETE", map[string]string{"ManagedBy": "smgen", "Repository": "acme/other"}, "another repository"},
		"no repository":      {"CREATE_COMPLETE", map[string]string{"ManagedBy": "smgen"}, "another repository"},
		"another tool":       {"CREATE_COMPLETE", map[string]string{"ManagedBy": "terraform", "Repository": operatetest.Repository}, "not deployed from these specs"},
		"no tags":            {"UPDATE_ROLLBACK_FAILED", nil, "not deployed from these specs"},
		"empty":              {"REVIEW_IN_PROGRESS", nil, ""},
	} {
		s := &operate.Stack{Target: operatetest.Target("churn", "{}"), Live: &changeset.Stack{Status: test.status, Tags: test.tags}}
		if got := s.Stranger(); test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got := (&operate.Stack{Target: operatetest.Target("churn", "{}")}).Stranger(); got != "" {
		t.Errorf("no stack is a stranger: %s", got)
	}
}

func TestIsManaged(t *testing.T) {
	tags := map[string]string{"ManagedBy": "smgen", "Repository": "acme/ml-specs"}
	for repository, want := range map[string]bool{"acme/ml-specs": true, "acme/ml": false, "acme/ml-specs2": false, "": false} {
		if got := operate.IsManaged(tags, repository); got != want {
			t.Errorf("%q: %v, want %v", repository, got, want)
		}
	}
	if operate.IsManaged(map[string]string{"ManagedBy": "smgen"}, "") || operate.IsManaged(map[string]string{"Repository": "acme/ml-specs"}, "acme/ml-specs") {
		t.Error("a stack without a tag is ours")
	}
}

// TestFind asks two accounts: a stack of one is none of the other.
func TestFind(t *testing.T) {
	e := operatetest.Start(t)
	here := operatetest.Target("churn", `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}`)
	e.Deploy(here)
	absent, there := operatetest.Target("absent", "{}"), operatetest.Target("churn", "{}")
	there.Account = "210987654321"
	got := operate.Find(t.Context(), e.Sessions, []*target.Target{here, absent, there})
	switch {
	case got[0].Err != nil || got[0].Status() != "CREATE_COMPLETE":
		t.Errorf("deployed: %v %q", got[0].Err, got[0].Status())
	case got[1].Err != nil || got[1].Live != nil || got[1].Status() != "":
		t.Errorf("not deployed: %v %q", got[1].Err, got[1].Status())
	case got[2].Err != nil || got[2].Live != nil:
		t.Errorf("of another account: %v %q", got[2].Err, got[2].Status())
	}
}
