package template_test

import (
	"testing"

	"github.com/awslabs/goformation/v7/cloudformation/cloudwatch"
	"github.com/awslabs/goformation/v7/cloudformation/events"
	"github.com/awslabs/goformation/v7/cloudformation/iam"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/logs"
	"github.com/awslabs/goformation/v7/cloudformation/scheduler"
	"github.com/awslabs/goformation/v7/cloudformation/sqs"
	"github.com/awslabs/goformation/v7/cloudformation/tags"

	"github.com/smgen/smgen/internal/template"
)

// stack returns a template of the usual size: a scheduled job with its roles,
// queue, alarm and launcher.
func stack(tb testing.TB) *template.Template {
	tb.Helper()
	t := template.New()
	t.Description = "ml-pipeline-staging: 1 training job"
	t.Metadata = map[string]any{"Generator": map[string]any{"Version": "1.2.3"}}
	owner := []tags.Tag{{Key: "owner", Value: "ml-engineering"}, {Key: "cost-center"}}

	request, err := t.JSON(map[string]any{
		"TrainingJobName":        "ml-pipeline-churn-<aws.scheduler.execution-id>",
		"RoleArn":                t.GetAtt("TrainingRole", "Arn"),
		"AlgorithmSpecification": map[string]any{"TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:v3", "TrainingInputMode": "File"},
		"HyperParameters":        map[string]any{"epochs": "10", "learning_rate": "0.001", "note": `a "quoted" <b> & ${c}`},
		"ResourceConfig":         map[string]any{"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 50},
		"StoppingCondition":      map[string]any{"MaxRuntimeInSeconds": 3600},
		"OutputDataConfig":       map[string]any{"S3OutputPath": "s3://" + t.DynamicSSM("/ml/bucket:3") + "/model-artifacts/"},
		"VpcConfig":              map[string]any{"Subnets": []any{t.ImportList("network-Subnets")}, "SecurityGroupIds": []any{t.ImportValue("network-Group")}},
		"Tags":                   []any{map[string]any{"Key": "owner", "Value": "ml-engineering"}, map[string]any{"Key": "cost-center", "Value": ""}},
	})
	must(tb, err)
	trust := func(service string) any {
		return map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": service},
			"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": "123456789012"}},
		}}}
	}
	policy := map[string]any{"Version": "2012-10-17", "Statement": []any{
		map[string]any{"Effect": "Allow", "Action": []any{"sagemaker:CreateTrainingJob", "sagemaker:AddTags"}, "Resource": "arn:" + t.Ref("AWS::Partition") + ":sagemaker:us-east-1:123456789012:training-job/ml-pipeline-churn-*"},
		map[string]any{"Effect": "Allow", "Action": "iam:PassRole", "Resource": t.GetAtt("TrainingRole", "Arn")},
		map[string]any{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": t.GetAtt("DeadLetters", "Arn")},
	}}
	must(tb, t.Add("TrainingRole", &iam.Role{AssumeRolePolicyDocument: trust("sagemaker.amazonaws.com"), Tags: owner}))
	must(tb, t.Add("SchedulerRole", &iam.Role{
		AssumeRolePolicyDocument: trust("scheduler.amazonaws.com"), Tags: owner,
		Policies: []iam.Role_Policy{{PolicyName: "launch", PolicyDocument: policy}},
	}))
	must(tb, t.Add("Group", &scheduler.ScheduleGroup{Tags: owner}))
	must(tb, t.Add("DeadLetters", &sqs.Queue{MessageRetentionPeriod: new(1209600), Tags: owner}))
	must(tb, t.Add("ChurnSchedule", &scheduler.Schedule{
		ScheduleExpression: "cron(0 2 * * ? *)", ScheduleExpressionTimezone: new("Europe/Berlin"),
		GroupName:          new(t.Ref("Group")),
		FlexibleTimeWindow: &scheduler.Schedule_FlexibleTimeWindow{Mode: "OFF"},
		Target: &scheduler.Schedule_Target{
			Arn:              "arn:" + t.Ref("AWS::Partition") + ":scheduler:::aws-sdk:sagemaker:createTrainingJob",
			RoleArn:          t.GetAtt("SchedulerRole", "Arn"),
			Input:            &request,
			DeadLetterConfig: &scheduler.Schedule_DeadLetterConfig{Arn: new(t.GetAtt("DeadLetters", "Arn"))},
			RetryPolicy:      &scheduler.Schedule_RetryPolicy{MaximumRetryAttempts: new(float64(3)), MaximumEventAgeInSeconds: new(float64(3600))},
		},
		AWSCloudFormationDependsOn: []string{"TrainingRole"},
	}))
	must(tb, t.Add("Logs", &logs.LogGroup{RetentionInDays: new(30), Tags: owner}))
	must(tb, t.Add("Launcher", &lambda.Function{
		Code: &lambda.Function_Code{S3Bucket: new(t.DynamicSSM("/ml/artifacts")), S3Key: new("launcher.zip")}, Role: t.GetAtt("SchedulerRole", "Arn"),
		Environment: &lambda.Function_Environment{Variables: map[string]string{"REQUEST": request, "LEVEL": "info"}},
		VpcConfig:   &lambda.Function_VpcConfig{SubnetIds: []string{t.ImportList("network-Subnets")}},
		Tags:        owner,
	}))
	must(tb, t.Add("Failed", &events.Rule{EventPattern: map[string]any{
		"source": []string{"aws.sagemaker"}, "detail": map[string]any{"TrainingJobStatus": []string{"Failed", "Stopped"}},
	}}, template.Set("Tags", owner)))
	must(tb, t.Add("Waiting", &cloudwatch.Alarm{
		ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: 1, Threshold: new(0.5),
		Dimensions: []cloudwatch.Alarm_Dimension{{Name: "QueueName", Value: t.GetAtt("DeadLetters", "QueueName")}},
	}))
	must(tb, t.Output("TrainingRoleArn", template.Output{
		Description: "role of the training jobs", Value: t.GetAtt("TrainingRole", "Arn"), Export: "ml-pipeline-staging-TrainingRoleArn",
	}))
	return t
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func encode(tb testing.TB, t *template.Template, format template.Format) string {
	tb.Helper()
	text, err := t.Encode(format)
	must(tb, err)
	return string(text)
}

func BenchmarkEncode(b *testing.B) {
	t := stack(b)
	for b.Loop() {
		encode(b, t, template.JSON)
	}
}

func BenchmarkEncodeYAML(b *testing.B) {
	t := stack(b)
	for b.Loop() {
		encode(b, t, template.YAML)
	}
}

func BenchmarkParse(b *testing.B) {
	text := []byte(encode(b, stack(b), template.JSON))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, err := template.Parse(text)
		must(b, err)
	}
}
