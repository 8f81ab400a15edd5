package drift_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate/drift"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/review"
	"github.com/smgen/smgen/internal/secret"
)

var now = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// explain returns what people read of the resources that drifted in the golden of
// schedules.
func explain(t *testing.T, resources ...drift.Resource) string {
	t.Helper()
	text, err := os.ReadFile("../../../../testdata/golden/schedules/template.json")
	if err != nil {
		t.Fatal(err)
	}
	s := &drift.Stack{Identity: review.Identity{Name: "schedules-test", Account: "123456789012", Region: "eu-central-1"}, State: drift.Drifted}
	if err := s.Explain(text, resources, now); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := drift.Text(&out, output.Text{}, []*drift.Stack{s}); err != nil {
		t.Fatal(err)
	}
	var asJSON bytes.Buffer
	if err := drift.JSON(&asJSON, []*drift.Stack{s}); err != nil || strings.Contains(asJSON.String(), "null") {
		t.Errorf("JSON with holes (%v):\n%s", err, asJSON.String())
	}
	return out.String()
}

func TestExplain(t *testing.T) {
	const schedule = "AWS::Scheduler::Schedule"
	differs := func(path, expected, actual string) []drift.Difference {
		return []drift.Difference{{Path: path, Expected: expected, Actual: actual}}
	}
	for name, test := range map[string]struct {
		resource drift.Resource
		want     string
	}{
		"paused": {
			drift.Resource{ID: "ZonedSchedule", Type: schedule, Differences: differs("/State", "ENABLED", "DISABLED")},
			`schedules-test: 1 resource is no longer as it was deployed
  ! ZonedSchedule was paused by hand: it starts nothing until it is enabled again
  job schedules-test-zoned
    schedule disabled (nothing starts the job in its place; the next run would have been Thu 2026-11-26 02:30 America/Sao_Paulo)
  ~ ZonedSchedule (AWS::Scheduler::Schedule)
      State ENABLED → DISABLED
`,
		},
		"enabled": {
			drift.Resource{ID: "DisabledSchedule", Type: schedule, Differences: differs("/State", "DISABLED", "ENABLED")},
			`schedules-test: 1 resource is no longer as it was deployed
  ! DisabledSchedule was enabled by hand: it starts jobs, though it was deployed as disabled
  job schedules-test-disabled
    schedule enabled (next run Thu 2026-11-26 06:00 UTC)
  ~ DisabledSchedule (AWS::Scheduler::Schedule)
      State DISABLED → ENABLED
`,
		},
		"a number": {
			drift.Resource{ID: "ZonedSchedule", Type: schedule, Differences: differs("/Target/RetryPolicy/MaximumRetryAttempts", "0", "5")},
			`schedules-test: 1 resource is no longer as it was deployed
  job schedules-test-zoned
    further attempts to start 0 → 5
  ~ ZonedSchedule (AWS::Scheduler::Schedule)
      Target.RetryPolicy.MaximumRetryAttempts 0 → 5
`,
		},
		"the request": {
			drift.Resource{ID: "ZonedSchedule", Type: schedule, Differences: differs("/Target/Input",
				`{"TrainingJobName":"schedules-test-zoned-<aws.scheduler.execution-id>","ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1},"Environment":{"API_KEY":"abc"}}`,
				`{"TrainingJobName":"schedules-test-zoned-<aws.scheduler.execution-id>","ResourceConfig":{"InstanceType":"ml.p5.48xlarge","InstanceCount":1},"Environment":{"API_KEY":"hunter2"}}`)},
			`schedules-test: 1 resource is no longer as it was deployed
  job schedules-test-zoned
    instance ml.m5.large ×1 → ml.p5.48xlarge ×1
    environment API_KEY (changed)
  ~ ZonedSchedule (AWS::Scheduler::Schedule)
      Target.Input.Environment.API_KEY (set) → (changed)
      Target.Input.ResourceConfig.InstanceType ml.m5.large → ml.p5.48xlarge
`,
		},
		"deleted": {
			drift.Resource{ID: "ZonedSchedule", Type: schedule, Deleted: true},
			`schedules-test: 1 resource is no longer as it was deployed
  job schedules-test-zoned
    schedule removed: Monday to Friday at 02:30 America/Sao_Paulo (the next run would have been Thu 2026-11-26 02:30 America/Sao_Paulo)
  - ZonedSchedule (AWS::Scheduler::Schedule) was deleted by hand
`,
		},
		"a list": {
			drift.Resource{
				ID: "DeadLetterQueue", Type: "AWS::SQS::Queue", Differences: differs("/Tags/4", "null", `{"Key":"Cost","Value":"9"}`),
				Expected: `{"Tags":[{"Key":"Project","Value":"schedules"}]}`, Actual: `{"Tags":[{"Key":"Project","Value":"schedules"},{"Key":"Cost","Value":"9"}]}`,
			},
			`schedules-test: 1 resource is no longer as it was deployed
  ~ DeadLetterQueue (AWS::SQS::Queue)
      Tags[Cost] {"Key":"Cost","Value":"9"} added
`,
		},
		"a list as a whole": {
			drift.Resource{ID: "DeadLetterQueue", Type: "AWS::SQS::Queue", Differences: differs("/Tags", `[{"Key":"Project","Value":"schedules"}]`, `[]`)},
			`schedules-test: 1 resource is no longer as it was deployed
  ~ DeadLetterQueue (AWS::SQS::Queue)
      Tags[0] removed (was {"Key":"Project","Value":"schedules"})
`,
		},
		"the same": {
			drift.Resource{ID: "DeadLetterQueue", Type: "AWS::SQS::Queue", Differences: differs("/Tags/4", "null", "null")},
			"schedules-test: 1 resource is no longer as it was deployed\n  DeadLetterQueue differs, as CloudFormation says: /Tags/4\n",
		},
		"of a macro": {
			drift.Resource{ID: "Unknown", Type: "AWS::SQS::Queue", Differences: differs("/VisibilityTimeout", "3", "4")},
			"schedules-test: 1 resource is no longer as it was deployed\n  Unknown differs, as CloudFormation says: /VisibilityTimeout\n",
		},
		"an escape": {
			drift.Resource{ID: "DeadLetterQueue", Type: "AWS::SQS::Queue", Differences: differs("/QueueName", "", "\x1b[2J")},
			"schedules-test: 1 resource is no longer as it was deployed\n  ~ DeadLetterQueue (AWS::SQS::Queue)\n      QueueName \\x1b[2J added\n",
		},
	} {
		if diff := cmp.Diff(test.want, explain(t, test.resource)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestExplainAccess has somebody widen a role by hand.
func TestExplainAccess(t *testing.T) {
	got := explain(t, drift.Resource{
		ID: "ZonedTrainingRole", Type: "AWS::IAM::Role", Differences: []drift.Difference{{Path: "/Policies/0/PolicyDocument/Statement/0/Resource", Expected: "x", Actual: "*"}},
		Expected: `{"Policies":[{"PolicyName":"own","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-models/*"}]}}]}`,
		Actual:   `{"Policies":[{"PolicyName":"own","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}]}`,
	})
	for _, want := range []string{"access\n", "+ ZonedTrainingRole may s3:* on every resource", "~ ZonedTrainingRole (AWS::IAM::Role)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing:\n%s", want, got)
		}
	}
}

// TestExplainSensitive changes by hand what the specs mark as sensitive.
func TestExplainSensitive(t *testing.T) {
	s := &drift.Stack{
		Identity: review.Identity{Name: "churn", Account: "123456789012", Region: "eu-central-1"}, State: drift.Drifted,
		Sensitive: secret.Marks{{{Text: "Properties"}, {Text: "DisplayName"}}, {{Text: "Environment"}, {Text: "ENDPOINT"}}},
	}
	request := func(endpoint string) string {
		return `{"TrainingJobName":"churn-<aws.scheduler.execution-id>","Environment":{"ENDPOINT":"` + endpoint + `"}}`
	}
	text := `{"Resources": {
		"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "hidden-one"}},
		"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)",
			"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "Input": ` + strconv.Quote(request("hidden-two")) + `}}}}}`
	drifted := []drift.Resource{
		{ID: "Topic", Type: "AWS::SNS::Topic", Differences: []drift.Difference{{Path: "/DisplayName", Expected: "hidden-one", Actual: "hidden-three"}}},
		{ID: "Nightly", Type: "AWS::Scheduler::Schedule", Differences: []drift.Difference{{Path: "/Target/Input", Expected: request("hidden-two"), Actual: request("hidden-four")}}},
	}
	if err := s.Explain([]byte(text), drifted, now); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := drift.Text(&out, output.Text{}, []*drift.Stack{s}); err != nil {
		t.Fatal(err)
	}
	if err := drift.JSON(&out, []*drift.Stack{s}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "DisplayName") || !strings.Contains(got, "ENDPOINT") || strings.Contains(got, "hidden") {
		t.Errorf("want the names and no value:\n%s", got)
	}
}
