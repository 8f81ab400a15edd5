package trace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/trace"
)

const (
	lambdaFile = "testdata/lambda/template.json"
	stepsFile  = "testdata/stepFunctions/template.json"
	ruleFile   = "rule/template.json"
	directFile = "stacks/staging/ml-pipeline/template.json"
)

// findingCase is one change of a template, and what the proof says of it.
type findingCase struct {
	name  string
	file  string
	id    string
	path  []any
	value any
	want  []string // rule, pointer and message of each finding
}

func path(steps ...any) []any { return steps }

func allow(action, resource string) map[string]any {
	return map[string]any{"Effect": "Allow", "Action": action, "Resource": resource}
}

func findingCases() []findingCase {
	policy := func(statements ...any) any {
		return []any{map[string]any{"PolicyName": "p", "PolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": statements}}}
	}
	const request = `{"TrainingJobName":"a-<aws.scheduler.execution-id>","RoleArn":"arn:aws:iam::123456789012:role/Elsewhere","OutputDataConfig":{"S3OutputPath":"s3://acme-models/"},"StoppingCondition":{"MaxRuntimeInSeconds":60}`
	return []findingCase{
		{name: "no permission at all", file: directFile, id: "ChurnLaunchRole", path: path("Policies"), value: gone{}, want: []string{
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sqs:SendMessage on DeadLetterQueue`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sagemaker:CreateTrainingJob on arn:aws:sagemaker:us-east-1:123456789012:training-job/ml-pipeline-staging-churn-*`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sagemaker:AddTags on arn:aws:sagemaker:us-east-1:123456789012:training-job/ml-pipeline-staging-churn-*`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do iam:PassRole on ChurnTrainingRole for sagemaker.amazonaws.com`,
		}},
		{name: "a denial", file: directFile, id: "ChurnLaunchRole", path: path("Policies"), value: policy(allow("*", "*"), map[string]any{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}), want: []string{
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies/0/PolicyDocument: a policy denies the role ChurnLaunchRole sqs:SendMessage on DeadLetterQueue`,
			`SM208 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may pass ChurnTrainingRole to any service`,
		}},
		{name: "an intrinsic in place of a policy", file: directFile, id: "ChurnLaunchRole", path: path("Policies"), value: policy(map[string]any{"Fn::If": []any{"c", "a", "b"}}), want: []string{
			`SM215 /Resources/ChurnLaunchRole/Properties/Policies/0/PolicyDocument: a policy of ChurnLaunchRole depends on a condition of the template, so that what it allows cannot be proven`,
			`SM214 /Resources/ChurnLaunchRole/Properties/ManagedPolicyArns: the role ChurnLaunchRole has policies that are not known here, and the others do not allow all that it needs`,
		}},
		{name: "a policy that IAM refuses", file: directFile, id: "ChurnLaunchRole", path: path("Policies"), value: policy(map[string]any{"Effect": "Allow", "Actions": "*"}), want: []string{
			`SM212 /Resources/ChurnLaunchRole/Properties/Policies/0/PolicyDocument: a policy of ChurnLaunchRole: read policy: statement 1: unknown element "Actions"; did you mean Action?`,
		}},
		{name: "no trust", file: directFile, id: "ChurnLaunchRole", path: path("AssumeRolePolicyDocument", "Statement", 0, "Principal", "Service"), value: []any{"lambda.amazonaws.com"}, want: []string{
			`SM205 /Resources/ChurnLaunchRole/Properties/AssumeRolePolicyDocument: scheduler.amazonaws.com cannot assume the role ChurnLaunchRole`,
		}},
		{name: "trust without account", file: directFile, id: "ChurnTrainingRole", path: path("AssumeRolePolicyDocument", "Statement", 0, "Condition"), value: gone{}, want: []string{
			`SM206 /Resources/ChurnTrainingRole/Properties/AssumeRolePolicyDocument: the role ChurnTrainingRole trusts sagemaker.amazonaws.com on behalf of every account`,
		}},
		{name: "trust without group", file: directFile, id: "ChurnLaunchRole", path: path("AssumeRolePolicyDocument", "Statement", 0, "Condition", "StringEquals", "aws:SourceArn"), value: gone{}, want: []string{
			`SM206 /Resources/ChurnLaunchRole/Properties/AssumeRolePolicyDocument: the role ChurnLaunchRole trusts scheduler.amazonaws.com on behalf of every schedule group of the account`,
		}},
		{name: "managed policies", file: directFile, id: "ChurnTrainingRole", path: path("ManagedPolicyArns"), value: []any{"arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"}},
		{name: "broken JSON", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: `{"TrainingJobName":`, want: []string{
			`SM203 /Resources/ChurnSchedule/Properties/Target/Input: the text is no JSON: line 1, column 20: text ends too early: expected a JSON value`,
		}},
		{name: "no object", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: `[]`, want: []string{
			`SM203 /Resources/ChurnSchedule/Properties/Target/Input: the input is no request of CreateTrainingJob`,
		}},
		{name: "no input", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: gone{}, want: []string{
			`SM201 /Resources/ChurnSchedule/Properties/Target/Input#: ChurnSchedule sends a request without AlgorithmSpecification, OutputDataConfig, ResourceConfig, RoleArn, StoppingCondition and TrainingJobName`,
		}},
		{name: "a serverless job", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: request + `,"ServerlessJobConfig":{"BaseModelArn":"arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/llama/1.0.0","JobType":"FineTuning"}}`, want: []string{
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sagemaker:CreateTrainingJob on arn:aws:sagemaker:us-east-1:123456789012:training-job/a-*`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do iam:PassRole on arn:aws:iam::123456789012:role/Elsewhere for sagemaker.amazonaws.com`,
			`SM213 /Resources/ChurnSchedule/Properties/Target/Input#/RoleArn: the role arn:aws:iam::123456789012:role/Elsewhere is not in the template, so that what it may do cannot be proven`,
		}},
		{name: "neither serverless nor machines", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: request + `}`, want: []string{
			`SM201 /Resources/ChurnSchedule/Properties/Target/Input#: ChurnSchedule sends a request without AlgorithmSpecification and ResourceConfig`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sagemaker:CreateTrainingJob on arn:aws:sagemaker:us-east-1:123456789012:training-job/a-*`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do iam:PassRole on arn:aws:iam::123456789012:role/Elsewhere for sagemaker.amazonaws.com`,
			`SM213 /Resources/ChurnSchedule/Properties/Target/Input#/RoleArn: the role arn:aws:iam::123456789012:role/Elsewhere is not in the template, so that what it may do cannot be proven`,
		}},
		{name: "a machine that is not known", file: directFile, id: "ChurnSchedule", path: path("Target", "Input"), value: request + `,"AlgorithmSpecification":{"TrainingInputMode":"File"},"ResourceConfig":{"InstanceType":"ml.m6.large"}}`, want: []string{
			`SM127 /Resources/ChurnSchedule/Properties/Target/Input#/ResourceConfig/InstanceType: ChurnSchedule asks for a machine that is not known: ResourceConfig.InstanceType: got "ml.m6.large", want one of the 225 values of TrainingInstanceType`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do sagemaker:CreateTrainingJob on arn:aws:sagemaker:us-east-1:123456789012:training-job/a-*`,
			`SM207 /Resources/ChurnLaunchRole/Properties/Policies: the role ChurnLaunchRole may not do iam:PassRole on arn:aws:iam::123456789012:role/Elsewhere for sagemaker.amazonaws.com`,
			`SM213 /Resources/ChurnSchedule/Properties/Target/Input#/RoleArn: the role arn:aws:iam::123456789012:role/Elsewhere is not in the template, so that what it may do cannot be proven`,
		}},
		{name: "a queue as role", file: directFile, id: "ChurnSchedule", path: path("Target", "RoleArn"), value: map[string]any{"Fn::GetAtt": []any{"DeadLetterQueue", "Arn"}}, want: []string{
			`SM207 /Resources/ChurnSchedule/Properties/Target/RoleArn: DeadLetterQueue is named as a role, and is AWS::SQS::Queue`,
		}},
		{name: "no role", file: directFile, id: "ChurnSchedule", path: path("Target", "RoleArn"), value: gone{}, want: []string{
			`SM207 /Resources/ChurnSchedule/Properties/Target/RoleArn: no role is named here, without which nobody can act`,
		}},
		{name: "a target of another partition", file: directFile, id: "ChurnSchedule", path: path("Target", "Arn"), value: "arn:aws-cn:scheduler:::aws-sdk:sagemaker:createTrainingJob", want: []string{
			`SM204 /Resources/ChurnSchedule/Properties/Target/Arn: ChurnSchedule has the target arn:aws-cn:scheduler:::aws-sdk:sagemaker:createTrainingJob, which does not exist`,
		}},
		{name: "a target that is a queue", file: directFile, id: "ChurnSchedule", path: path("Target", "Arn"), value: map[string]any{"Fn::GetAtt": []any{"DeadLetterQueue", "Arn"}}, want: []string{
			`SM204 /Resources/ChurnSchedule/Properties/Target/Arn: ChurnSchedule sends a request to arn:aws:sqs:us-east-1:123456789012:${DeadLetterQueue}, which creates no training jobs`,
		}},
		{name: "a target that is imported", file: directFile, id: "ChurnSchedule", path: path("Target", "Arn"), value: map[string]any{"Fn::ImportValue": "launcher"}, want: []string{
			`SM215 /Resources/ChurnSchedule/Properties/Target/Arn: ChurnSchedule sends a request to ${Fn::ImportValue launcher}, which is not in the template: who calls CreateTrainingJob cannot be proven`,
		}},

		{name: "no time", file: lambdaFile, id: "NightlySchedule", path: path("Target", "Input"), value: `{"job":"nightly"}`, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input: what is sent to NightlyFunction names no run: the launcher wants a time, and takes an id`,
		}},
		{name: "no variable", file: lambdaFile, id: "ManualFunction", path: path("Environment"), value: gone{}, want: []string{
			`SM203 /Resources/ManualFunction/Properties/Environment/Variables: the launcher takes a value from the variable VALUE_1, which ManualFunction does not have`,
			`SM201 /Resources/ManualFunction/Properties/Code/ZipFile#/request/RoleArn: ManualFunction sends a request that SageMaker refuses: RoleArn: got 0 characters, want 20 to 2048`,
		}},
		{name: "another log group", file: lambdaFile, id: "ManualFunction", path: path("LoggingConfig"), value: gone{}, want: []string{
			`SM207 /Resources/ManualLaunchRole/Properties/Policies: the role ManualLaunchRole may not do logs:CreateLogGroup on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/${ManualFunction}`,
			`SM207 /Resources/ManualLaunchRole/Properties/Policies: the role ManualLaunchRole may not do logs:CreateLogStream and logs:PutLogEvents on arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/${ManualFunction}:log-stream:*`,
		}},
		{name: "a permission for another rule", file: lambdaFile, id: "ArrivalPermission", path: path("SourceArn"), value: "arn:aws:events:eu-central-1:123456789012:rule/another", want: []string{
			`SM209 /Resources/ArrivalPermission/Properties: ArrivalFunction does not admit the rule ArrivalRule to lambda:InvokeFunction`,
		}},
		{name: "a permission for everybody", file: lambdaFile, id: "ArrivalPermission", path: nil, value: map[string]any{"Action": "lambda:InvokeFunction", "FunctionName": map[string]any{"Ref": "ArrivalFunction"}, "Principal": "events.amazonaws.com"}, want: []string{
			`SM210 /Resources/ArrivalPermission/Properties: ArrivalFunction admits the rules of every account to lambda:InvokeFunction`,
		}},
		{name: "a queue of another stack", file: lambdaFile, id: "ArrivalRule", path: path("Targets", 0, "DeadLetterConfig", "Arn"), value: map[string]any{"Fn::ImportValue": "queue"}, want: []string{
			`SM215 /Resources/ArrivalRule/Properties/Targets/0/DeadLetterConfig/Arn: the queue ${Fn::ImportValue queue} is not in the template, so that it cannot be proven that ArrivalRule may send to it`,
		}},
		{name: "a queue for another rule", file: lambdaFile, id: "DeadLetterQueuePolicy", path: path("PolicyDocument", "Statement", 0, "Condition", "ArnEquals", "aws:SourceArn"), value: "arn:aws:events:eu-central-1:123456789012:rule/another", want: []string{
			`SM209 /Resources/DeadLetterQueuePolicy/Properties/PolicyDocument: DeadLetterQueue does not admit the rule ArrivalRule to sqs:SendMessage`,
		}},

		{name: "no name of an execution", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Sub": `{"StateMachineArn":"${NightlyMachine}","Name":"<aws.scheduler.scheduled-time>","Input":"{}"}`}, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input#/Name: "2026-11-25T02:00:00Z" is no name of an execution`,
			`SM201 /Resources/NightlyMachine/Properties/DefinitionString#/States/Train/Arguments/TrainingJobName: NightlySchedule sends a request that SageMaker refuses: TrainingJobName: got "churn-test-nightly-2026-11-25T02:00:00Z", want letters, digits and dashes, without a dash at either end`,
		}},
		{name: "one name for all executions", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Sub": `{"StateMachineArn":"${NightlyMachine}","Name":"nightly"}`}, want: []string{
			`SM202 /Resources/NightlySchedule/Properties/Target/Input#/Name: each execution is named "nightly", and a state machine takes a name once in 90 days`,
			`SM202 /Resources/NightlyMachine/Properties/DefinitionString#/States/Train/Arguments/TrainingJobName: each run of NightlySchedule is named churn-test-nightly-nightly, and the account takes a name once`,
		}},
		{name: "an input that is no text", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Sub": `{"StateMachineArn":"${NightlyMachine}","Input":{}}`}, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input#/Input: the input of the execution is no string`,
		}},
		{name: "an input that is no JSON", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Sub": `{"StateMachineArn":"${NightlyMachine}","Input":"id"}`}, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input#/Input: the text is no JSON: line 1, column 1: unexpected 'i': expected a JSON value`,
		}},
		{name: "an input with a reference where a name stands", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Join": []any{"", []any{"{", map[string]any{"Fn::Base64": "x"}, "}"}}}, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input: the text is no JSON: line 1, column 2: unexpected reference: expected a key in double quotes`,
		}},
		{name: "a member that the API does not have", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: map[string]any{"Fn::Sub": `{"StateMachineArn":"${NightlyMachine}","stateMachine":"x"}`}, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input#/stateMachine: StartExecution has no member "stateMachine"`,
		}},
		{name: "a machine of another stack", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: `{"StateMachineArn":"arn:aws:states:eu-central-1:123456789012:stateMachine:other"}`, want: []string{
			`SM215 /Resources/NightlySchedule/Properties/Target/Input#/StateMachineArn: NightlySchedule starts the state machine arn:aws:states:eu-central-1:123456789012:stateMachine:other, which is not in the template: what it does cannot be proven`,
		}},
		{name: "no machine", file: stepsFile, id: "NightlySchedule", path: path("Target", "Input"), value: `{"Name":"<aws.scheduler.execution-id>"}`, want: []string{
			`SM203 /Resources/NightlySchedule/Properties/Target/Input#/StateMachineArn: NightlySchedule starts an execution without the ARN of a state machine`,
		}},
		{name: "a rule without a role", file: stepsFile, id: "ArrivalRule", path: path("Targets", 0, "RoleArn"), value: gone{}, want: []string{
			`SM207 /Resources/ArrivalRule/Properties/Targets/0/RoleArn: no role is named here, without which nobody can act`,
		}},
		{name: "no definition", file: stepsFile, id: "ManualMachine", path: path("DefinitionString"), value: "{", want: []string{
			`SM203 /Resources/ManualMachine/Properties/DefinitionString: the text is no JSON: line 1, column 2: text ends too early: expected a key in double quotes`,
		}},
		{name: "one name for all jobs", file: stepsFile, id: "ManualMachine", path: path("DefinitionString"), value: `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sagemaker:createTrainingJob","Arguments":` +
			`{"TrainingJobName":"churn-test-manual-1","RoleArn":"arn:aws:iam::123456789012:role/Elsewhere","OutputDataConfig":{"S3OutputPath":"s3://acme-models/"},"ResourceConfig":{"InstanceCount":1,"VolumeSizeInGB":30},"AlgorithmSpecification":{"TrainingInputMode":"File"},"StoppingCondition":{}},"End":true}}}`, want: []string{
			`SM202 /Resources/ManualMachine/Properties/DefinitionString#/States/A/Arguments/TrainingJobName: each run of ManualMachine is named churn-test-manual-1, and the account takes a name once`,
			`SM207 /Resources/ManualLaunchRole/Properties/Policies: the role ManualLaunchRole may not do iam:PassRole on arn:aws:iam::123456789012:role/Elsewhere for sagemaker.amazonaws.com`,
			`SM213 /Resources/ManualMachine/Properties/DefinitionString#/States/A/Arguments/RoleArn: the role arn:aws:iam::123456789012:role/Elsewhere is not in the template, so that what it may do cannot be proven`,
		}},
		{name: "a machine that keeps a log", file: stepsFile, id: "ManualMachine", path: path("LoggingConfiguration"), value: map[string]any{"Level": "ERROR"}, want: []string{
			`SM207 /Resources/ManualLaunchRole/Properties/Policies: the role ManualLaunchRole may not do logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery, logs:ListLogDeliveries, logs:PutResourcePolicy, logs:DescribeResourcePolicies and logs:DescribeLogGroups`,
		}},
	}
}

// TestFindings changes one thing of a template at a time.
func TestFindings(t *testing.T) {
	templates := goldenTemplates(t)
	for _, c := range findingCases() {
		var got []string
		for _, f := range trace.Prove(edit(templates[c.file], c.id, c.path, c.value), placeOf(c.file)) {
			got = append(got, f.Rule+" "+f.Pointer+": "+f.Message)
			if f.Help == "" && f.Rule != "SM201" { // the model's own messages say it all, where there is no help
				t.Errorf("%s: %s has no next step", c.name, f.Message)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
