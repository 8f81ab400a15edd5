package render_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// TestTrainingPolicy sets one thing at a time, and expects the statements that
// it adds to those that every role has, or changes.
func TestTrainingPolicy(t *testing.T) {
	const (
		id     = "1234abcd-12ab-34cd-56ef-1234567890ab"
		key    = "arn:aws:kms:us-east-1:123456789012:key/" + id
		server = "arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/main"
		app    = "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1"

		encrypt  = "[kms:Decrypt kms:Encrypt kms:GenerateDataKey] on "
		tracking = "[sagemaker-mlflow:CreateExperiment sagemaker-mlflow:CreateRun sagemaker-mlflow:FinalizeLoggedModel sagemaker-mlflow:GetExperiment sagemaker-mlflow:GetExperimentByName sagemaker-mlflow:GetLoggedModel sagemaker-mlflow:GetRun sagemaker-mlflow:ListArtifacts sagemaker-mlflow:LogBatch sagemaker-mlflow:LogInputs sagemaker-mlflow:LogLoggedModelParams sagemaker-mlflow:LogMetric sagemaker-mlflow:LogModel sagemaker-mlflow:LogOutputs sagemaker-mlflow:LogParam sagemaker-mlflow:SearchExperiments sagemaker-mlflow:SetExperimentTag sagemaker-mlflow:SetLoggedModelTags sagemaker-mlflow:SetTag sagemaker-mlflow:UpdateRun]"
	)
	vpc := func(subnets, groups string) map[string]string {
		return map[string]string{
			"AttachNetwork":   "[ec2:CreateNetworkInterface] on [arn:aws:ec2:us-east-1:123456789012:network-interface/* " + subnets + " " + groups + "]",
			"ManageNetwork":   "[ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface ec2:DeleteNetworkInterfacePermission] on [arn:aws:ec2:us-east-1:123456789012:network-interface/*]",
			"DescribeNetwork": "[ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs] on [*]",
		}
	}
	for _, test := range []struct {
		name, job string
		want      map[string]string // "" for a statement that must be gone
	}{
		{"the least", "", nil},
		{"input", `inputs: a: s3: "s3://acme-ml/data/a"`, map[string]string{
			"ReadInput":   "[s3:GetObject] on [arn:aws:s3:::acme-ml/data/a*]",
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[data/a* models/*]]]",
		}},
		{"input of a whole bucket", `inputs: {a: s3: "s3://data", b: s3: "s3://data2/"}`, map[string]string{
			"ReadInput":     "[s3:GetObject] on [arn:aws:s3:::data/* arn:aws:s3:::data2/*]",
			"ListBucket1":   "[s3:ListBucket] on [arn:aws:s3:::data]",
			"ListBucket2":   "[s3:ListBucket] on [arn:aws:s3:::data2]",
			"ListBucket3":   "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models/*]]]",
			"LocateBuckets": "[s3:GetBucketLocation] on [arn:aws:s3:::data arn:aws:s3:::data2 arn:aws:s3:::acme-ml]",
		}},
		{"input of a bucket of another stack", `inputs: a: s3: {bucket: {import: "data"}, prefix: "p/"}`, map[string]string{
			"ReadInput":     "[s3:GetObject] on [arn:aws:s3:::${import:data}/p/*]",
			"ListBucket1":   "[s3:ListBucket] on [arn:aws:s3:::${import:data}] if map[StringLike:map[s3:prefix:[p/*]]]",
			"ListBucket2":   "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models/*]]]",
			"LocateBuckets": "[s3:GetBucketLocation] on [arn:aws:s3:::${import:data} arn:aws:s3:::acme-ml]",
		}},
		{"input with wildcards of its own", `inputs: a: {s3: "s3://acme-ml/a*b?/${aws:userid}/", s3DataType: "Converse"}`, map[string]string{
			"ReadInput":   "[s3:GetObject] on [arn:aws:s3:::acme-ml/a${*}b${?}/${$}{aws:userid}/*]",
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[a${*}b${?}/${$}{aws:userid}/* models/*]]]",
		}},
		{"output without a slash", `output: s3: "s3://acme-ml/models2"`, map[string]string{
			"WriteOutput": "[s3:AbortMultipartUpload s3:PutObject] on [arn:aws:s3:::acme-ml/models2/*]",
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models2/*]]]",
		}},
		{"output at the root of a bucket", `output: s3: "s3://acme-ml"`, map[string]string{
			"WriteOutput": "[s3:AbortMultipartUpload s3:PutObject] on [arn:aws:s3:::acme-ml/*]",
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml]",
		}},
		{"whole buckets", `trainingRole: listWholeBuckets: true`, map[string]string{
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml]",
		}},
		{"checkpoints", `checkpoints: s3: "s3://acme-ml/ckpt"`, map[string]string{
			"SyncCheckpoints": "[s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:PutObject] on [arn:aws:s3:::acme-ml/ckpt/*]",
			"ListBucket1":     "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models/* ckpt/*]]]",
		}},
		{"other outputs", `tensorBoard: s3: "s3://acme-ml/tb/", debugger: {s3: "s3://acme-ml/debug/", rules: r: {image: "i", s3: "s3://acme-ml/rule/"}}, profiler: s3: "s3://acme-ml/prof/"`, map[string]string{
			"WriteOutput": "[s3:AbortMultipartUpload s3:PutObject] on [arn:aws:s3:::acme-ml/models/* arn:aws:s3:::acme-ml/tb/* arn:aws:s3:::acme-ml/debug/* arn:aws:s3:::acme-ml/prof/* arn:aws:s3:::acme-ml/rule/*]",
			"ListBucket1": "[s3:ListBucket] on [arn:aws:s3:::acme-ml] if map[StringLike:map[s3:prefix:[models/* tb/* debug/* prof/* rule/*]]]",
		}},
		{"another account's image", `image: "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/train@sha256:` + strings.Repeat("0", 64) + `"`, map[string]string{
			"PullImage": "[ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer] on [arn:aws:ecr:eu-west-1:210987654321:repository/team/train]",
		}},
		{"algorithm", `algorithm: "Mine"`, map[string]string{
			"EcrLogin": "", "PullImage": "",
			"DescribeAlgorithm": "[sagemaker:DescribeAlgorithm] on [arn:aws:sagemaker:us-east-1:123456789012:algorithm/mine]",
		}},
		{"algorithm by ARN", `algorithm: "arn:aws:sagemaker:us-east-1:865070037744:algorithm/other"`, map[string]string{
			"EcrLogin": "", "PullImage": "",
			"DescribeAlgorithm": "[sagemaker:DescribeAlgorithm] on [arn:aws:sagemaker:us-east-1:865070037744:algorithm/other]",
		}},
		{"output key by ID", `output: kmsKey: "` + id + `"`, map[string]string{"EncryptOutput": encrypt + "[" + key + "]"}},
		{"output key by ARN", `output: kmsKey: "` + key + `"`, map[string]string{"EncryptOutput": encrypt + "[" + key + "]"}},
		{"output key by reference", `output: kmsKey: {import: "key"}`, map[string]string{"EncryptOutput": encrypt + "[${import:key}]"}},
		{"output key by alias", `output: kmsKey: "alias/out"`, map[string]string{
			"EncryptOutput": encrypt + "[arn:aws:kms:us-east-1:123456789012:key/*] if map[ForAnyValue:StringEquals:map[kms:ResourceAliases:[alias/out]]]",
		}},
		{"output key by another account's alias", `output: kmsKey: "arn:aws:kms:us-east-1:210987654321:alias/out"`, map[string]string{
			"EncryptOutput": encrypt + "[arn:aws:kms:us-east-1:210987654321:key/*] if map[ForAnyValue:StringEquals:map[kms:ResourceAliases:[alias/out]]]",
		}},
		{"volume key", `volumeKmsKey: "` + id + `"`, map[string]string{
			"EncryptVolume":     "[kms:CreateGrant] on [" + key + "] if map[Bool:map[kms:GrantIsForAWSResource:[true]]]",
			"DescribeVolumeKey": "[kms:DescribeKey] on [" + key + "]",
		}},
		{"network", `vpc: {subnets: ["subnet-1", {ssm: "/subnet"}], securityGroups: ["sg-1"]}`,
			vpc("arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1 arn:aws:ec2:us-east-1:123456789012:subnet/{{resolve:ssm:/subnet}}", "arn:aws:ec2:us-east-1:123456789012:security-group/sg-1")},
		{"network of another stack", `vpc: {subnets: {import: "subnets"}, securityGroups: {import: "groups"}}`,
			vpc("arn:aws:ec2:us-east-1:123456789012:subnet/*", "arn:aws:ec2:us-east-1:123456789012:security-group/*")},
		{"remote debugging", `remoteDebug: true`, map[string]string{
			"RemoteDebug": "[ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel] on [*]",
		}},
		{"no remote debugging", `remoteDebug: false`, nil},
		{"MLflow App", `mlflow: arn: "` + app + `"`, map[string]string{"CallMlflowApp": "[sagemaker:CallMlflowAppApi] on [" + app + "]"}},
		{"MLflow server", `mlflow: arn: "` + server + `"`, map[string]string{"CallMlflowServer": tracking + " on [" + server + "]"}},
		{"MLflow by reference", `mlflow: arn: {import: "mlflow"}`, map[string]string{
			"CallMlflowApp":    "[sagemaker:CallMlflowAppApi] on [${import:mlflow}]",
			"CallMlflowServer": tracking + " on [${import:mlflow}]",
		}},
		{"MLflow's artifacts", `mlflow: {arn: "` + app + `", artifacts: "s3://mlflow/a"}`, map[string]string{
			"CallMlflowApp": "[sagemaker:CallMlflowAppApi] on [" + app + "]",
			"WriteOutput":   "[s3:AbortMultipartUpload s3:PutObject] on [arn:aws:s3:::acme-ml/models/* arn:aws:s3:::mlflow/a/*]",
			"ReadInput":     "[s3:GetObject] on [arn:aws:s3:::mlflow/a/*]",
			"ListBucket2":   "[s3:ListBucket] on [arn:aws:s3:::mlflow] if map[StringLike:map[s3:prefix:[a/*]]]",
			"LocateBuckets": "[s3:GetBucketLocation] on [arn:aws:s3:::acme-ml arn:aws:s3:::mlflow]",
		}},
		{"access", `access: [{actions: ["dynamodb:GetItem"], resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/a", {import: "table"}], reason: "features"}]`, map[string]string{
			"Access1": "[dynamodb:GetItem] on [arn:aws:dynamodb:us-east-1:123456789012:table/a ${import:table}]",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := renderStack(t, spectest.Load(t, spectest.Complete(test.job)), noAssets)
			problems := slices.DeleteFunc(got.found, func(f string) bool { return strings.HasPrefix(f, "note ") })
			if len(problems) > 0 {
				t.Errorf("findings: %q", problems)
			}
			want := map[string]string{}
			for sid, statement := range always {
				want[sid] = statement
			}
			for sid, statement := range test.want {
				if want[sid] = statement; statement == "" {
					delete(want, sid)
				}
			}
			if diff := cmp.Diff(want, statements(t, got.resources["TrainTrainingRole"])); diff != "" {
				t.Errorf("statements (-want +got):\n%s", diff)
			}
		})
	}
}
