package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

const (
	secret  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCd12"
	nightly = `schedule: expression: "cron(0 2 * * ? *)"` + "\n"
)

// TestCustom holds the resources of a launcher that uses everything.
func TestCustom(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Complete(nightly+`
		tags: Cost: "1"
		launch: custom: {
			code: "code", handler: "launcher.main", runtime: "python3.13", architecture: "arm64", timeoutSeconds: 60, memoryMB: 512
			environment: {STAGE: "dev", TOPIC: {import: "topic"}}
			secrets: {SLACK: "`+secret+`", OTHER: {import: "secret"}}
			access: [{actions: ["sns:Publish"], resources: [{import: "topic"}], reason: "tells the team"}]
			logRetentionDays: 7, name: "launcher"
		}`)), oneAsset)
	if diff := cmp.Diff([]string(nil), got.found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	function := got.resources["TrainFunction"].Properties
	delete(function, "Tags")
	if diff := cmp.Diff(map[string]any{
		"FunctionName": "launcher", "Description": "Starts the training job churn-staging-train",
		"Handler": "launcher.main", "Runtime": "python3.13", "Architectures": []any{"arm64"}, "Timeout": 60.0, "MemorySize": 512.0,
		"Role":             "${TrainLaunchRole.Arn}",
		"Code":             map[string]any{"S3Bucket": "smgen-123456789012-us-east-1", "S3Key": "lambda/d1.zip"},
		"LoggingConfig":    map[string]any{"LogGroup": "${TrainFunctionLogs}"},
		"DeadLetterConfig": map[string]any{"TargetArn": "${DeadLetterQueue.Arn}"},
		"Environment": map[string]any{"Variables": map[string]any{
			"STAGE": "dev", "TOPIC": "${import:topic}", "SLACK": secret, "OTHER": "${import:secret}",
		}},
	}, function); diff != "" {
		t.Errorf("function (-want +got):\n%s", diff)
	}
	if days := got.resources["TrainFunctionLogs"].Properties["RetentionInDays"]; days != 7.0 {
		t.Errorf("the log is kept for %v days, want 7", days)
	}
	if diff := cmp.Diff(map[string]string{
		"StartTraining":    "[sagemaker:AddTags sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob] on [arn:aws:sagemaker:us-east-1:123456789012:training-job/churn-staging-train-*]",
		"PassTrainingRole": "[iam:PassRole] on [${TrainTrainingRole.Arn}] if map[StringEquals:map[iam:PassedToService:[sagemaker.amazonaws.com]]]",
		"WriteLog":         "[logs:CreateLogStream logs:PutLogEvents] on [${TrainFunctionLogs.Arn}]",
		"KeepFailedStarts": "[sqs:SendMessage] on [${DeadLetterQueue.Arn}]",
		"ReadSecrets":      "[secretsmanager:GetSecretValue] on [${import:secret} " + secret + "]",
		"Access1":          "[sns:Publish] on [${import:topic}]",
	}, statements(t, got.resources["TrainLaunchRole"])); diff != "" {
		t.Errorf("the function's role (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{
		"InvokeLauncher":   "[lambda:InvokeFunction] on [${TrainFunction.Arn}]",
		"KeepFailedStarts": "[sqs:SendMessage] on [${DeadLetterQueue.Arn}]",
	}, statements(t, got.resources["TrainTriggerRole"])); diff != "" {
		t.Errorf("the schedule's role (-want +got):\n%s", diff)
	}
	target := got.resources["TrainSchedule"].Properties["Target"].(map[string]any)
	if target["Arn"] != "${TrainFunction.Arn}" || target["RoleArn"] != "${TrainTriggerRole.Arn}" {
		t.Errorf("the schedule starts %v with %v", target["Arn"], target["RoleArn"])
	}
	if _, there := got.resources["TrainPermission"]; there {
		t.Error("there is a permission, which a schedule with a role does not need")
	}
}

// TestCustomOfLeast leaves out what is not used.
func TestCustomOfLeast(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Stack(`
		artifactBucket: {import: "artifacts"}
		jobs: train: {image: "`+spectest.Image+`", output: s3: "s3://acme/", launch: custom: {code: "code", handler: "lib.other.main"}}
	`)), oneAsset)
	if diff := cmp.Diff([]string(nil), got.found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	function := got.resources["TrainFunction"].Properties
	for _, name := range []string{"Environment", "FunctionName", "Architectures"} {
		if value, there := function[name]; there {
			t.Errorf("%s is %v, want none", name, value)
		}
	}
	if bucket := function["Code"].(map[string]any)["S3Bucket"]; bucket != "${import:artifacts}" {
		t.Errorf("the code is in %v, want ${import:artifacts}", bucket)
	}
	if _, there := statements(t, got.resources["TrainLaunchRole"])["ReadSecrets"]; there {
		t.Error("the role may read secrets, of which there are none")
	}
}

