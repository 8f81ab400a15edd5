package deploy_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/session"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/localcfn"
)

// changeSets are the IDs of a stack's change sets that were not executed.
func changeSets(t *testing.T, c *session.Clients, stack string) (list []string) {
	t.Helper()
	out, err := c.CloudFormation.ListChangeSets(context.WithoutCancel(t.Context()), &cloudformation.ListChangeSetsInput{StackName: &stack})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range out.Summaries {
		if s.ExecutionStatus != "EXECUTE_COMPLETE" && s.ExecutionStatus != "EXECUTE_FAILED" && s.ExecutionStatus != "EXECUTE_IN_PROGRESS" {
			list = append(list, aws.ToString(s.ChangeSetName))
		}
	}
	return list
}

// exporter and importer are two stacks of which the second uses a value of the first.
func exporter(delay int) *target.Target {
	s := stack("base", delay)
	s.Template = fmt.Appendf(nil, `{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %d}}},
		"Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}, "Export": {"Name": "base-queue"}}}}`, delay)
	s.Exports = []string{"base-queue"}
	return s
}

func importer() *target.Target {
	s := stack("above", 0)
	s.Template = []byte(`{"Resources": {"Value": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Fn::ImportValue": "base-queue"}}}}}`)
	s.Imports = []string{"base-queue"}
	return s
}

func TestDeploy(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	targets := []*target.Target{importer(), exporter(1), stack("churn", 1)}
	var p printer
	report := run(t, c.options(c.plan(t, targets...), targets...), &p)
	if diff := cmp.Diff("above deployed, base deployed, churn deployed", results(report)); diff != "" {
		t.Fatal(diff, p.text())
	}
	if got := report.Summary(); got != "3 deployed" {
		t.Errorf("the summary is %q", got)
	}
	if out := report.Stacks[2].Outputs["URL"]; !strings.Contains(out, "sqs") {
		t.Errorf("the output is %q", out)
	}
	// Once more, nothing is done, and little is asked.
	before := c.Count()
	report = c.deploy(t, targets...)
	if diff := cmp.Diff("above unchanged, base unchanged, churn unchanged", results(report)); diff != "" {
		t.Error(diff)
	}
	if report.Stacks[2].Outputs["URL"] == "" {
		t.Error("a stack that does not change has no outputs")
	}
	if asked := c.asked(before); len(asked) > 3*3+2+3 {
		t.Errorf("for 3 stacks that do not change this was asked, more than 3 times for each and some for the place: %q", asked)
	}
	if n := c.count("ExecuteChangeSet"); n != 3 {
		t.Errorf("%d change sets were executed, want 3", n)
	}
	if left := c.left(t); left != nil {
		t.Errorf("left over: %v", left)
	}
}

// TestStale changes stacks between plan and deployment.
func TestStale(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, stack("churn", 1), stack("other", 1))
	churn, other, fresh := stack("churn", 2), stack("other", 2), stack("fresh", 1)
	plan := c.plan(t, churn, other, fresh)
	c.deploy(t, stack("churn", 3)) // somebody else
	otherSpecs := stack("other", 4)
	c.deploy(t, stack("fresh", 1)) // somebody else, the same
	var p printer
	report := run(t, c.options(plan, churn, otherSpecs, fresh), &p)
	if diff := cmp.Diff("churn stale, fresh unchanged, other stale", results(report)); diff != "" {
		t.Fatal(diff, p.text())
	}
	const want = "this is not what was reviewed; make a new plan, and have it reviewed:\n  "
	if diff := cmp.Diff(want+`Queue DelaySeconds was "1" when it was reviewed, and is "3" now`, report.Stacks[0].Message); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want+"the specs make another template than the one that was reviewed", report.Stacks[2].Message); diff != "" {
		t.Error(diff)
	}
	if s := report.FirstFailure(); s != &report.Stacks[0] || s.Next != "smgen plan stacks/churn" {
		t.Errorf("the first failure is %+v", s)
	}
	if left := c.left(t); left != nil {
		t.Errorf("left over: %v", left)
	}
	if text := template(t, c, "churn"); !strings.Contains(text, ": 3") {
		t.Errorf("churn is deployed as %s", text)
	}
}

