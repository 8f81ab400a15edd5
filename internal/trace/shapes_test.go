package trace_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/trace"
)

const (
	// person is a template that other people write: with Fn::Sub, shared policies
	// and names of their own.
	person = `
		"Group": {"Type": "AWS::Scheduler::ScheduleGroup", "Properties": {"Name": "nightly"}},
		"Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {"GroupName": "nightly", "Target": {
			"Arn": {"Fn::Sub": "arn:${AWS::Partition}:scheduler:::aws-sdk:sagemaker:createTrainingJob"}, "RoleArn": {"Fn::GetAtt": "Launch.Arn"}, "Input": {"Fn::Sub": "%REQUEST%"}}}},
		"Launch": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "launch", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
			"Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {
				"aws:SourceAccount": {"Ref": "AWS::AccountId"}, "aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/nightly"}}}}}%MORE%}}`
	request = `{\"TrainingJobName\":\"churn-<aws.scheduler.execution-id>\",\"RoleArn\":\"arn:aws:iam::123456789012:role/train\",\"OutputDataConfig\":{\"S3OutputPath\":\"s3://models/\"},` +
		`\"AlgorithmSpecification\":{\"TrainingInputMode\":\"File\"},\"ResourceConfig\":{\"InstanceCount\":1,\"InstanceType\":\"ml.m5.large\",\"VolumeSizeInGB\":${Size}},\"StoppingCondition\":{\"MaxRuntimeInSeconds\":60}}`
	starts = `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Action": "sagemaker:Create*", "Resource": {"Fn::Sub": "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:training-job/churn-*"}},
		{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/*", "Condition": {"StringLike": {"iam:PassedToService": "sagemaker.*"}}}]}`
	notAllowed = `SM207 /Resources/Launch/Properties/Policies: the role Launch may not do sagemaker:CreateTrainingJob on arn:aws:sagemaker:eu-central-1:123456789012:training-job/churn-*`
	notPassed  = `SM207 /Resources/Launch/Properties/Policies: the role Launch may not do iam:PassRole on arn:aws:iam::123456789012:role/train for sagemaker.amazonaws.com`
)

// TestShapes proves templates that are written in other ways than smgen's: the
// same facts count, wherever they stand.
func TestShapes(t *testing.T) {
	for name, test := range map[string]struct {
		more, resources string
		want            []string
	}{
		"nothing is attached":       {want: []string{notAllowed, notPassed}},
		"inline":                    {more: `, "Policies": [{"PolicyDocument": ` + starts + `}]`},
		"a policy by reference":     {resources: `, "P": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Launch"}], "PolicyDocument": ` + starts + `}}`},
		"a policy by name":          {resources: `, "P": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": ["launch"], "PolicyDocument": ` + starts + `}}`},
		"a policy of another role":  {resources: `, "P": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": ["other"], "PolicyDocument": ` + starts + `}}`, want: []string{notAllowed, notPassed}},
		"a policy of its own":       {resources: `, "P": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": {"Ref": "Launch"}, "PolicyDocument": ` + starts + `}}`},
		"a managed policy, from it": {resources: `, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "Launch"}], "PolicyDocument": ` + starts + `}}`},
		"a managed policy, to it":   {more: `, "ManagedPolicyArns": [{"Ref": "P"}]`, resources: `, "P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ` + starts + `}}`},
		"two policies, and a denial": {more: `, "Policies": [{"PolicyDocument": ` + starts + `}, {"PolicyDocument": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::123456789012:role/other"}}}]`,
			want: []string{`SM207 /Resources/Launch/Properties/Policies/1/PolicyDocument: a policy denies the role Launch iam:PassRole on arn:aws:iam::123456789012:role/train for sagemaker.amazonaws.com`}},
		"everything is allowed": {more: `, "Policies": [{"PolicyDocument": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}]`,
			want: []string{`SM208 /Resources/Launch/Properties/Policies: the role Launch may pass arn:aws:iam::123456789012:role/train to any service`}},
	} {
		text := strings.NewReplacer("%REQUEST%", request, "%MORE%", test.more).Replace(person) + test.resources
		if diff := cmp.Diff(test.want, objections(t, text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// objections are the findings but notes of a template's resources.
func objections(t *testing.T, resources string) []string {
	t.Helper()
	var got []string
	for _, f := range trace.Prove(parse(t, `{"Resources": {`+resources+`}}`), placeOf("")) {
		if f.Severity != diag.Note {
			got = append(got, f.Rule+" "+f.Pointer+": "+f.Message)
		}
	}
	return got
}

// TestTasks proves what the other tasks of a state machine need, wherever they
// stand in it.
func TestTasks(t *testing.T) {
	const machine = `"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": {"Fn::GetAtt": "Role.Arn"}, "DefinitionSubstitutions": {"Topic": "arn:aws:sns:eu-central-1:123456789012:t"},
		"%FIELD%": %DEFINITION%}},
		"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole",
			"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}}}}`
	const arguments = `{"TrainingJobName.$": "$$.Execution.Name", "RoleArn": "arn:aws:iam::123456789012:role/train", "OutputDataConfig": {"S3OutputPath": "s3://models/"},
		"AlgorithmSpecification": {"TrainingInputMode": "File"}, "ResourceConfig": {"InstanceCount": 1, "VolumeSizeInGB": 30}, "StoppingCondition": {"MaxRuntimeInSeconds": 60}}`
	const definition = `{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "Next": "Each", "Branches": [
			{"StartAt": "Train", "States": {"Train": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Parameters": ` + arguments + `, "End": true}}},
			{"StartAt": "See", "States": {"See": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:describeTrainingJob", "Parameters": {"TrainingJobName": "Seen"}, "End": true}}}]},
		"Each": {"Type": "Map", "Next": "Choose", "ItemProcessor": {"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "arn:aws:lambda:eu-central-1:123456789012:function:f"}, "End": true}}}},
		"Choose": {"Type": "Choice", "Choices": [{"Next": "Tell"}], "Default": "Choose"},
		"Tell": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "${Topic}"}, "End": true},
		"Never": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "arn:aws:sns:eu-central-1:123456789012:never"}, "End": true}}}`
	const lacks = `SM207 /Resources/Role/Properties/Policies: the role Role may not do `
	want := []string{
		lacks + `sagemaker:CreateTrainingJob on arn:aws:sagemaker:eu-central-1:123456789012:training-job/*`,
		lacks + `iam:PassRole on arn:aws:iam::123456789012:role/train for sagemaker.amazonaws.com`,
		lacks + `sagemaker:DescribeTrainingJob on arn:aws:sagemaker:eu-central-1:123456789012:training-job/seen`,
		lacks + `lambda:InvokeFunction on arn:aws:lambda:eu-central-1:123456789012:function:f`,
		lacks + `sns:Publish on arn:aws:sns:eu-central-1:123456789012:t`,
	}
	text := `"` + strings.NewReplacer("\\", `\\`, `"`, `\"`, "\n", "", "\t", "").Replace(definition) + `"`
	got := objections(t, strings.NewReplacer("%FIELD%", "DefinitionString", "%DEFINITION%", text).Replace(machine))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("as text (-want +got):\n%s", diff)
	}
	got = objections(t, strings.NewReplacer("%FIELD%", "Definition", "%DEFINITION%", definition).Replace(machine))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("as an object (-want +got):\n%s", diff)
	}
}
