package removal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

var now = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

func TestLoss(t *testing.T) {
	id := review.Identity{Name: "churn-staging", Account: "123456789012", Region: "us-east-1"}
	for name, test := range map[string]struct{ template, want string }{
		"nothing": {"", "  it has no resources\n"},
		"of every kind": {`{"Resources": {
			"Archive": {"Type": "AWS::S3::Bucket"},
			"Queue": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"},
			"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}},
			"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {
				"ScheduleExpression": "cron(0 2 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED",
				"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
					"Input": "{\"TrainingJobName\":\"churn-nightly-<aws.scheduler.execution-id>\"}"}}},
			"Paused": {"Type": "AWS::Scheduler::Schedule", "Properties": {
				"ScheduleExpression": "cron(0 2 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "DISABLED",
				"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
					"Input": "{\"TrainingJobName\":\"churn-paused-<aws.scheduler.execution-id>\"}"}}}
		}, "Outputs": {"Queue": {"Value": {"Ref": "Queue"}, "Export": {"Name": "churn:queue"}}}}`, `  stops
    churn-nightly: schedule removed: every day at 02:00 UTC (the next run would have been Thu 2026-11-26 02:00 UTC)
    churn-paused: schedule removed: every day at 02:00 UTC, which was disabled
  lost
    Archive (AWS::S3::Bucket) with its objects is deleted: to keep it, deploy it with DeletionPolicy: Retain first. CloudFormation deletes an empty bucket only: with objects in it the deletion fails
  stays behind
    Queue (AWS::SQS::Queue) with its messages stays behind when it leaves the stack, and costs what it costs: delete it by hand once nobody needs it
  deleted
    AWS::IAM::Role Role
    AWS::S3::Bucket Archive
    AWS::Scheduler::Schedule Nightly, Paused
  no longer exported
    churn:queue
`},
	} {
		var text []byte
		if test.template != "" {
			text = []byte(test.template)
		}
		loss, err := removal.LossOf(id, text, now)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, loss.Text(output.Text{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestLossOfGoldens demands of every golden that each of its triggers is among what
// stops.
func TestLossOfGoldens(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../../../../testdata/golden", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(name) != "template.json" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		document, err := template.Parse(text)
		if err != nil {
			return err
		}
		loss, err := removal.LossOf(review.Identity{Name: "golden"}, text, now)
		if err != nil {
			return err
		}
		triggers := 0
		for _, l := range trace.Launches(document, trace.Place{}) {
			if l.Trigger != "" {
				triggers++
			}
		}
		if len(loss.Stops) < triggers {
			t.Errorf("%s: %d triggers, and only %d stop: %+v", name, triggers, len(loss.Stops), loss.Stops)
		}
		seen += triggers
		return nil
	})
	if err != nil || seen < 50 {
		t.Errorf("found %d triggers in the goldens, want at least 50: %v", seen, err)
	}
}
