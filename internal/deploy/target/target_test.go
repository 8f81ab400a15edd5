package target_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/spectest"
)

// of returns the target of the stack in a directory of a repository.
func of(t *testing.T, repository *source.Repository, dir string) *target.Target {
	t.Helper()
	var found *target.Target
	options := compile.Options{Repository: repository, Dirs: []string{dir}, Now: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), WithoutRules: true}
	if _, err := compile.Run(t.Context(), options, func(r *compile.Result) error {
		if r.Template == nil {
			t.Fatalf("%s does not compile: %v", dir, r.Diags)
		}
		var err error
		found, err = target.Of(r)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

// golden returns the target of one of this project's goldens.
func golden(t *testing.T, dir string) *target.Target {
	t.Helper()
	repository, err := source.Open("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return of(t, repository, "testdata/golden/"+dir)
}

func TestSettings(t *testing.T) {
	got := golden(t, "deploy")
	want := target.Settings{
		Role:          "arn:aws:iam::123456789012:role/smgen/smgen-deploy",
		StackRole:     "arn:aws:iam::123456789012:role/smgen/cloudformation",
		Notifications: []string{"arn:aws:sns:eu-central-1:123456789012:deployments", "arn:aws:sns:eu-central-1:210987654321:audit"},
		Protected:     true,
		Policy: `{"Statement":[{"Action":"Update:*","Effect":"Allow","NotResource":"LogicalResourceId/DeadLetterQueue","Principal":"*"},` +
			`{"Effect":"Allow","NotAction":["Update:Replace","Update:Delete"],"Principal":"*","Resource":["LogicalResourceId/DeadLetterQueue"]},` +
			`{"Action":["Update:Delete"],"Condition":{"StringLike":{"ResourceType":["AWS::SQS::*"]}},"Effect":"Deny","Principal":"*","Resource":"*"},` +
			`{"Condition":{"StringEquals":{"ResourceType":"AWS::IAM::Role"}},"Effect":"Deny","NotAction":"Update:Modify","NotResource":["LogicalResourceId/Train*"],"Principal":"*"}]}`,
		OnFailure: "ROLLBACK",
	}
	if diff := cmp.Diff(want, got.Settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	tags := []target.Tag{{"Environment", "test"}, {"ManagedBy", "smgen"}, {"Owner", "smgen"}, {"Project", "deploy"}, {"Purpose", "golden"}, {"Service", "sagemaker-training"}}
	if diff := cmp.Diff(tags, got.Tags); diff != "" {
		t.Errorf("tags, of which CloudFormation takes no empty one (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(target.Settings{OnFailure: "DELETE"}, golden(t, "keys").Settings); diff != "" {
		t.Errorf("settings of a stack that says nothing (-want +got):\n%s", diff)
	}
}

func TestOnFailure(t *testing.T) {
	for word, want := range map[string]string{"delete": "DELETE", "rollback": "ROLLBACK", "keep": "DO_NOTHING"} {
		repository := spectest.Repository(t, map[string]string{spectest.Dir + "/stack.cue": spectest.Complete("}\n deploy: {onFailure: \"" + word + "\"")})
		if got := of(t, repository, spectest.Dir).Settings.OnFailure; got != want {
			t.Errorf("%s is %s in the API, want %s", word, got, want)
		}
	}
}

// TestArtifacts expects the launcher of several jobs once, whatever tells where it
// belongs.
func TestArtifacts(t *testing.T) {
	const digest = "6091768ed80e4f653f5e19efdb271028ffa48af5b156571e5b2998b9aba8d1ea"
	for dir, want := range map[string]target.Bucket{
		"rule":                           {Name: "acme-artifacts"},
		"references/imports":             {Export: "net-artifacts"},
		"references/parameters/launches": {Parameter: "/net/artifacts"},
		"launch/custom":                  {Name: "smgen-123456789012-eu-central-1"},
	} {
		got := golden(t, dir)
		if diff := cmp.Diff(want, got.Bucket); diff != "" {
			t.Errorf("%s: bucket (-want +got):\n%s", dir, diff)
		}
		artifact := []target.Artifact{{Bucket: want.Name, Key: "lambda/" + digest + ".zip", Digest: digest}}
		if diff := cmp.Diff(artifact, got.Artifacts, cmpopts.IgnoreFields(target.Artifact{}, "Path", "Size")); diff != "" {
			t.Errorf("%s: artifacts (-want +got):\n%s", dir, diff)
		}
		if a := got.Artifacts[0]; a.Size == 0 || a.Path == "" {
			t.Errorf("%s: the artifact has the path %q and %d bytes", dir, a.Path, a.Size)
		}
	}
	if list := golden(t, "keys").Artifacts; len(list) > 0 {
		t.Errorf("a stack without launchers has the artifacts %v", list)
	}
}

func TestCrossings(t *testing.T) {
	repository := spectest.Repository(t, map[string]string{spectest.Dir + "/stack.cue": spectest.Complete(`output: s3: {bucket: {import: "models"}, prefix: "a/"}
		inputs: [string]: s3: bucket: {import: "data"}
		inputs: {a: s3: prefix: "a/", b: s3: prefix: "b/"}
	}
	exports: true
	resources: Queue: {Type: "AWS::SQS::Queue", Properties: KmsMasterKeyId: "Fn::ImportValue": "a-key"`)})
	got := of(t, repository, spectest.Dir)
	if diff := cmp.Diff([]string{"a-key", "data", "models"}, got.Imports); diff != "" {
		t.Errorf("imports (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"churn-staging-TrainTrainingJobConfiguration", "churn-staging-TrainTrainingRoleArn"}, got.Exports); diff != "" {
		t.Errorf("exports (-want +got):\n%s", diff)
	}
}
