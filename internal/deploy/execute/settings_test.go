package execute_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/plan"
)

func TestProtect(t *testing.T) {
	c := newCloud(t)
	c.deploy(t, queues(1))
	for _, on := range []bool{true, false} {
		if err := execute.Protect(t.Context(), c.Clients, "churn", on); err != nil {
			t.Fatal(err)
		}
		s, err := changeset.Get(t.Context(), c.Clients, "churn")
		if err != nil || s.Protected != on {
			t.Errorf("protected is %v, %v; want %v", s.Protected, err, on)
		}
	}
	if err := execute.Protect(t.Context(), c.Clients, "nobody", true); err == nil || !strings.HasPrefix(err.Error(), "set the termination protection: ") {
		t.Errorf("error %v", err)
	}
}

func TestSetPolicy(t *testing.T) {
	c := newCloud(t)
	c.deploy(t, queues(1))
	const policy = `{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}`
	for _, step := range []struct {
		policy string
		want   bool
	}{
		{"", false}, {policy, true}, {policy, false}, {strings.ReplaceAll(policy, " ", ""), false},
		{strings.Replace(policy, "Update:*", "Update:Modify", 1), true}, {"", false},
	} {
		changed, err := execute.SetPolicy(t.Context(), c.Clients, "churn", step.policy)
		if err != nil || changed != step.want {
			t.Errorf("%q: changed %v, %v; want %v", step.policy, changed, err, step.want)
		}
	}
	if n := c.count("SetStackPolicy"); n != 2 {
		t.Errorf("the policy was set %d times, want 2", n)
	}
}

// schedule is a template with a schedule that says nothing of its state.
func schedule(expression string) []byte {
	return []byte(strings.Replace(`{"Resources": {"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {
		"ScheduleExpression": "EXPRESSION", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED",
		"Target": {"Arn": "arn:aws:sqs:eu-central-1:123456789012:q", "RoleArn": "arn:aws:iam::123456789012:role/r"}}}}}`, "EXPRESSION", expression, 1))
}

func TestSwitchedByHand(t *testing.T) {
	c := newCloud(t)
	c.deploy(t, schedule("rate(1 hour)"))
	look := func(changes ...plan.ResourceChange) []string {
		t.Helper()
		var list []plan.Change
		for _, r := range changes {
			list = append(list, plan.Change{Type: "Resource", ResourceChange: r})
		}
		if got, want := execute.MayBeSwitched(list), len(changes) > 0 && changes[0].Action == plan.Modify; got != want {
			t.Errorf("MayBeSwitched is %v, want %v", got, want)
		}
		found, err := execute.SwitchedByHand(t.Context(), c.Clients, "churn", list)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	nightly := plan.ResourceChange{Action: plan.Modify, LogicalResourceId: "Nightly", ResourceType: "AWS::Scheduler::Schedule"}
	if got := look(nightly); got != nil {
		t.Errorf("got %q of a schedule as it was deployed", got)
	}
	if err := c.Touch(account, region, "churn", "Nightly", "State", "DISABLED"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Nightly is disabled, and was deployed enabled"}, look(nightly)); diff != "" {
		t.Error(diff)
	}
	// What is not modified is not asked about.
	before := c.Count()
	look(plan.ResourceChange{Action: plan.Add, LogicalResourceId: "Nightly", ResourceType: "AWS::Scheduler::Schedule"})
	look()
	if c.Count() != before {
		t.Error("AWS was asked about what is not modified")
	}
	c.FailCall(localcfn.CallFault{Action: "DetectStackResourceDrift", Kind: localcfn.Denied})
	weekly := nightly
	weekly.LogicalResourceId = "Weekly"
	before = c.Count()
	if got := look(nightly, weekly); len(got) != 1 || !strings.HasPrefix(got[0], "whether Nightly, Weekly was switched on or off by hand cannot be told: ") {
		t.Errorf("got %q, want that it cannot be told", got)
	}
	if n := c.Count() - before; n != 1 {
		t.Errorf("AWS was asked %d times, and has refused the first time", n)
	}
}
