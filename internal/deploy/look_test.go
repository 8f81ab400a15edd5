package deploy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/progress"
)

// scheduled is a stack with a schedule and a role that may read some tables.
func scheduled(expression string, tables ...string) *target.Target {
	s := stack("churn", 1)
	resources := ""
	if len(tables) > 0 {
		resources = fmt.Sprintf(`, "Role": {"Type": "AWS::IAM::Role", "Properties": {
			"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "sagemaker.amazonaws.com"}}]},
			"Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": ["arn:aws:dynamodb:eu-central-1:123456789012:table/%s"]}]}}]}}`,
			strings.Join(tables, `", "arn:aws:dynamodb:eu-central-1:123456789012:table/`))
	}
	s.Template = fmt.Appendf(nil, `{"Resources": {"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {
		"ScheduleExpression": %q, "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED",
		"Target": {"Arn": "arn:aws:sqs:eu-central-1:123456789012:q", "RoleArn": "arn:aws:iam::123456789012:role/r"}}}%s}}`, expression, resources)
	return s
}

func (c *cloud) dangers(t *testing.T, targets ...*target.Target) (list []string) {
	t.Helper()
	r, err := deploy.New(c.options(c.plan(t, targets...), targets...))
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.Dangers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		list = append(list, f.String())
	}
	return list
}

func TestDangers(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	want := func(what string, got []string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	want("a new stack", c.dangers(t, scheduled("rate(1 hour)", "a")))
	c.deploy(t, scheduled("rate(1 hour)", "a"))
	want("no change", c.dangers(t, scheduled("rate(1 hour)", "a")))
	want("another time", c.dangers(t, scheduled("rate(2 hours)", "a")))
	want("another table", c.dangers(t, scheduled("rate(1 hour)", "a", "b")), "churn broadens access: Role may dynamodb:GetItem on table/b")
	want("no role", c.dangers(t, scheduled("rate(1 hour)")), "churn removes: Role")

	if err := c.Touch(account, region, "churn", "Nightly", "State", "DISABLED"); err != nil {
		t.Fatal(err)
	}
	want("paused by hand", c.dangers(t, scheduled("rate(2 hours)", "a")), "churn undoes what was done by hand: Nightly is disabled, and was deployed enabled")
	want("paused by hand, and not touched", c.dangers(t, scheduled("rate(1 hour)", "a", "b")), "churn broadens access: Role may dynamodb:GetItem on table/b")
	c.FailCall(localcfn.CallFault{Action: "DetectStackResourceDrift", Kind: localcfn.Denied})
	if got := c.dangers(t, scheduled("rate(2 hours)", "a")); len(got) != 1 || !strings.HasPrefix(got[0], "churn undoes what was done by hand: whether Nightly was switched on or off by hand cannot be told: ") {
		t.Errorf("what cannot be told: %q", got)
	}
}

// TestSettings brings what belongs to a stack in place, also if nothing else changes.
func TestSettings(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	with := func(delay int, s target.Settings) *target.Target {
		out := stack("churn", delay)
		out.Settings = s
		return out
	}
	const policy = `{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}`
	for _, step := range []struct {
		target  *target.Target
		message string
		protect bool
	}{
		{with(1, target.Settings{Protected: true, Policy: policy}), "1 resource in TIME, it has another stack policy, its termination protection is on", true},
		{with(1, target.Settings{Protected: true, Policy: policy}), "", true},
		{with(2, target.Settings{Protected: true, Policy: policy}), "1 resource in TIME", true},
		{with(2, target.Settings{Policy: policy}), "its termination protection is off", false},
	} {
		s := c.deploy(t, step.target).Stacks[0]
		if message := regexp.MustCompile(`in [0-9]+s`).ReplaceAllString(s.Message, "in TIME"); message != step.message || !s.IsWell() {
			t.Errorf("%s: %q, want %q", s.Result, s.Message, step.message)
		}
		current, err := changeset.Get(t.Context(), c.at(t), "churn")
		if err != nil || current.Protected != step.protect {
			t.Errorf("%q: protected is %v, %v", step.message, current.Protected, err)
		}
	}
	if n := c.count("SetStackPolicy"); n != 1 {
		t.Errorf("the stack policy was set %d times, want 1", n)
	}
}

// TestForged has a plan whose review hides what its digest stands for.
func TestForged(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	before := scheduled("rate(1 hour)", "a")
	before.Template = []byte(strings.Replace(string(before.Template), `{"Resources": {`, `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}, `, 1))
	c.deploy(t, before)
	after := scheduled("rate(1 hour)", "a", "b")
	saved := c.plan(t, after)
	s := &saved.Review.Stacks[0]
	if len(s.ChangeSet.Changes) != 2 || len(s.Access.Gained) == 0 {
		t.Fatalf("the plan is %+v", s)
	}
	s.ChangeSet.Changes = slices.DeleteFunc(s.ChangeSet.Changes, func(c plan.Change) bool { return c.ResourceChange.Action == plan.Remove })
	s.Access = plan.Access{}
	r, err := deploy.New(c.options(saved, after))
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.Dangers(t.Context())
	if err != nil || len(found) != 1 || found[0].Danger != deploy.Access {
		t.Errorf("found %v, %v; want the access that is broadened", found, err)
	}
	report := r.Do(t.Context(), &printer{})
	if s := report.Stacks[0]; s.Result != progress.Stale || !strings.Contains(s.Message, "the plan contradicts itself") {
		t.Errorf("%s: %s", s.Result, s.Message)
	}
	if n := c.count("ExecuteChangeSet"); n != 1 {
		t.Errorf("%d change sets were executed, want that of the beginning", n)
	}
}

// TestForgedOperation has a plan that says of a stack that nothing happens to it, or
// that it is new, so that nothing about it had to be allowed.
func TestForgedOperation(t *testing.T) {
	for _, forged := range []changeset.Operation{changeset.Nothing, changeset.CreateStack} {
		t.Run(string(forged), func(t *testing.T) {
			c := newCloud(t)
			c.deploy(t, scheduled("rate(1 hour)", "a"))
			after := scheduled("rate(2 hours)", "a", "b")
			saved := c.plan(t, after)
			saved.Stacks[0].Operation = forged
			report := run(t, c.options(saved, after), &printer{})
			if s := report.Stacks[0]; s.Result != progress.Stale || !strings.Contains(s.Message, "the plan contradicts itself") {
				t.Errorf("%s: %s", s.Result, s.Message)
			}
			if n := c.count("ExecuteChangeSet"); n != 1 {
				t.Errorf("%d change sets were executed, want that of the beginning", n)
			}
		})
	}
}

// TestOtherFiles deploys a plan with specs that were changed since, and make the same.
func TestOtherFiles(t *testing.T) {
	c := newCloud(t)
	c.deploy(t, stack("churn", 1))
	o := c.options(c.plan(t, stack("churn", 2)), stack("churn", 2))
	o.Commit = &planfile.Commit{ID: "1", Tree: "2", Changed: []string{"stacks/churn"}}
	report := run(t, o, &printer{})
	const want = "the files of its specs are not those of the plan, though they make the same"
	if s := report.Stacks[0]; s.Result != progress.Stale || !strings.Contains(s.Message, want) {
		t.Errorf("%s: %s", s.Result, s.Message)
	}
}
