package policy

import "strings"

// scheduled is a job whose launch and roles are smgen's own.
const scheduled = `jobs: train: schedule: expression: "cron(0 2 * * ? *)"`

// byHand is a schedule that somebody wrote by hand, with one text in it
// replaced by another.
func byHand(old, other string) string {
	text := `resources: Nightly: {
	Type: "AWS::Scheduler::Schedule"
	Properties: {
		ScheduleExpression: "cron(0 2 * * ? *)"
		FlexibleTimeWindow: Mode: "OFF"
		Target: {
			RoleArn: "arn:aws:iam::123456789012:role/launch"
			Arn:     "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob"
			Input:   #"""
				{"TrainingJobName":"nightly-<aws.scheduler.execution-id>","RoleArn":"arn:aws:iam::123456789012:role/train",
				"AlgorithmSpecification":{"TrainingImage":"123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v3","TrainingInputMode":"File"},
				"OutputDataConfig":{"S3OutputPath":"s3://acme-ml/models/"},
				"ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":30},
				"StoppingCondition":{"MaxRuntimeInSeconds":3600}}
				"""#
		}
	}
}`
	return strings.Replace(text, old, other, 1)
}

// ownRole is a scheduled job with a role that somebody wrote by hand: the job names
// it in a field, and it has properties.
func ownRole(field, properties string) string {
	return `jobs: train: {schedule: expression: "cron(0 2 * * ? *)", ` + field + `: arn: "arn:aws:iam::123456789012:role/own"}
resources: Own: {
	Type: "AWS::IAM::Role"
	Properties: {
		RoleName: "own"
		` + properties + `
	}
}`
}

// The statements of roles.
const (
	forAccount = `, Condition: StringEquals: "aws:SourceAccount": "123456789012"`
	forGroup   = `, Condition: StringEquals: {"aws:SourceAccount": "123456789012", "aws:SourceArn": "Fn::Sub": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/${ScheduleGroup}"}`
	starts     = `{Effect: "Allow", Action: ["sqs:SendMessage", "sagemaker:CreateTrainingJob", "sagemaker:AddTags"], Resource: "*"}`
	readable   = `{Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-ml/*"}`
	managed    = `ManagedPolicyArns: ["arn:aws:iam::123456789012:policy/training"]`
)

// trust lets a service assume a role under a condition.
func trust(service, condition string) string {
	return `AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: "Allow", Principal: Service: "` + service + `.amazonaws.com", Action: "sts:AssumeRole"` + condition + `}]}`
}

// inline is a policy of a role.
func inline(statements ...string) string {
	return `Policies: [{PolicyName: "own", PolicyDocument: {Version: "2012-10-17", Statement: [` + strings.Join(statements, ", ") + `]}}]`
}

func trainingRole(service, condition, policies string) string {
	return ownRole("trainingRole", trust(service, condition)+"\n\t\t"+policies)
}

func launchRole(statements ...string) string {
	return ownRole("launchRole", trust("scheduler", forGroup)+"\n\t\t"+inline(statements...))
}

// passes lets a role pass the training role on under a condition.
func passes(condition string) string {
	return `{Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/*"` + condition + `}`
}

// calling is a job's own launcher, called by a rule that somebody wrote by hand.
func calling(more string) string {
	return `jobs: train: launch: lambda: {}
resources: {
	Daily: {
		Type: "AWS::Events::Rule"
		Properties: {
			ScheduleExpression: "cron(0 2 * * ? *)"
			Targets: [{Id: "launcher", Arn: "Fn::GetAtt": ["TrainFunction", "Arn"]}]
		}
	}` + more + `
}`
}

// admits lets rules call the launcher, as far as a source says which.
func admits(source string) string {
	return `
	Admission: {
		Type: "AWS::Lambda::Permission"
		Properties: {Action: "lambda:InvokeFunction", FunctionName: Ref: "TrainFunction", Principal: "events.amazonaws.com"` + source + `}
	}`
}
