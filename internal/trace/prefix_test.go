package trace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

func TestPrefix(t *testing.T) {
	for name, want := range map[string]string{
		`"churn-<aws.scheduler.execution-id>"`: "churn-",
		`"churn"`:                              "churn",
		`{"Fn::Join": ["", [{"Ref": "Team"}, "-<aws.scheduler.execution-id>"]]}`: "${Team}-",
		`""`: "",
	} {
		d, err := template.Parse([]byte(`{"Resources": {"Team": {"Type": "Acme::Team::Team"}, "Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {
			"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
			"Input": {"Fn::ToJsonString": {"TrainingJobName": ` + name + `}}}}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range trace.Launches(d, trace.Place{Partition: "aws"}) {
			got = append(got, l.Prefix())
		}
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
