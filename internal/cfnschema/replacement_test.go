package cfnschema_test

import (
	"testing"

	"github.com/smgen/smgen/internal/cfnschema"
)

// The expectations are the update behaviour that AWS documents for each property.
func TestReplacement(t *testing.T) {
	for typeName, properties := range map[string]map[string]cfnschema.Recreation{
		"AWS::IAM::Role":           {"RoleName": cfnschema.Always, "Path": cfnschema.Always, "Policies": cfnschema.Never, "AssumeRolePolicyDocument": cfnschema.Never},
		"AWS::IAM::ManagedPolicy":  {"ManagedPolicyName": cfnschema.Always, "Description": cfnschema.Always, "Path": cfnschema.Always, "PolicyDocument": cfnschema.Never},
		"AWS::Events::Rule":        {"Name": cfnschema.Always, "EventBusName": cfnschema.Conditionally, "Targets": cfnschema.Never},
		"AWS::Scheduler::Schedule": {"Name": cfnschema.Always, "GroupName": cfnschema.Never, "Target.Input": cfnschema.Never},
		"AWS::Lambda::Function": {
			"FunctionName": cfnschema.Always, "PackageType": cfnschema.Always, "TenancyConfig": cfnschema.Always,
			"TenancyConfig.TenantIsolationMode": cfnschema.Always, "Code": cfnschema.Never, "Code.S3Key": cfnschema.Never,
			"DurableConfig.ExecutionTimeout": cfnschema.Conditionally,
		},
		"AWS::Lambda::Permission":              {"FunctionName": cfnschema.Always, "Action": cfnschema.Always, "Principal": cfnschema.Always, "SourceArn": cfnschema.Always, "SourceAccount": cfnschema.Always},
		"AWS::Lambda::EventInvokeConfig":       {"FunctionName": cfnschema.Always, "Qualifier": cfnschema.Always, "MaximumRetryAttempts": cfnschema.Never},
		"AWS::Logs::LogGroup":                  {"LogGroupName": cfnschema.Always, "RetentionInDays": cfnschema.Never},
		"AWS::SQS::Queue":                      {"QueueName": cfnschema.Always, "FifoQueue": cfnschema.Always, "DelaySeconds": cfnschema.Never},
		"AWS::SNS::Topic":                      {"TopicName": cfnschema.Always, "FifoTopic": cfnschema.Always},
		"AWS::CloudWatch::Alarm":               {"AlarmName": cfnschema.Always, "Threshold": cfnschema.Never},
		"AWS::SSM::Parameter":                  {"Name": cfnschema.Always, "Value": cfnschema.Never},
		"AWS::StepFunctions::StateMachine":     {"StateMachineName": cfnschema.Always, "StateMachineType": cfnschema.Always, "DefinitionString": cfnschema.Never},
		"AWS::SageMaker::Pipeline":             {"PipelineName": cfnschema.Always, "PipelineDefinition": cfnschema.Never},
		"AWS::SageMaker::ModelPackageGroup":    {"ModelPackageGroupName": cfnschema.Always, "ModelPackageGroupDescription": cfnschema.Always, "Tags": cfnschema.Never},
		"AWS::SageMaker::MlflowTrackingServer": {"TrackingServerName": cfnschema.Always, "MlflowVersion": cfnschema.Conditionally, "RoleArn": cfnschema.Conditionally, "TrackingServerSize": cfnschema.Never},
		"AWS::SageMaker::MlflowApp":            {"Name": cfnschema.Always, "RoleArn": cfnschema.Always, "ArtifactStoreUri": cfnschema.Never},
		"Custom::Unknown":                      {"Anything": cfnschema.Conditionally},
	} {
		for property, want := range properties {
			if got := cfnschema.Replacement(typeName, property); got != want {
				t.Errorf("Replacement(%s, %s) = %v, want %v", typeName, property, got, want)
			}
		}
	}
}

func TestReplacementOfNestedProperties(t *testing.T) {
	typ := &cfnschema.Type{CreateOnly: []string{"Spec.Disks.*.Kind"}}
	for property, want := range map[string]cfnschema.Recreation{
		"Spec":                   cfnschema.Conditionally,
		"Spec.Disks":             cfnschema.Conditionally,
		"Spec.Disks.0":           cfnschema.Conditionally,
		"Spec.Disks.0.Kind":      cfnschema.Always,
		"Spec.Disks.0.Kind.Name": cfnschema.Always,
		"Spec.Disks.0.Size":      cfnschema.Never,
		"Specs":                  cfnschema.Never,
	} {
		if got := typ.Replacement(property); got != want {
			t.Errorf("Replacement(%s) = %v, want %v", property, got, want)
		}
	}
}

func TestRecreationString(t *testing.T) {
	for r, want := range map[cfnschema.Recreation]string{cfnschema.Never: "Never", cfnschema.Conditionally: "Conditionally", cfnschema.Always: "Always"} {
		if r.String() != want {
			t.Errorf("%d: %q, want %q", r, r, want)
		}
	}
}
