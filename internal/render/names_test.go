package render_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

func TestPrefix(t *testing.T) {
	for _, test := range []struct{ project, environment, job, given, want string }{
		{"churn", "staging", "train", "", "churn-staging-train"},
		{"Churn", "PROD", "train", "", "churn-prod-train"},
		{"churn", "staging", "train", "mine", "mine"},
		{strings.Repeat("a", 16), "b", "cdefghi", "", "aaaaaaaaaaaaaaaa-b-cdefghi"},   // 26 characters
		{strings.Repeat("a", 16), "b", "cdefghij", "", "aaaaaaaaaaaaaaaa-24c28baa"},   // 27
		{strings.Repeat("a", 15), "bc", "defghijk", "", "aaaaaaaaaaaaaaa-b-ad518d77"}, // cut in a word
		{strings.Repeat("A", 16), "b", "cdefghij", "", "aaaaaaaaaaaaaaaa-24c28baa"},   // as in lower case
		{"a", "b", strings.Repeat("c", 300), "", "a-b-ccccccccccccc-6f12f216"},
	} {
		got := launch.Prefix(&spec.Stack{Project: test.project, Environment: test.environment}, &spec.Job{Name: test.job, TrainingJobNamePrefix: test.given})
		if got != test.want {
			t.Errorf("Prefix of %s, %s, %s = %q, want %q", test.project, test.environment, test.job, got, test.want)
		}
		// The run's ID is a UUID, and what CreateTrainingJob takes is the model's.
		name := got + "-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"
		if len(name) > 63 || !regexp.MustCompile(`^[a-z0-9](-*[a-z0-9]){0,62}$`).MatchString(name) {
			t.Errorf("%s is no name of a training job", name)
		}
	}
}

// TestLogicalIDs keeps the IDs of a job's resources when other jobs come and go.
func TestLogicalIDs(t *testing.T) {
	ids := func(jobs ...string) map[string]bool {
		cue := ""
		for _, job := range jobs {
			cue += "jobs: \"" + job + "\": {image: \"" + spectest.Image + "\", output: s3: \"s3://acme/\", schedule: expression: \"cron(0 2 * * ? *)\"}\n"
		}
		found := map[string]bool{}
		for id := range renderStack(t, spectest.Load(t, spectest.Stack(cue)), noAssets).resources {
			found[id] = true
		}
		return found
	}
	want := map[string]bool{
		"ScheduleGroup": true, "DeadLetterQueue": true, "FailedStartsAlarm": true, "ScheduleErrorAlarm": true,
		"ChurnEu2TrainingRole": true, "ChurnEu2LaunchRole": true, "ChurnEu2Schedule": true,
	}
	alone, among := ids("churn-eu-2"), ids("a", "churn-eu-2", "churn-eu", "z")
	if diff := cmp.Diff(want, alone); diff != "" {
		t.Errorf("logical IDs (-want +got):\n%s", diff)
	}
	for id := range alone {
		if !among[id] {
			t.Errorf("%s is gone when there are other jobs", id)
		}
	}
}

// TestRoles looks at the roles themselves: names, paths, trust and what is
// attached.
func TestRoles(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Stack(`
		rolePath: "/ml/", permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary"
		jobs: train: {
			image: "`+spectest.Image+`", output: s3: "s3://acme/", schedule: expression: "cron(0 2 * * ? *)"
			trainingRole: {name: "Training", managedPolicies: ["arn:aws:iam::aws:policy/A", {import: "policy"}]}
		}`)), noAssets)
	if diff := cmp.Diff([]string(nil), got.found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	training := got.resources["TrainTrainingRole"].Properties
	delete(training, "Policies")
	delete(training, "Tags")
	want := map[string]any{
		"RoleName": "Training", "Path": "/ml/", "PermissionsBoundary": "arn:aws:iam::123456789012:policy/boundary",
		"Description":       "Runs the training job churn-staging-train",
		"ManagedPolicyArns": []any{"arn:aws:iam::aws:policy/A", "${import:policy}"},
		"AssumeRolePolicyDocument": trust("sagemaker.amazonaws.com", map[string]any{
			"aws:SourceAccount": []any{"123456789012"},
		}),
	}
	if diff := cmp.Diff(want, training); diff != "" {
		t.Errorf("training role (-want +got):\n%s", diff)
	}
	launch := got.resources["TrainLaunchRole"]
	if diff := cmp.Diff(map[string]string{
		"StartTraining":    "[sagemaker:AddTags sagemaker:CreateTrainingJob] on [arn:aws:sagemaker:us-east-1:123456789012:training-job/churn-staging-train-*]",
		"PassTrainingRole": "[iam:PassRole] on [${TrainTrainingRole.Arn}] if map[StringEquals:map[iam:PassedToService:[sagemaker.amazonaws.com]]]",
		"KeepFailedStarts": "[sqs:SendMessage] on [${DeadLetterQueue.Arn}]",
	}, statements(t, launch)); diff != "" {
		t.Errorf("launch role (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(trust("scheduler.amazonaws.com", map[string]any{
		"aws:SourceAccount": []any{"123456789012"},
		"aws:SourceArn":     []any{"${ScheduleGroup.Arn}"},
	}), launch.Properties["AssumeRolePolicyDocument"]); diff != "" {
		t.Errorf("trust of the launch role (-want +got):\n%s", diff)
	}
}

func trust(service string, equals map[string]any) map[string]any {
	return map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"Service": []any{service}}, "Action": []any{"sts:AssumeRole"},
		"Condition": map[string]any{"StringEquals": equals},
	}}}
}

// TestExistingRoles adds nothing to roles that exist.
func TestExistingRoles(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Complete(`
		schedule: expression: "cron(0 2 * * ? *)"
		trainingRole: arn: "arn:aws:iam::123456789012:role/training"
		launchRole: arn: {import: "launching"}
	`)), noAssets)
	if diff := cmp.Diff([]string(nil), got.found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for id, r := range got.resources {
		if r.Type == "AWS::IAM::Role" {
			t.Errorf("there is a role, %s", id)
		}
	}
	target := got.resources["TrainSchedule"].Properties["Target"].(map[string]any)
	if target["RoleArn"] != "${import:launching}" || !strings.Contains(target["Input"].(string), `"RoleArn":"arn:aws:iam::123456789012:role/training"`) {
		t.Errorf("the schedule does not use the roles: %v", target)
	}
}

// TestPartition writes ARNs for the region's partition.
func TestPartition(t *testing.T) {
	cue := strings.Replace(spectest.Complete(`schedule: expression: "cron(0 2 * * ? *)"`), "us-east-1\"\n", "cn-north-1\"\n", 1)
	got := renderStack(t, spectest.Load(t, cue), noAssets)
	target := got.resources["TrainSchedule"].Properties["Target"].(map[string]any)
	if want := "arn:aws-cn:scheduler:::aws-sdk:sagemaker:createTrainingJob"; target["Arn"] != want {
		t.Errorf("the target is %v, want %s", target["Arn"], want)
	}
	if write := statements(t, got.resources["TrainTrainingRole"])["WriteOutput"]; !strings.Contains(write, "arn:aws-cn:s3:::acme-ml/models/*") {
		t.Errorf("WriteOutput is %s, want the partition aws-cn", write)
	}
}
