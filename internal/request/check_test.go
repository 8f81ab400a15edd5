package request_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spectest"
)

// TestCheck gives fields of a job and expects the findings.
func TestCheck(t *testing.T) {
	const (
		app = `arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1`
	)
	for _, test := range []struct {
		name, job string
		want      []string
	}{
		{"variable that agrees with mlflow", `mlflow: arn: "` + app + `", environment: MLFLOW_TRACKING_URI: "` + app + `"`, nil},
		{"variable that disagrees with mlflow", `mlflow: {arn: "` + app + `", experiment: "a"}, environment: MLFLOW_EXPERIMENT_NAME: "b"`,
			[]string{`error jobs.train.environment.MLFLOW_EXPERIMENT_NAME: the variable disagrees with mlflow.experiment, "a"`}},

		{"channel twice", `request: InputDataConfig: [
				{ChannelName: "a", DataSource: S3DataSource: {S3Uri: "s3://acme/1", S3DataType: "S3Prefix"}},
				{ChannelName: "a", DataSource: S3DataSource: {S3Uri: "s3://acme/2", S3DataType: "S3Prefix"}}]`,
			[]string{`error jobs.train.request.InputDataConfig[1]: there are two channels named "a"`}},
		{"channel twice beside inputs", `inputs: a: s3: "s3://acme/1", request: InputDataConfig: [{ChannelName: "a", ContentType: "x"}, {ChannelName: "a", CompressionType: "None"}]`,
			[]string{`error jobs.train.request.InputDataConfig[1]: there are two channels named "a"`}},
		{"tag twice", `request: Tags: [{Key: "a", Value: "1"}, {Key: "a", Value: "2"}]`,
			[]string{
				`error jobs.train.request.Tags[1]: there are two tags named "a"`,
			}},
		{"channel without source", `inputs: a: contentType: "text/csv"`,
			[]string{"error jobs.train.inputs.a: InputDataConfig[].DataSource is missing"}},
		{"channel with two sources", `inputs: a: {s3: "s3://acme/a", efs: {id: "fs-12345678", path: "/"}}`,
			[]string{"error jobs.train.inputs.a: the channel has 2 data sources (FileSystemDataSource, S3DataSource), and needs one"}},
		{"channel with two file systems", `inputs: a: {fsx: {id: "fs-12345678", path: "/"}, efs: {id: "fs-12345678", path: "/"}}`,
			[]string{"error jobs.train.inputs.a: the channel names both efs and fsx, and can have one source"}},
		{"distribution without S3", `inputs: a: {distribution: "ShardedByS3Key", efs: {id: "fs-12345678", path: "/"}}`,
			[]string{
				"error jobs.train.inputs.a.distribution: InputDataConfig[].DataSource.S3DataSource.S3DataType is missing",
				"error jobs.train.inputs.a.distribution: InputDataConfig[].DataSource.S3DataSource.S3Uri is missing",
				"error jobs.train.inputs.a: the channel has 2 data sources (FileSystemDataSource, S3DataSource), and needs one",
			}},
		{"21 channels", channels(21), []string{"error jobs.train.inputs: InputDataConfig: got 21 elements, want 1 to 20"}},
		{"20 channels", channels(20), nil},

		{"no image", `image: ""`, []string{"error jobs.train.image: the job has no image"}},
		{"image and algorithm", `image: "` + spectest.Image + `", algorithm: "mine"`,
			[]string{"error jobs.train.algorithm: the job has an image and an algorithm, and can have one"}},
		{"bad image", `image: "12345.dkr.ecr.us-east-1.amazonaws.com/a:b"`,
			[]string{`error jobs.train.image: image "12345.dkr.ecr.us-east-1.amazonaws.com/a:b" has the account "12345"; want twelve digits`}},
		{"image outside of ECR", `image: "docker.io/library/python:3.13"`,
			[]string{`error jobs.train.image: image "docker.io/library/python:3.13" is not in a private Amazon ECR registry; want <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`}},
		{"image of a private registry", `image: "registry.acme.example/train:v1"
				vpc: {subnets: ["subnet-1"], securityGroups: ["sg-1"]}
				request: AlgorithmSpecification: TrainingImageConfig: TrainingRepositoryAccessMode: "Vpc"`, nil},
		{"image of a private registry without VPC", `image: "registry.acme.example/train:v1"
				request: AlgorithmSpecification: TrainingImageConfig: TrainingRepositoryAccessMode: "Vpc"`,
			[]string{"error jobs.train.image: the image comes from a private registry, which SageMaker reaches through a VPC, and the job has none"}},

		{"empty strings and collections say nothing", `output: kmsKey: "", entrypoint: [], metrics: {}, environment: {}, tags: {}, volumeKmsKey: "", inputs: {}`, nil},
		{"empty value of a variable stays", `environment: A: ""`, nil},
		{"empty list of the request", `request: InputDataConfig: []`,
			[]string{"error jobs.train.request.InputDataConfig: InputDataConfig: got 0 elements, want 1 to 20"}},
		{"empty VPC", `vpc: {subnets: [], securityGroups: []}`,
			[]string{"error jobs.train.vpc.subnets: the list is empty", "error jobs.train.vpc.securityGroups: the list is empty"}},
		{"lists that are none", `vpc: {subnets: {}, securityGroups: {ssm: "/groups"}}`,
			[]string{
				"error jobs.train.vpc.subnets: the reference names no list",
				"error jobs.train.vpc.securityGroups: an SSM parameter cannot stand for the whole list: CloudFormation does not split what it reads from SSM",
			}},
		{"references that name nothing or too much", `environment: {A: {}, B: {import: "a", ssm: "b"}}`,
			[]string{
				"error jobs.train.environment.A: the reference names nothing",
				"error jobs.train.environment.B: a reference has one of import, ssm and run, not several",
			}},
		{"fixed things that differ from run to run", `output: kmsKey: {run: "id"}, vpc: {subnets: [{run: "id"}], securityGroups: ["sg-1"]}`,
			[]string{
				"error jobs.train.output.kmsKey: the value cannot differ from run to run",
				"error jobs.train.vpc.subnets[0]: the value cannot differ from run to run",
			}},
		{"checkpoints that fit with a run's ID", `checkpoints: s3: "s3://acme/` + strings.Repeat("c", 977) + `"`, nil},
		{"checkpoints that a run's ID makes too long", `checkpoints: s3: "s3://acme/` + strings.Repeat("c", 978) + `"`,
			[]string{"error jobs.train.checkpoints.s3: CheckpointConfig.S3Uri: got at least 1025 characters, with what is filled in later, want at most 1024"}},
		{"subnet without an ID", `vpc: {subnets: [""], securityGroups: [""]}`,
			[]string{
				`error jobs.train.vpc.securityGroups[0]: VpcConfig.SecurityGroupIds[]: got "", want letters, digits and dashes`,
				`error jobs.train.vpc.subnets[0]: VpcConfig.Subnets[]: got "", want letters, digits and dashes`,
			}},
		{"groups that are none", `request: ResourceConfig: InstanceGroups: []`, nil},

		{"alias for the volume", `volumeKmsKey: "arn:aws:kms:us-east-1:123456789012:alias/a"`,
			[]string{`error jobs.train.volumeKmsKey: "arn:aws:kms:us-east-1:123456789012:alias/a" is an alias, and the volume's key cannot be given by one`}},

		{"an ARN of no key", `volumeKmsKey: "arn:aws:kms:us-east-1:123456789012:grant/a"`,
			[]string{`error jobs.train.volumeKmsKey: "arn:aws:kms:us-east-1:123456789012:grant/a" is not the ARN of a KMS key`}},
		{"an ARN of another service", `output: {s3: "s3://acme/m/", kmsKey: "arn:aws:iam::123456789012:role/a"}`,
			[]string{`error jobs.train.output.kmsKey: "arn:aws:iam::123456789012:role/a" is not the ARN of a KMS key`}},
		{"values that may be secrets", `hyperparameters: token: "one\ntwo"`,
			[]string{"error jobs.train.hyperparameters.token: HyperParameters{}: got another text, want text without line breaks"}},
		{"a reference with two names in the request", `request: Environment: A: {import: "a", ssm: "/b"}`,
			[]string{"error jobs.train.request.Environment.A: a reference has one of import, ssm and run, not several"}},

		{"names where IDs belong", `vpc: {subnets: ["private-a", "subnet-1"], securityGroups: ["default", {import: "sg"}]}`,
			[]string{
				`error jobs.train.vpc.subnets[0]: "private-a" is not the ID of a subnet`,
				`error jobs.train.vpc.securityGroups[0]: "default" is not the ID of a security group`,
			}},
		{"a wildcard in a prefix", `inputs: a: s3: "s3://acme/data/*.csv"`,
			[]string{"warning jobs.train.inputs.a.s3: S3 knows no wildcards: the channel has the objects whose keys start with this text, asterisk included"}},
		{"an asterisk in a manifest's key", `inputs: a: {s3: "s3://acme/data/*.manifest", s3DataType: "ManifestFile"}`, nil},
		{"a metric of the request that is broken", `request: AlgorithmSpecification: MetricDefinitions: [{Name: "loss", Regex: "loss=([0-9.]+"}]`,
			[]string{`error jobs.train.request.AlgorithmSpecification.MetricDefinitions[0].Regex: "loss=([0-9.]+" is no regular expression: a parenthesis is not closed`}},

		{"checkpoints of each run", `checkpoints: s3: "s3://acme/c/"`, nil},
		{"checkpoints that are continued", `checkpoints: {s3: "s3://acme/c/", resume: "previous"}`, nil},
		{"checkpoints of both", `checkpoints: s3: "s3://acme/c/", request: CheckpointConfig: S3Uri: "s3://acme/c/"`,
			[]string{`error jobs.train.request.CheckpointConfig.S3Uri: the request says "s3://acme/c/", but jobs.train.checkpoints.s3 says "s3://acme/c/${run:id}" at stacks/churn/stack.cue:13:18`}},

		{"placeholder by hand", `environment: {ID: "run-<aws.scheduler.execution-id>", A: "<aws.scheduler.attempt-number>", B: "<other>"}`,
			[]string{
				"warning jobs.train.environment.A: <aws.scheduler.attempt-number> stands here as plain text: nothing replaces it",
				"warning jobs.train.environment.ID: <aws.scheduler.execution-id> stands here as plain text: nothing replaces it",
			}},

		{"placeholder beside a reference", `inputs: a: s3: {bucket: {import: "b"}, prefix: "<aws.scheduler.scheduled-time>/"}`,
			[]string{"warning jobs.train.inputs.a.s3: <aws.scheduler.scheduled-time> stands here as plain text: nothing replaces it"}},

		{"tag of AWS", `tags: {"aws:x": "1", "AWS:y": "2", awsome: "3"}`,
			[]string{
				`error jobs.train.tags."AWS:y": the tag "AWS:y" starts with aws:, which AWS keeps for itself`,
				`error jobs.train.tags."aws:x": the tag "aws:x" starts with aws:, which AWS keeps for itself`,
			}},
		{"tag key that is too long", `tags: "` + strings.Repeat("k", 129) + `": "1"`,
			[]string{`error jobs.train.tags.` + strings.Repeat("k", 129) + `: Tags[].Key: got 129 characters, want 1 to 128`}},
		{"51 tags", tags(47), []string{"error jobs.train.tags: Tags: got 51 elements, want at most 50"}},
		{"50 tags", tags(46), nil},

		{"unknown member", `request: ResourceConfig: InstanceTyp: "ml.m5.large"`,
			[]string{`error jobs.train.request.ResourceConfig.InstanceTyp: ResourceConfig.InstanceTyp: ResourceConfig has no member "InstanceTyp"`}},
		{"machine that is newer than the model, or misspelled", `instanceType: "ml.m99.large"`, nil},
		{"machine that is none", `instanceType: "ml.m5.larg"`,
			[]string{`error jobs.train.instanceType: ResourceConfig.InstanceType: got "ml.m5.larg", want one of the 225 values of TrainingInstanceType`}},
		{"wrong type", `request: RetryStrategy: MaximumRetryAttempts: "3"`,
			[]string{`error jobs.train.request.RetryStrategy.MaximumRetryAttempts: RetryStrategy.MaximumRetryAttempts: got string "3", want integer`}},
		{"null", `request: DebugHookConfig: null`,
			[]string{"error jobs.train.request.DebugHookConfig: DebugHookConfig: got null, want an object"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, got := build(t, spectest.Complete(test.job))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// channels are the inputs of a job, so many.
func channels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "inputs: c%d: s3: \"s3://acme/%d/\"\n", i, i)
	}
	return b.String()
}

// tags are so many tags of a job, beside the four that smgen adds here.
func tags(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "tags: t%d: \"x\"\n", i)
	}
	return b.String()
}

// TestPositions finds the places of a value that disagrees, and of a missing one.
func TestPositions(t *testing.T) {
	stack := spectest.Load(t, spectest.Job("instanceCount: 2\nrequest: ResourceConfig: InstanceCount: 3"))
	var got []string
	_, diags := request.Build(stack, stack.Jobs["train"], names())
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s %s", d.Pos, d.Path))
	}
	want := []string{
		"stacks/churn/stack.cue:12:26 jobs.train.request.ResourceConfig.InstanceCount",
		"stacks/churn/stack.cue:10:8 jobs.train.output", // missing
		"stacks/churn/stack.cue:10:8 jobs.train.image",  // missing
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
}