func TestCustomFindings(t *testing.T) {
	const at = "jobs.train.launch.custom."
	for _, test := range []struct {
		name, fields string
		want         []string
	}{
		{"runtime that is none", `runtime: "python3.99"`, []string{`error ` + at + `runtime: "python3.99" is not an allowed value`}},
		{"runtime without rules for handlers", `runtime: "provided.al2023", handler: "bootstrap"`, nil},
		{"handler without function", `handler: "launcher"`, []string{`error ` + at + `handler: "launcher" names no function`}},
		{"handler in a file that is missing", `handler: "luncher.main"`, []string{`error ` + at + `handler: the code has no file luncher.py`}},
		{"handler of another language", `runtime: "nodejs22.x"`, []string{`error ` + at + `handler: the code has no file launcher.js`}},
		{"secret of another service", `secrets: KEY: "arn:aws:ssm:us-east-1:123456789012:parameter/a"`,
			[]string{`error ` + at + `secrets.KEY: "arn:aws:ssm:us-east-1:123456789012:parameter/a" is not the full ARN of a secret`}},
		{"secret by name", `secrets: KEY: "slack"`, []string{`error ` + at + `secrets.KEY: "slack" is not an ARN; want arn:partition:service:region:account:resource`}},
		{"secret without its last characters", `secrets: KEY: "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack"`,
			[]string{`error ` + at + `secrets.KEY: "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack" is not the full ARN of a secret`}},
		{"all secrets", `secrets: KEY: "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"`,
			[]string{`error ` + at + `secrets.KEY: "arn:aws:secretsmanager:us-east-1:123456789012:secret:*" is not the full ARN of a secret`}},
		{"variable twice", `environment: KEY: "a", secrets: KEY: "` + secret + `"`, []string{`error ` + at + `secrets.KEY: KEY is in environment, too`}},
		{"reserved variables", `environment: {AWS_REGION: "eu-west-1", LAMBDA_TASK_ROOT: "/"}, secrets: AWS_SESSION_TOKEN: "` + secret + `"`, []string{
			"error " + at + "environment.AWS_REGION: Lambda sets AWS_REGION itself",
			"error " + at + "environment.LAMBDA_TASK_ROOT: Lambda sets LAMBDA_TASK_ROOT itself",
			"error " + at + "secrets.AWS_SESSION_TOKEN: Lambda sets AWS_SESSION_TOKEN itself",
		}},
		{"variables with other names", `environment: {"1A": "", "A-B": "", A: "", "_A": "", TZ: "UTC", AB: ""}`, []string{
			`error ` + at + `environment."1A": "1A" cannot be the name of a variable of Lambda`,
			`error ` + at + `environment.A: "A" cannot be the name of a variable of Lambda`,
			`error ` + at + `environment."A-B": "A-B" cannot be the name of a variable of Lambda`,
			`error ` + at + `environment._A: "_A" cannot be the name of a variable of Lambda`,
		}},
		{"4,096 bytes of variables", `environment: AB: "` + strings.Repeat("x", 4094) + `"`, nil},
		{"4,097 bytes of variables", `environment: AB: "` + strings.Repeat("x", 4095) + `"`,
			[]string{"error " + at + "environment: the variables have about 4097 bytes, and Lambda allows 4096"}},
		{"variable that differs from run to run", `environment: AB: {run: "id"}`, []string{"error " + at + "environment.AB: the value cannot differ from run to run"}},
		{"secret that names nothing", `secrets: AB: {}`, []string{"error " + at + "secrets.AB: the reference names nothing"}},
		{"wide access", `access: [{actions: ["s3:GetObject"], resources: ["*"], reason: "why not"}]`,
			[]string{`error ` + at + `access[0].resources[0]: s3:GetObject is allowed on every resource; the reason given is "why not"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cue := spectest.Complete(`launch: custom: {code: "code", handler: *"launcher.main" | _, ` + test.fields + "}")
			got := renderStack(t, spectest.Load(t, cue), oneAsset).found
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCustomRoleAndCode is about what stands outside of the launcher's fields.
func TestCustomRoleAndCode(t *testing.T) {
	stack := spectest.Load(t, spectest.Complete(nightly+`
		launchRole: arn: "arn:aws:iam::123456789012:role/launching"
		launch: custom: {code: "code", handler: "launcher.main", access: [{actions: ["sns:Publish"], resources: [{import: "topic"}], reason: "why"}]}`))
	got := renderStack(t, stack, noAssets)
	want := []string{
		"error jobs.train.launch.custom.code: code does not exist",
		"error jobs.train.launch.custom.access: the launch role exists already, and smgen does not change it",
	}
	if diff := cmp.Diff(want, got.found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if role := got.resources["TrainFunction"].Properties["Role"]; role != "arn:aws:iam::123456789012:role/launching" {
		t.Errorf("the function's role is %v", role)
	}
}
