package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// registered is a stack with one scheduled job that registers its models.
func registered(registration, job string) string {
	return spectest.Complete(nightly + "registration: " + registration + "\n" + job)
}

// TestRegistrationFindings gives registrations and expects the findings.
func TestRegistrationFindings(t *testing.T) {
	const algorithm = `algorithm: "arn:aws:sagemaker:us-east-1:123456789012:algorithm/a"`
	for _, test := range []struct {
		registration, job string
		want              []string
	}{
		{`modelPackageGroup: "churn"`, "", nil},
		{`modelPackageGroup: "arn:aws:sagemaker:us-east-1:210987654321:model-package-group/churn"`, "", nil},
		{`modelPackageGroup: "churn_eu"`, "", []string{`error jobs.train.registration.modelPackageGroup: "churn_eu" is neither the name nor the ARN of a model package group`}},
		{`modelPackageGroup: "arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/1"`, "launch: stepFunctions: {}",
			[]string{`error jobs.train.registration.modelPackageGroup: "arn:aws:sagemaker:us-east-1:123456789012:model-package/churn/1" is neither the name nor the ARN of a model package group`}},
		{`{modelPackageGroup: {import: "group"}, create: true}`, "", []string{"error jobs.train.registration.modelPackageGroup: a group that the stack creates needs a name that is known here"}},
		{`{modelPackageGroup: "arn:aws:sagemaker:us-east-1:123456789012:model-package-group/churn", create: true}`, "",
			[]string{"error jobs.train.registration.modelPackageGroup: the stack cannot create a group that has an ARN already"}},
		{`modelPackageGroup: {run: "id"}`, "", []string{"error jobs.train.registration.modelPackageGroup: the value cannot differ from run to run"}},
		{`{modelPackageGroup: "churn", description: "` + strings.Repeat("ä", 1025) + `"}`, "", []string{"error jobs.train.registration.description: the description has 1025 characters, and SageMaker allows 1024"}},
		{`modelPackageGroup: "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/churn"`, "", []string{"error jobs.train.registration.modelPackageGroup: the group is in another region, where SageMaker does not register from us-east-1"}},
		{`{modelPackageGroup: "churn", image: "my image"}`, "launch: stepFunctions: {}", []string{`error jobs.train.registration.image: image "my image" is not in a private Amazon ECR registry; want <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`}},
		{`{modelPackageGroup: "churn", contentTypes: ["text/csv", ""], realtimeInstanceTypes: ["ml.m5.large", "m5.large"]}`, "", []string{
			"error jobs.train.registration.contentTypes[1]: the text is not a MIME type",
			`error jobs.train.registration.realtimeInstanceTypes[1]: "m5.large" is not an instance type`,
		}},
		{`modelPackageGroup: "churn"`, algorithm, []string{"error jobs.train.registration: the job has no image of its own that could serve the model"}},
		{`modelPackageGroup: "churn"`, algorithm + "\nlaunch: stepFunctions: {}", []string{"error jobs.train.registration: the job has no image of its own that could serve the model"}},
		{`{modelPackageGroup: "churn", image: "` + spectest.Image + `"}`, algorithm, nil},
	} {
		if diff := cmp.Diff(test.want, renderStack(t, spectest.Load(t, registered(test.registration, test.job)), noAssets).found); diff != "" {
			t.Errorf("%.90s, %s: findings (-want +got):\n%s", test.registration, test.job, diff)
		}
	}
}

// TestGroups creates each model package group once, and keeps it when the stack
// goes.
func TestGroups(t *testing.T) {
	job := func(name, group string) string {
		return "jobs: " + name + `: {output: s3: "s3://acme/", registration: {create: true, modelPackageGroup: "` + group + "\"}}\n"
	}
	got := renderStack(t, spectest.Load(t, spectest.Stack(`defaults: image: "`+spectest.Image+"\"\n"+
		job("a", "churn-eu")+job("b", "churn-eu")+job("c", "churn--eu")+job("d", "Churn9"))), noAssets)
	if len(got.found) > 0 {
		t.Errorf("findings: %q", got.found)
	}
	groups := map[string]any{}
	for id, r := range got.resources {
		if r.Type == "AWS::SageMaker::ModelPackageGroup" {
			groups[id] = r.Properties["ModelPackageGroupName"]
		}
	}
	want := map[string]any{"ChurnEuModelPackageGroup": "churn-eu", "ChurnEuModelPackageGroupede6db8c": "churn--eu", "Churn9ModelPackageGroup20c9311f": "Churn9"}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

// TestRegister holds the state that registers a model, after the training.
func TestRegister(t *testing.T) {
	got := renderStack(t, spectest.Load(t, registered(`{modelPackageGroup: "churn", contentTypes: ["text/csv"], description: "{% 1 %}"}`, "launch: stepFunctions: {}")), noAssets)
	text, _ := got.resources["TrainStateMachine"].Properties["DefinitionString"].(string)
	var definition struct{ States map[string]map[string]any }
	if err := json.Unmarshal([]byte(text), &definition); err != nil {
		t.Fatal(err)
	}
	if next := definition.States["Train"]["Next"]; next != "Register" {
		t.Errorf("after the training comes %v", next)
	}
	want := map[string]any{
		"ModelPackageGroupName": "churn", "ModelApprovalStatus": "PendingManualApproval", "ClientToken": "{% $run %}",
		"ModelPackageDescription": `{% "{\u0025 1 \u0025}" %}`,
		"InferenceSpecification": map[string]any{
			"Containers":            []any{map[string]any{"Image": spectest.Image, "ModelDataUrl": "{% $states.input.ModelArtifacts.S3ModelArtifacts %}"}},
			"SupportedContentTypes": []any{"text/csv"},
		},
	}
	if diff := cmp.Diff(want, definition.States["Register"]["Arguments"]); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	if definition.States["Register"]["End"] != true {
		t.Error("the execution does not end after the registration")
	}
}