// template is what a stack is deployed with, empty if there is none.
func template(t *testing.T, c *cloud, stack string) string {
	t.Helper()
	text, err := changeset.Template(t.Context(), c.at(t), stack)
	if err != nil && !session.IsAbsent(err) {
		t.Fatal(err)
	}
	return string(text)
}

// TestTwoPlans deploys two plans of one change: the second has nothing to do. Then
// one of another change, made before, is stale.
func TestTwoPlans(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, stack("churn", 1))
	first, second, other := c.plan(t, stack("churn", 2)), c.plan(t, stack("churn", 2)), c.plan(t, stack("churn", 3))
	if got := results(run(t, c.options(first, stack("churn", 2)), &printer{})); got != "churn deployed" {
		t.Errorf("the first: %s", got)
	}
	if got := results(run(t, c.options(second, stack("churn", 2)), &printer{})); got != "churn unchanged" {
		t.Errorf("the second: %s", got)
	}
	if got := results(run(t, c.options(other, stack("churn", 3)), &printer{})); got != "churn stale" {
		t.Errorf("the other: %s", got)
	}
}

// TestContinue fails a stack, and those that need it, and goes on with the same plan.
func TestContinue(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	targets := []*target.Target{importer(), exporter(1), stack("churn", 1)}
	plan := c.plan(t, targets...)
	c.FailResource(localcfn.ResourceFault{Stack: "base", LogicalID: "Queue", Do: localcfn.Create, Reason: "no queues today", Times: 1})
	var p printer
	report := run(t, c.options(plan, targets...), &p)
	if diff := cmp.Diff("above skipped, base failed, churn deployed", results(report)); diff != "" {
		t.Fatal(diff, p.text())
	}
	if got := report.Stacks[0].Message; got != "it comes after base, and that did not succeed" {
		t.Errorf("above: %s", got)
	}
	s := report.FirstFailure()
	got := []string{s.Target.Name, s.Failure.Resource, s.Failure.Status, s.Failure.Reason, s.Origin, s.Next}
	if diff := cmp.Diff([]string{"base", "Queue", "CREATE_FAILED", "no queues today", "stacks/base/stack.cue:7", "smgen deploy stacks/base"}, got); diff != "" {
		t.Error(diff)
	}
	if !strings.HasSuffix(s.Message, "and all of the new stack is deleted again") {
		t.Errorf("base: %s", s.Message)
	}
	report = run(t, c.options(plan, targets...), &p)
	if diff := cmp.Diff("above deployed, base deployed, churn unchanged", results(report)); diff != "" {
		t.Error(diff, p.text())
	}
	if n := c.count("ExecuteChangeSet"); n != 4 {
		t.Errorf("%d change sets were executed, want one for each stack, and one more for base", n)
	}
}

// TestGivenUp takes away an export in the same run as its last import.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	c.deploy(t, exporter(1), importer())
	base, above := stack("base", 1), stack("above", 1)
	var p printer
	o := c.options(c.plan(t, base, above), base, above)
	if got := results(run(t, o, &p)); got != "above deployed, base deployed" {
		t.Errorf("got %s\n%s", got, p.text())
	}
	// As it comes back, it is there before it can be planned for.
	targets := []*target.Target{exporter(1), importer()}
	plan, failed := c.tryPlan(t, targets...)
	o = c.options(plan, targets...)
	o.Fresh, o.Failed = true, failed
	report := run(t, o, &p)
	if got := results(report); got != "above skipped, base deployed" {
		t.Errorf("got %s\n%s", got, p.text())
	}
	again := report.Again()
	if len(again) != 1 || again[0] != targets[1] || results(report) != "base deployed" {
		t.Errorf("%v are to be planned again, want above", again)
	}
	report.Add(c.deploy(t, again...))
	if got := results(report); got != "above deployed, base deployed" {
		t.Errorf("got %s", got)
	}
	// As long as somebody else imports it, it stays.
	if got := results(c.deploy(t, base)); got != "base failed" {
		t.Errorf("an export that is imported was taken away: %s", got)
	}
}
