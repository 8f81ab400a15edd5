package compile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request/model"
	"github.com/smgen/smgen/internal/spectest"
)

const nightly = `schedule: expression: "cron(0 2 * * ? *)"` + "\n"

// TestProve runs the launch proof over what is rendered, the user's own resources
// among it, and points at the place in the spec.
func TestProve(t *testing.T) {
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
				"SM201 error stacks/churn/stack.cue:18: Mine sends a request without AlgorithmSpecification, OutputDataConfig, ResourceConfig, RoleArn, StoppingCondition and TrainingJobName",
			}},
		"a machine that is not known, by default": {
			spectest.Complete(nightly+told) + "stack: defaults: instanceType: \"ml.m6.large\"",
			[]string{"SM127 error stacks/churn/stack.cue:18: ml.m6.large is none of the 225 instance types that the API had on " + model.Date()}},
		"a machine of the user's own request that is not known": {
			resource(`Mine: {Type: "AWS::StepFunctions::StateMachine", Properties: {RoleArn: "arn:aws:iam::123456789012:role/a", Definition: {StartAt: "A", States: A: {Type: "Task", End: true, Resource: "arn:aws:states:::sagemaker:createTrainingJob", Parameters: {` +
				`"TrainingJobName.$": "$$.Execution.Name", RoleArn: "arn:aws:iam::123456789012:role/a", AlgorithmSpecification: TrainingInputMode: "File", OutputDataConfig: S3OutputPath: "s3://acme/", StoppingCondition: {}, ResourceConfig: InstanceType: "ml.m6.large"}}}}}`),
			[]string{
				"SM127 error stacks/churn/stack.cue:18: Mine asks for a machine that is not known: ResourceConfig.InstanceType: got \"ml.m6.large\", want one of the 225 values of TrainingInstanceType",
			}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range diag.Sort(withoutAdvice(one(t, test.cue).Diags)) {
				place, _, _ := strings.Cut(strings.Replace(d.Pos.String(), ":", "\x00", 1), ":")
				got = append(got, d.Rule+" "+d.Severity.String()+" "+strings.Replace(place, "\x00", ":", 1)+": "+d.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWaivedMachine renders a job on a machine that is newer than the API's model,
// whoever says that it is there: the job or a default for all.
func TestWaivedMachine(t *testing.T) {
	const waive = `waive: [{rule: "SM127", reason: "it is new"}]` + "\n"
	for name, cue := range map[string]string{
		"of the job":     spectest.Complete(nightly + told + "\ninstanceType: \"ml.m99.large\"\n" + waive),
		"of a default":   spectest.Complete(nightly+told) + "stack: {defaults: instanceType: \"ml.m99.large\"\n" + waive + "}",
		"of the request": spectest.Complete(nightly + told + "\nrequest: ResourceConfig: InstanceType: \"ml.m99.large\"\n" + waive),
		"of a group":     spectest.Complete(nightly + told + "\ninstanceGroups: a: instanceType: \"ml.m99.large\"\n" + waive),
		"of a function":  spectest.Complete(nightly + told + "\nlaunch: lambda: {}\ninstanceType: \"ml.m99.large\"\n" + waive),
	} {
		r := one(t, cue)
		if !strings.Contains(string(r.Template), "ml.m99.large") {
			t.Errorf("%s: the template does not have the machine: %v", name, r.Diags)
		}
		if diags := withoutAdvice(r.Diags); len(diags) != 1 || diags[0].Rule != "SM127" || diags[0].Waiver == nil {
			t.Errorf("%s: %v; want SM127 alone, waived", name, r.Diags)
		}
	}
}
