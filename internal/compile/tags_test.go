package compile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// TestTags demands that every resource that can be tagged, other than those that
// the user wrote, has the tags of its stack or of one of its jobs, whole.
func TestTags(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	tagged := map[string]bool{}
	for _, r := range compileAll(t, template.JSON) {
		document, err := template.Parse(r.Template)
		if err != nil {
			t.Fatal(err)
		}
		for id, resource := range document.Resources {
			known, ok := cfnschema.Lookup(resource.Type)
			if !ok {
				t.Errorf("%s: %s: there is no schema of %s", r.Dir, id, resource.Type)
				continue
			}
			property, taggable := known.TagProperty()
			if _, raw := r.Stack.Resources[id]; raw || !taggable {
				continue
			}
			tagged[resource.Type] = true
			if !isTagged(r.Stack, resource.Properties[property]) {
				t.Errorf("%s: %s has the tags %v", r.Dir, id, resource.Properties[property])
			}
		}
	}
	want := map[string]bool{
		"AWS::Events::Rule": true, "AWS::IAM::Role": true, "AWS::Lambda::Function": true, "AWS::Logs::LogGroup": true,
		"AWS::CloudWatch::Alarm": true, "AWS::Lambda::EventSourceMapping": true, "AWS::SNS::Topic": true,
		"AWS::SageMaker::MlflowApp": true, "AWS::SageMaker::MlflowTrackingServer": true, "AWS::SageMaker::ModelPackageGroup": true,
		"AWS::SQS::Queue": true, "AWS::Scheduler::ScheduleGroup": true, "AWS::StepFunctions::StateMachine": true,
	}
	if diff := cmp.Diff(want, tagged); diff != "" {
		t.Errorf("tagged types of resources (-want +got):\n%s", diff)
	}
}

func isTagged(stack *spec.Stack, got any) bool {
	if cmp.Equal(got, tagList(request.Tags(stack, nil))) {
		return true
	}
	for _, job := range stack.Jobs {
		if cmp.Equal(got, tagList(request.Tags(stack, job))) {
			return true
		}
	}
	return false
}

func tagList(tags []request.Tag) any {
	var list []any
	for _, tag := range tags {
		list = append(list, map[string]any{"Key": tag.Key, "Value": tag.Value})
	}
	return list
}
