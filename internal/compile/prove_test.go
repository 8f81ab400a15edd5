package compile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spectest"
)

// TestProve runs the launch proof over what is rendered, the user's own resources
// among it, and points at the place in the spec.
func TestProve(t *testing.T) {
	const nightly = `schedule: expression: "cron(0 2 * * ? *)"` + "\n"
	resource := func(cue string) string { return spectest.Complete(nightly+told) + "stack: resources: " + cue }
	for name, test := range map[string]struct {
		cue  string
		want []string
	}{
		"nothing wrong": {spectest.Complete(nightly + told), nil},
		"a role that exists": {spectest.Complete(nightly + told + "\nlaunchRole: arn: \"arn:aws:iam::123456789012:role/a\""),
			[]string{"SM213 note stacks/churn/stack.cue:16: the role arn:aws:iam::123456789012:role/a is not in the template, so that what it may do cannot be proven"}},
		"a policy of the user's that forbids": {
			resource(`Forbid: {Type: "AWS::IAM::Policy", Properties: {PolicyName: "forbid", Roles: [{Ref: "TrainTrainingRole"}], PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: "Deny", Action: "s3:PutObject", Resource: "*"}]}}}`),
			[]string{"SM211 error stacks/churn/stack.cue:18: a policy denies the role TrainTrainingRole s3:PutObject on arn:aws:s3:::acme-ml/models/*"}},
		"a runbook that CloudFormation would change": {spectest.Complete(nightly+told) + "\nstack: runbook: \"{{resolve:ssm:/a}}\"",
			[]string{` error stacks/churn/stack.cue:19: text holds "{{resolve:", which CloudFormation would replace by a parameter's value: remove it, or refer to the parameter with an ssm reference`}},
		"a reference to nothing": {resource(`Mine: {Type: "AWS::SNS::Topic", Properties: TopicName: Ref: "Gone"}`),
			[]string{` error stacks/churn/stack.cue:18: the template has no resource "Gone"`}},
		"a schedule of the user's": {
			resource(`Mine: {Type: "AWS::Scheduler::Schedule", Properties: {ScheduleExpression: "rate(1 day)", FlexibleTimeWindow: Mode: "OFF", Target: {Arn: "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", RoleArn: "Fn::GetAtt": ["TrainLaunchRole", "Arn"], Input: "{}"}}}`),
			[]string{
				"SM205 error stacks/churn/stack.cue:11: scheduler.amazonaws.com cannot assume the role TrainLaunchRole",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request that SageMaker refuses: OutputDataConfig is missing",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request that SageMaker refuses: RoleArn is missing",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request that SageMaker refuses: TrainingJobName is missing",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request without AlgorithmSpecification",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request without ResourceConfig",
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request without StoppingCondition",
			}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range diag.Sort(one(t, test.cue).Diags) {
				place, _, _ := strings.Cut(strings.Replace(d.Pos.String(), ":", "\x00", 1), ":")
				got = append(got, d.Rule+" "+d.Severity.String()+" "+strings.Replace(place, "\x00", ":", 1)+": "+d.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
