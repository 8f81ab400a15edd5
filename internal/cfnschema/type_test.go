package cfnschema_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/cfnschema"
)

func TestEveryTypeDecodes(t *testing.T) {
	names := cfnschema.Types()
	if len(names) != 27 {
		t.Errorf("%d types, want 27", len(names))
	}
	for _, name := range names {
		typ, ok := cfnschema.Lookup(name)
		if !ok || typ.Name != name || len(typ.Properties()) == 0 {
			t.Errorf("Lookup(%q) = %+v, %t", name, typ, ok)
		}
	}
	if _, ok := cfnschema.Lookup("AWS::SageMaker::TrainingJob"); ok {
		t.Error("CloudFormation has no training-job resource, and smgen must not have one either")
	}
}

// The expectations are AWS's documentation of each type's return values.
func TestAttributes(t *testing.T) {
	for name, want := range map[string][]string{
		"AWS::Events::Rule":                    {"Arn", "RuleName"},
		"AWS::IAM::Role":                       {"Arn", "RoleId"},
		"AWS::Lambda::Permission":              {"Id"},
		"AWS::SageMaker::MlflowTrackingServer": {"TrackingServerArn"},
		"AWS::SageMaker::ModelPackageGroup":    {"CreationTime", "ModelPackageGroupArn", "ModelPackageGroupStatus"},
		"AWS::SageMaker::Pipeline":             nil,
		"AWS::Scheduler::Schedule":             {"Arn"},
		"AWS::Scheduler::ScheduleGroup":        {"Arn", "CreationDate", "LastModificationDate", "State"},
		"AWS::StepFunctions::StateMachine":     {"Arn", "Name", "StateMachineRevisionId"},
	} {
		if diff := cmp.Diff(want, lookup(t, name).Attributes, cmp.Transformer("empty", nilIfEmpty)); diff != "" {
			t.Errorf("%s attributes (-want +got):\n%s", name, diff)
		}
	}
}

func nilIfEmpty(list []string) []string { return append([]string(nil), list...) }

func TestTags(t *testing.T) {
	type tags struct{ Taggable, Map bool }
	for name, want := range map[string]tags{
		"AWS::Events::Rule":                 {Taggable: true},
		"AWS::IAM::ManagedPolicy":           {},
		"AWS::Lambda::Permission":           {},
		"AWS::SSM::Parameter":               {Taggable: true, Map: true},
		"AWS::SageMaker::MlflowApp":         {Taggable: true},
		"AWS::Scheduler::Schedule":          {},
		"AWS::Scheduler::ScheduleGroup":     {Taggable: true},
		"AWS::StepFunctions::StateMachine":  {Taggable: true},
		"AWS::SageMaker::ModelPackageGroup": {Taggable: true},
	} {
		typ := lookup(t, name)
		_, taggable := typ.TagProperty()
		if got := (tags{taggable, typ.TagsAreMap()}); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestTypeKnows(t *testing.T) {
	got := lookup(t, "AWS::Scheduler::Schedule")
	type facts struct{ Required, ReadOnly, CreateOnly, Identifier []string }
	want := facts{[]string{"FlexibleTimeWindow", "ScheduleExpression", "Target"}, []string{"Arn"}, []string{"Name"}, []string{"Name"}}
	if diff := cmp.Diff(want, facts{got.Required, got.ReadOnly, got.CreateOnly, got.PrimaryIdentifier}); diff != "" {
		t.Errorf("Schedule (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"MlflowVersion", "RoleArn"}, lookup(t, "AWS::SageMaker::MlflowTrackingServer").ConditionalCreateOnly); diff != "" {
		t.Errorf("MlflowTrackingServer (-want +got):\n%s", diff)
	}
}

func lookup(t *testing.T, name string) *cfnschema.Type {
	t.Helper()
	typ, ok := cfnschema.Lookup(name)
	if !ok {
		t.Fatalf("no schema of %s", name)
	}
	return typ
}

func FuzzCheck(f *testing.F) {
	f.Add(`{"Target": {"Arn": [null]}, "Tags": [{"Ref": "AWS::NoValue"}], "Fn::Transform": 1}`)
	f.Add(`{"PipelineDefinition": {"PipelineDefinitionBody": 1, "Fn::ForEach::X": []}}`)
	f.Add(`{"Period": "61", "Code": {"ZipFile": "{{resolve:ssm:a}}"}, "FifoQueue": "true"}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		for _, name := range cfnschema.Types() {
			typ := lookup(t, name)
			if diff := cmp.Diff(typ.Check(v), typ.Check(v)); diff != "" {
				t.Errorf("%s: two checks of %s differ:\n%s", name, text, diff)
			}
		}
	})
}
