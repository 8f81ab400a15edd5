package physical_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/localcfn/physical"
)

var owner = physical.Owner{
	Account: "123456789012", Region: "eu-central-1", Stack: "churn",
	ID: "arn:aws:cloudformation:eu-central-1:123456789012:stack/churn/u",
}

// Names that templates choose, so that nothing is random; the forms are those of
// the types' pages in the template reference.
func TestChosenNames(t *testing.T) {
	for _, test := range []struct {
		typeName, property, ref, attribute, value string
		more                                      map[string]any
	}{
		{typeName: "AWS::IAM::Role", property: "RoleName", ref: "n", attribute: "Arn", value: "arn:aws:iam::123456789012:role/n"},
		{typeName: "AWS::IAM::Role", property: "RoleName", ref: "n", attribute: "Arn", value: "arn:aws:iam::123456789012:role/a/b/n", more: map[string]any{"Path": "/a/b/"}},
		{typeName: "AWS::IAM::ManagedPolicy", property: "ManagedPolicyName", ref: "arn:aws:iam::123456789012:policy/n", attribute: "PolicyArn", value: "arn:aws:iam::123456789012:policy/n"},
		{typeName: "AWS::Events::Rule", property: "Name", ref: "n", attribute: "Arn", value: "arn:aws:events:eu-central-1:123456789012:rule/n"},
		{typeName: "AWS::Events::Rule", property: "Name", ref: "b|n", attribute: "Arn", value: "arn:aws:events:eu-central-1:123456789012:rule/b/n", more: map[string]any{"EventBusName": "b"}},
		{typeName: "AWS::Events::Rule", property: "Name", ref: "b|n", attribute: "Arn", value: "arn:aws:events:eu-central-1:123456789012:rule/b/n", more: map[string]any{"EventBusName": "arn:aws:events:eu-central-1:123456789012:event-bus/b"}},
		{typeName: "AWS::Scheduler::Schedule", property: "Name", ref: "n", attribute: "Arn", value: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/n"},
		{typeName: "AWS::Scheduler::Schedule", property: "Name", ref: "n", attribute: "Arn", value: "arn:aws:scheduler:eu-central-1:123456789012:schedule/g/n", more: map[string]any{"GroupName": "g"}},
		{typeName: "AWS::Scheduler::ScheduleGroup", property: "Name", ref: "n", attribute: "Arn", value: "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/n"},
		{typeName: "AWS::Lambda::Function", property: "FunctionName", ref: "n", attribute: "Arn", value: "arn:aws:lambda:eu-central-1:123456789012:function:n"},
		{typeName: "AWS::Logs::LogGroup", property: "LogGroupName", ref: "n", attribute: "Arn", value: "arn:aws:logs:eu-central-1:123456789012:log-group:n:*"},
		{typeName: "AWS::CloudWatch::Alarm", property: "AlarmName", ref: "n", attribute: "Arn", value: "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:n"},
		{typeName: "AWS::SQS::Queue", property: "QueueName", ref: "https://sqs.eu-central-1.amazonaws.com/123456789012/n", attribute: "Arn", value: "arn:aws:sqs:eu-central-1:123456789012:n"},
		{typeName: "AWS::SNS::Topic", property: "TopicName", ref: "arn:aws:sns:eu-central-1:123456789012:n", attribute: "TopicName", value: "n"},
		{typeName: "AWS::SSM::Parameter", property: "Name", ref: "n", attribute: "Value", value: "v", more: map[string]any{"Value": "v"}},
		{typeName: "AWS::StepFunctions::StateMachine", property: "StateMachineName", ref: "arn:aws:states:eu-central-1:123456789012:stateMachine:n", attribute: "Name", value: "n"},
		{typeName: "AWS::SageMaker::ModelPackageGroup", property: "ModelPackageGroupName", ref: "arn:aws:sagemaker:eu-central-1:123456789012:model-package-group/n", attribute: "ModelPackageGroupArn", value: "arn:aws:sagemaker:eu-central-1:123456789012:model-package-group/n"},
		{typeName: "AWS::SageMaker::MlflowTrackingServer", property: "TrackingServerName", ref: "n", attribute: "TrackingServerArn", value: "arn:aws:sagemaker:eu-central-1:123456789012:mlflow-tracking-server/n"},
		{typeName: "AWS::S3::Bucket", property: "BucketName", ref: "n", attribute: "Arn", value: "arn:aws:s3:::n"},
		{typeName: "AWS::S3::BucketPolicy", property: "Bucket", ref: "n"},
		{typeName: "AWS::Made::Up", property: "Name", attribute: "Colour", value: "red", more: map[string]any{"Colour": "red"}},
	} {
		properties := map[string]any{test.property: "n"}
		maps.Copy(properties, test.more)
		got := physical.Identify(owner, test.typeName, "Id", properties, 0)
		if test.ref != "" && got.Physical != test.ref {
			t.Errorf("%s: Ref is %s, want %s", test.typeName, got.Physical, test.ref)
		}
		if test.attribute != "" {
			if value := got.Attribute(test.attribute, properties); value != test.value {
				t.Errorf("%s: %s is %v, want %s", test.typeName, test.attribute, value, test.value)
			}
		}
	}
}

func TestPartitions(t *testing.T) {
	there := owner
	there.Region = "cn-north-1"
	got := physical.Identify(there, "AWS::SQS::Queue", "Id", map[string]any{"QueueName": "n"}, 0)
	want := physical.Identity{
		Physical: "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/n", Name: "n", Custom: true, Scope: "123456789012/cn-north-1",
		Attributes: map[string]string{
			"Arn": "arn:aws-cn:sqs:cn-north-1:123456789012:n", "QueueName": "n", "QueueUrl": "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/n",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestScopes(t *testing.T) {
	for typeName, want := range map[string]string{"AWS::IAM::Role": "123456789012", "AWS::S3::Bucket": "", "AWS::SQS::Queue": "123456789012/eu-central-1"} {
		if got := physical.Identify(owner, typeName, "Id", nil, 0).Scope; got != want {
			t.Errorf("%s: %q, want %q", typeName, got, want)
		}
	}
}

// Every type that smgen emits has names and attributes of its own.
func TestTypesThatAreEmitted(t *testing.T) {
	for _, typeName := range cfnschema.Types() {
		schema, _ := cfnschema.Lookup(typeName)
		id := physical.Identify(owner, typeName, "Nightly", map[string]any{"TopicArn": "arn:aws:sns:::t", "Bucket": "b", "FunctionName": "f", "Qualifier": "q"}, 0)
		for _, name := range schema.Attributes {
			value, _ := id.Attribute(name, nil).(string)
			if value == "" {
				t.Errorf("%s has no %s", typeName, name)
			}
			last := name[strings.LastIndex(name, ".")+1:]
			if _, err := arn.Parse(value); err != nil && strings.HasSuffix(last, "Arn") && !strings.Contains(name, ".") {
				t.Errorf("%s: %s is %s: %v", typeName, name, value, err)
			}
		}
		if slices.Contains(schema.Attributes, "Arn") && id.Attributes["Arn"] == "" {
			t.Errorf("%s: the ARN is made up", typeName)
		}
		if id.Physical == "" {
			t.Errorf("%s has no physical ID", typeName)
		}
	}
}

func TestGeneratedNames(t *testing.T) {
	long := owner
	long.Stack = strings.Repeat("stack", 25)
	for _, test := range []struct {
		o        physical.Owner
		typeName string
		id       string
		form     string
	}{
		{owner, "AWS::IAM::Role", "NightlyRole", `^churn-NightlyRole-[A-Z2-7]{12}$`},
		{owner, "AWS::S3::Bucket", "Artifacts", `^churn-artifacts-[a-z2-7]{12}$`},
		{owner, "AWS::KMS::Key", "Key", `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
		{owner, "AWS::SageMaker::MlflowApp", "App", `^arn:aws:sagemaker:eu-central-1:123456789012:mlflow-app/app-[A-Z2-7]{12}$`},
		{long, "AWS::IAM::Role", strings.Repeat("Nightly", 20), `^stack[a-z]{20}-NightlyNightlyNightlyNigh-[A-Z2-7]{12}$`},
		{long, "AWS::IAM::Role", "Role", `^(stack){9}s-Role-[A-Z2-7]{12}$`},
		{owner, "AWS::SQS::Queue", strings.Repeat("Q", 200), `/churn-Q{61}-[A-Z2-7]{12}$`},
	} {
		got := physical.Identify(test.o, test.typeName, test.id, nil, 0)
		if !regexp.MustCompile(test.form).MatchString(got.Physical) {
			t.Errorf("%s %s: %s, want %s", test.typeName, test.id, got.Physical, test.form)
		}
		if got.Custom {
			t.Errorf("%s %s: the template has not chosen %s", test.typeName, test.id, got.Name)
		}
		if again := physical.Identify(test.o, test.typeName, test.id, nil, 0); !cmp.Equal(got, again) {
			t.Errorf("%s %s: %v, and then %v", test.typeName, test.id, got, again)
		}
		if next := physical.Identify(test.o, test.typeName, test.id, nil, 1); next.Physical == got.Physical {
			t.Errorf("%s %s: a replacement has the same name", test.typeName, test.id)
		}
	}
}
