package cfnschema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/cfnschema"
)

const schedule = `"ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "a", "RoleArn": {"Fn::GetAtt": ["R", "Arn"]}}`

func TestCheck(t *testing.T) {
	const role, queue, lambda, alarm = "AWS::IAM::Role", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::CloudWatch::Alarm"
	for name, test := range map[string]struct {
		typeName   string
		properties string
		want       []cfnschema.Problem
	}{
		"fine":          {"AWS::Scheduler::Schedule", `{` + schedule + `}`, nil},
		"no properties": {queue, `null`, nil},
		"missing required": {"AWS::Scheduler::Schedule", `{"ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {}}`, []cfnschema.Problem{
			{Message: `required property "Target" is missing`},
			{Pointer: "/FlexibleTimeWindow", Message: `required property "Mode" is missing`},
		}},
		"removed by NoValue": {"AWS::SNS::TopicPolicy", `{"Topics": {"Ref": "AWS::NoValue"}, "PolicyDocument": {}}`, []cfnschema.Problem{
			{Message: `required property "Topics" is missing`},
		}},
		"unknown with a suggestion": {queue, `{"QueuName": "q"}`, []cfnschema.Problem{
			{Pointer: "/QueuName", Message: `unknown property "QueuName"`, Help: `did you mean "QueueName"?`},
		}},
		"unknown without": {"AWS::SNS::TopicPolicy", `{"Colour": 1, "PolicyDocument": "{}", "Topics": []}`, []cfnschema.Problem{
			{Pointer: "/Colour", Message: `unknown property "Colour"`, Help: "allowed: Id, PolicyDocument and Topics"},
		}},
		"unknown, nested in a definition": {"AWS::Scheduler::Schedule", `{"Name": "n", ` + strings.Replace(schedule, `"Arn": "a"`, `"Arn": "a", "Retry": {}`, 1) + `}`, []cfnschema.Problem{
			{Pointer: "/Target/Retry", Message: `unknown property "Retry"`, Help: "allowed: Arn, DeadLetterConfig, EcsParameters, EventBridgeParameters, Input, KinesisParameters, RetryPolicy, RoleArn, SageMakerPipelineParameters and SqsParameters"},
		}},
		"pointer is escaped": {queue, `{"a/b~c": 1}`, []cfnschema.Problem{
			{Pointer: "/a~1b~0c", Message: `unknown property "a/b~c"`, Help: "allowed: Arn, ContentBasedDeduplication, DeduplicationScope, DelaySeconds, FifoQueue, FifoThroughputLimit, KmsDataKeyReusePeriodSeconds, KmsMasterKeyId, MaximumMessageSize, MessageRetentionPeriod, QueueName, QueueUrl, ReceiveMessageWaitTimeSeconds, RedriveAllowPolicy, RedrivePolicy, SqsManagedSseEnabled, Tags and VisibilityTimeout"},
		}},
		"types": {queue, `{"DelaySeconds": "soon", "QueueName": ["q"], "FifoQueue": "yes", "Tags": {"a": "b"}, "VisibilityTimeout": 1.5}`, []cfnschema.Problem{
			{Pointer: "/DelaySeconds", Message: `expected an integer, got the string "soon"`},
			{Pointer: "/FifoQueue", Message: `expected a boolean, got the string "yes"`},
			{Pointer: "/QueueName", Message: `expected a string, got an array`},
			{Pointer: "/Tags", Message: `expected an array, got an object`},
			{Pointer: "/VisibilityTimeout", Message: `expected an integer, got 1.5`},
		}},
		"scalars that CloudFormation converts": {queue, `{"DelaySeconds": "30", "QueueName": 7, "FifoQueue": "false"}`, nil},
		"a converted number keeps its limits": {queue, `{"DelaySeconds": "901"}`, []cfnschema.Problem{
			{Pointer: "/DelaySeconds", Message: "901 is too large, at most 900 allowed"},
		}},
		"null": {queue, `{"QueueName": null}`, []cfnschema.Problem{
			{Pointer: "/QueueName", Message: "null is not allowed in a template", Help: "leave the property out"},
		}},
		"enum": {"AWS::Scheduler::Schedule", `{` + strings.Replace(schedule, "OFF", "Off", 1) + `}`, []cfnschema.Problem{
			{Pointer: "/FlexibleTimeWindow/Mode", Message: `"Off" is not an allowed value`, Help: `did you mean "OFF"?`},
		}},
		"enum of numbers": {"AWS::Logs::LogGroup", `{"RetentionInDays": 31}`, []cfnschema.Problem{
			{Pointer: "/RetentionInDays", Message: `"31" is not an allowed value`, Help: "allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653"},
		}},
		"pattern": {role, `{"AssumeRolePolicyDocument": {}, "RoleName": "a b"}`, []cfnschema.Problem{
			{Pointer: "/RoleName", Message: `"a b" does not match ^[\w+=,.@-]+$`},
		}},
		"length is counted in characters": {"AWS::Scheduler::ScheduleGroup", `{"Name": "` + strings.Repeat("n", 65) + `", "Tags": [{"Key": "` + strings.Repeat("ü", 128) + `", "Value": "v"}]}`, []cfnschema.Problem{
			{Pointer: "/Name", Message: "65 characters, at most 64 allowed"},
		}},
		"too short": {"AWS::Events::Rule", `{"Name": "", "ScheduleExpression": "rate(1 day)"}`, []cfnschema.Problem{
			{Pointer: "/Name", Message: "0 characters, at least 1 expected"},
		}},
		"range": {role, `{"AssumeRolePolicyDocument": {}, "MaxSessionDuration": 60}`, []cfnschema.Problem{
			{Pointer: "/MaxSessionDuration", Message: "60 is too small, at least 3600 expected"},
		}},
		"items": {lambda, `{"Role": {"Ref": "R"}, "Code": {"S3Key": "k"}, "Architectures": [], "Layers": {"Ref": "L"}}`, []cfnschema.Problem{
			{Pointer: "/Architectures", Message: "0 items, at least 1 expected"},
		}},
		"too many items": {"AWS::Events::Rule", `{"EventPattern": {}, "Targets": [{"Id": "1", "Arn": "a"}, {"Id": "2", "Arn": "a"}, {"Id": "3", "Arn": "a"}, {"Id": "4", "Arn": "a"}, {"Id": "5", "Arn": "a"}, {"Ref": "AWS::NoValue"}, {"Id": "6", "Arn": "a"}]}`, []cfnschema.Problem{
			{Pointer: "/Targets", Message: "6 items, at most 5 allowed"},
		}},
		"repeated items": {role, `{"AssumeRolePolicyDocument": {}, "ManagedPolicyArns": [{"Ref": "P"}, {"Ref": "P"}]}`, []cfnschema.Problem{
			{Pointer: "/ManagedPolicyArns/1", Message: "repeats item 0; items must differ"},
		}},
		"pattern properties": {"AWS::SSM::Parameter", `{"Type": "String", "Value": "v", "Tags": {"a b": "c", "d!": "e"}}`, []cfnschema.Problem{
			{Pointer: "/Tags/d!", Message: `name "d!" does not match ^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`},
		}},
		"one of, required": {"AWS::SageMaker::Pipeline", `{"PipelineName": "p", "RoleArn": {"Ref": "R"}, "PipelineDefinition": {}}`, []cfnschema.Problem{
			{Pointer: "/PipelineDefinition", Message: "one of PipelineDefinitionBody or PipelineDefinitionS3Location is required"},
		}},
		"one of, inside": {"AWS::SageMaker::Pipeline", `{"PipelineName": "p", "RoleArn": {"Ref": "R"}, "PipelineDefinition": {"PipelineDefinitionS3Location": {"Bucket": "b"}}}`, []cfnschema.Problem{
			{Pointer: "/PipelineDefinition/PipelineDefinitionS3Location", Message: `required property "Key" is missing`},
		}},
		"one of, both": {"AWS::SageMaker::Pipeline", `{"PipelineName": "p", "RoleArn": {"Ref": "R"}, "PipelineDefinition": {"PipelineDefinitionBody": "{}", "PipelineDefinitionS3Location": {"Bucket": "b", "Key": "k"}}}`, []cfnschema.Problem{
			{Pointer: "/PipelineDefinition", Message: "PipelineDefinitionBody and PipelineDefinitionS3Location exclude each other; keep one"},
		}},
		"one of, both fit": {alarm, `{"MetricName": "m", "EvaluationWindow": {"WallClockWindow": {}, "SlidingWindow": {}}}`, []cfnschema.Problem{
			{Pointer: "/EvaluationWindow", Message: "WallClockWindow and SlidingWindow exclude each other; keep one"},
		}},
		"any of": {"AWS::IAM::Policy", `{"PolicyName": "p", "PolicyDocument": {}}`, []cfnschema.Problem{
			{Message: "one of Users, Groups or Roles is required"},
		}},
		"any of, types": {"AWS::StepFunctions::StateMachine", `{"RoleArn": {"Ref": "R"}, "DefinitionSubstitutions": {"a": "b", "c": []}}`, []cfnschema.Problem{
			{Pointer: "/DefinitionSubstitutions/c", Message: "expected a string, an integer or a boolean, got an array"},
		}},
		"required or": {"AWS::Events::Rule", `{"State": "ENABLED"}`, []cfnschema.Problem{
			{Message: "one of EventPattern or ScheduleExpression is required"},
		}},
		"required xor": {alarm, `{"MetricName": "m", "Metrics": [], "Threshold": 1, "ThresholdMetricId": "t"}`, []cfnschema.Problem{
			{Message: "Metrics and MetricName exclude each other; keep one"},
			{Message: "Threshold and ThresholdMetricId exclude each other; keep one"},
		}},
		"condition": {lambda, `{"Role": {"Ref": "R"}, "Code": {"ZipFile": "x"}, "Timeout": 901, "Runtime": "java21"}`, []cfnschema.Problem{
			{Pointer: "/Runtime", Message: `"java21" does not match ^(nodejs.*|python.*)$`},
			{Pointer: "/Timeout", Message: "901 is too large, at most 900 allowed"},
		}},
		"condition that needs a property": {lambda, `{"Role": {"Ref": "R"}, "Code": {"ZipFile": "x"}}`, []cfnschema.Problem{
			{Message: `required property "Runtime" is missing`},
		}},
		"condition on a literal":      {queue, `{"FifoQueue": true, "QueueName": "q"}`, []cfnschema.Problem{{Pointer: "/QueueName", Message: `"q" does not match ^.*\.fifo$`}}},
		"condition on a symbol":       {queue, `{"FifoQueue": {"Fn::If": ["C", true, false]}, "QueueName": "q"}`, nil},
		"symbols everywhere":          {role, `{"AssumeRolePolicyDocument": {"Fn::Sub": "{}"}, "Tags": [{"Fn::If": ["C", {"Ref": "AWS::NoValue"}, {"Key": "k", "Value": "v"}]}], "RoleName": {"Fn::Join": ["", ["a", "b"]]}}`, nil},
		"whole properties symbolic":   {role, `{"Fn::Transform": {"Name": "AWS::Include"}}`, nil},
		"a transform beside the rest": {role, `{"Fn::Transform": {"Name": "AWS::Include"}, "RoleName": "r"}`, nil},
		"dynamic reference":           {role, `{"AssumeRolePolicyDocument": {}, "RoleName": "{{resolve:ssm:/a role/with:1}}", "MaxSessionDuration": "{{resolve:ssm:/d}}"}`, nil},
		"read-only": {role, `{"AssumeRolePolicyDocument": {}, "Arn": "arn:aws:iam::123456789012:role/r"}`, []cfnschema.Problem{
			{Pointer: "/Arn", Message: "property is read-only", Help: "leave it out; Fn::GetAtt returns it after deployment"},
		}},
		"read-only, nested": {lambda, `{"Role": {"Ref": "R"}, "Code": {"S3Key": "k"}, "SnapStartResponse": {"ApplyOn": "None"}}`, []cfnschema.Problem{
			{Pointer: "/SnapStartResponse", Message: "property is read-only", Help: "leave it out; Fn::GetAtt returns it after deployment"},
			{Pointer: "/SnapStartResponse/ApplyOn", Message: "property is read-only", Help: "leave it out; Fn::GetAtt returns it after deployment"},
		}},
		"const": {"AWS::S3::Bucket", `{"AnalyticsConfigurations": [{"Id": "a", "StorageClassAnalysis": {"DataExport": {"OutputSchemaVersion": "V_2", "Destination": {"Ref": "D"}}}}]}`, []cfnschema.Problem{
			{Pointer: "/AnalyticsConfigurations/0/StorageClassAnalysis/DataExport/OutputSchemaVersion", Message: `"V_2" is not allowed, expected V_1`},
		}},
		"const beside an enum": {"AWS::S3::Bucket", `{"ObjectLockConfiguration": {"ObjectLockEnabled": "On"}}`, []cfnschema.Problem{
			{Pointer: "/ObjectLockConfiguration/ObjectLockEnabled", Message: `"On" is not allowed, expected Enabled`},
		}},
		"empty object": {"AWS::StepFunctions::StateMachine", `{"RoleArn": {"Ref": "R"}, "Definition": {}}`, []cfnschema.Problem{
			{Pointer: "/Definition", Message: "0 properties, at least 1 expected"},
		}},
		"repeated items where they may":       {"AWS::Events::Rule", `{"EventPattern": {}, "Tags": [{"Key": "k", "Value": "v"}, {"Key": "k", "Value": "v"}]}`, nil},
		"condition with a negation":           {lambda, `{"Role": {"Ref": "R"}, "Code": {"S3Key": "k"}, "Timeout": 901, "CapacityProviderConfig": {"Ref": "C"}}`, nil},
		"one of, decided by a transform":      {alarm, `{"MetricName": "m", "EvaluationWindow": {"WallClockWindow": {}, "Fn::Transform": {"Name": "AWS::Include"}}}`, nil},
		"an object with a key Ref and others": {"AWS::SNS::TopicPolicy", `{"Topics": [], "PolicyDocument": {"Ref": "AWS::NoValue", "Version": "1"}}`, nil},
		"free-form object":                    {"AWS::Events::Rule", `{"EventPattern": {"detail": {"Ref": "x", "n": [1, {"prefix": "p"}]}}}`, nil},
		"policy as a string is limited, as an object not": {role, `{"AssumeRolePolicyDocument": ""}`, []cfnschema.Problem{
			{Pointer: "/AssumeRolePolicyDocument", Message: "0 characters, at least 1 expected"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			typ, ok := cfnschema.Lookup(test.typeName)
			if !ok {
				t.Fatalf("no schema of %s", test.typeName)
			}
			if diff := cmp.Diff(test.want, typ.Check(decode(t, test.properties))); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
		})
	}
}

func decode(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("decode %s: %v", text, err)
	}
	return v
}
