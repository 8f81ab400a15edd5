package request_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// TestOverlay lays a job's own request over its fields. want holds the leaves of
// the finished request below the pointers in at, found the findings.
func TestOverlay(t *testing.T) {
	for _, test := range []struct {
		name, job string
		at        string
		want      map[string]string
		found     []string
	}{
		{
			name: "a value that says the same", at: "/ResourceConfig/InstanceType",
			job:  `instanceType: "ml.m5.xlarge", request: ResourceConfig: InstanceType: "ml.m5.xlarge"`,
			want: map[string]string{"/ResourceConfig/InstanceType": "ml.m5.xlarge < request.ResourceConfig.InstanceType"},
		}, {
			name: "a default gives way", at: "/ResourceConfig/InstanceType",
			job:  `request: ResourceConfig: InstanceType: "ml.m5.xlarge"`,
			want: map[string]string{"/ResourceConfig/InstanceType": "ml.m5.xlarge < request.ResourceConfig.InstanceType"},
		}, {
			name: "a value set on purpose does not", at: "/ResourceConfig/InstanceCount",
			job:   `instanceCount: 2, request: ResourceConfig: InstanceCount: 3`,
			want:  map[string]string{"/ResourceConfig/InstanceCount": "2 < instanceCount"},
			found: []string{"error jobs.train.request.ResourceConfig.InstanceCount: the request says 3, but jobs.train.instanceCount says 2 at stacks/churn/stack.cue:13:16"},
		}, {
			name: "no tags do not take away those of the stack", at: "/RetryStrategy",
			job:   `request: Tags: []`,
			want:  map[string]string{},
			found: []string{`error jobs.train.request.Tags: the request says [], but jobs.train.tags says [{"Key":"Environment","Value":"staging"},{"Key":"ManagedB… at stacks/churn/stack.cue:11:8`},
		}, {
			name: "what smgen adds gives way", at: "/ProfilerConfig",
			job:  `request: ProfilerConfig: S3OutputPath: "s3://acme/p"`,
			want: map[string]string{"/ProfilerConfig/S3OutputPath": "s3://acme/p < request.ProfilerConfig.S3OutputPath"},
		}, {
			name: "profiler rules need the profiler", at: "/ProfilerConfig",
			job:  `request: ProfilerRuleConfigurations: [{RuleConfigurationName: "a", RuleEvaluatorImage: "i"}]`,
			want: map[string]string{},
		}, {
			name: "a nested object", at: "/AlgorithmSpecification/TrainingImageConfig",
			job: `request: AlgorithmSpecification: TrainingImageConfig: {TrainingRepositoryAccessMode: "Platform", TrainingRepositoryAuthConfig: TrainingRepositoryCredentialsProviderArn: "arn:aws:lambda:us-east-1:123456789012:function:a"}`,
			want: map[string]string{
				"/AlgorithmSpecification/TrainingImageConfig/TrainingRepositoryAccessMode":                                          "Platform < request.AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode",
				"/AlgorithmSpecification/TrainingImageConfig/TrainingRepositoryAuthConfig/TrainingRepositoryCredentialsProviderArn": "arn:aws:lambda:us-east-1:123456789012:function:a < request.AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAuthConfig.TrainingRepositoryCredentialsProviderArn",
			},
		}, {
			name: "channels merge by name", at: "/InputDataConfig",
			job: `inputs: {a: s3: "s3://acme/a/", b: s3: "s3://acme/b/"}
				request: InputDataConfig: [
					{ChannelName: "b", ContentType: "text/csv"},
					{ChannelName: "c", DataSource: S3DataSource: {S3Uri: "s3://acme/c/", S3DataType: "S3Prefix"}},
				]`,
			want: map[string]string{
				"/InputDataConfig/0/ChannelName":                        "a < inputs.a",
				"/InputDataConfig/0/DataSource/S3DataSource/S3Uri":      "s3://acme/a/ < inputs.a.s3",
				"/InputDataConfig/0/DataSource/S3DataSource/S3DataType": "S3Prefix < inputs.a.s3DataType",
				"/InputDataConfig/1/ChannelName":                        "b < inputs.b",
				"/InputDataConfig/1/ContentType":                        "text/csv < request.InputDataConfig[0].ContentType",
				"/InputDataConfig/1/DataSource/S3DataSource/S3Uri":      "s3://acme/b/ < inputs.b.s3",
				"/InputDataConfig/1/DataSource/S3DataSource/S3DataType": "S3Prefix < inputs.b.s3DataType",
				"/InputDataConfig/2/ChannelName":                        "c < request.InputDataConfig[1].ChannelName",
				"/InputDataConfig/2/DataSource/S3DataSource/S3Uri":      "s3://acme/c/ < request.InputDataConfig[1].DataSource.S3DataSource.S3Uri",
				"/InputDataConfig/2/DataSource/S3DataSource/S3DataType": "S3Prefix < request.InputDataConfig[1].DataSource.S3DataSource.S3DataType",
			},
		}, {
			name: "metrics, tags and rules merge by name", at: "/AlgorithmSpecification/MetricDefinitions /DebugRuleConfigurations /Tags/0 /Tags/2",
			job: `metrics: loss: "a", tags: Cost: "1"
				debugger: {s3: "s3://acme/d/", rules: r: image: "i"}
				request: {
					AlgorithmSpecification: MetricDefinitions: [{Name: "auc", Regex: "b"}, {Name: "loss", Regex: "a"}]
					DebugRuleConfigurations: [{RuleConfigurationName: "r", LocalPath: "/r"}]
					Tags: [{Key: "Environment", Value: "staging"}, {Key: "Cost", Value: "2"}]
				}`,
			want: map[string]string{
				"/AlgorithmSpecification/MetricDefinitions/0/Name":  "loss < metrics.loss",
				"/AlgorithmSpecification/MetricDefinitions/0/Regex": "a < request.AlgorithmSpecification.MetricDefinitions[1].Regex",
				"/AlgorithmSpecification/MetricDefinitions/1/Name":  "auc < request.AlgorithmSpecification.MetricDefinitions[0].Name",
				"/AlgorithmSpecification/MetricDefinitions/1/Regex": "b < request.AlgorithmSpecification.MetricDefinitions[0].Regex",
				"/DebugRuleConfigurations/0/RuleConfigurationName":  "r < debugger.rules.r",
				"/DebugRuleConfigurations/0/RuleEvaluatorImage":     "i < debugger.rules.r.image",
				"/DebugRuleConfigurations/0/LocalPath":              "/r < request.DebugRuleConfigurations[0].LocalPath",
				"/Tags/0/Key":                                       "Cost < tags.Cost",
				"/Tags/0/Value":                                     "1 < tags.Cost",
				"/Tags/2/Key":                                       "ManagedBy < ",
				"/Tags/2/Value":                                     "smgen < ",
			},
			found: []string{`error jobs.train.request.Tags[1].Value: the request says "2", but jobs.train.tags.Cost says "1" at stacks/churn/stack.cue:13:33`},
		}, {
			name: "groups merge by name and replace the default machine", at: "/ResourceConfig/Instance",
			job: `instanceGroups: cpu: instanceType: "ml.c5.xlarge"
				request: ResourceConfig: InstanceGroups: [{InstanceGroupName: "cpu", InstanceCount: 3}, {InstanceGroupName: "gpu", InstanceType: "ml.g5.xlarge", InstanceCount: 1}]`,
			want: map[string]string{
				"/ResourceConfig/InstanceGroups/0/InstanceGroupName": "cpu < instanceGroups.cpu",
				"/ResourceConfig/InstanceGroups/0/InstanceType":      "ml.c5.xlarge < instanceGroups.cpu.instanceType",
				"/ResourceConfig/InstanceGroups/0/InstanceCount":     "3 < request.ResourceConfig.InstanceGroups[0].InstanceCount",
				"/ResourceConfig/InstanceGroups/1/InstanceGroupName": "gpu < request.ResourceConfig.InstanceGroups[1].InstanceGroupName",
				"/ResourceConfig/InstanceGroups/1/InstanceType":      "ml.g5.xlarge < request.ResourceConfig.InstanceGroups[1].InstanceType",
				"/ResourceConfig/InstanceGroups/1/InstanceCount":     "1 < request.ResourceConfig.InstanceGroups[1].InstanceCount",
			},
		}, {
			name: "groups leave a machine that was set on purpose for the rules to see", at: "/ResourceConfig/InstanceType",
			job:  `instanceType: "ml.m5.large", instanceGroups: cpu: instanceType: "ml.c5.xlarge"`,
			want: map[string]string{"/ResourceConfig/InstanceType": "ml.m5.large < instanceType"},
		}, {
			name: "preferences with counts", at: "/ResourceConfig/Instance",
			job: `request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.m5.large", InstanceCount: 2}]`,
			want: map[string]string{
				"/ResourceConfig/InstancePreferences/0/InstanceType":  "ml.m5.large < request.ResourceConfig.InstancePreferences[0].InstanceType",
				"/ResourceConfig/InstancePreferences/0/InstanceCount": "2 < request.ResourceConfig.InstancePreferences[0].InstanceCount",
			},
		}, {
			name: "preferences without counts share the job's", at: "/ResourceConfig/Instance",
			job: `request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.m5.large"}]`,
			want: map[string]string{
				"/ResourceConfig/InstancePreferences/0/InstanceType": "ml.m5.large < request.ResourceConfig.InstancePreferences[0].InstanceType",
				"/ResourceConfig/InstanceCount":                      "1 < instanceCount",
			},
		}, {
			name: "an algorithm replaces a default image", at: "/AlgorithmSpecification",
			job: `algorithm: "arn:aws:sagemaker:us-east-1:123456789012:algorithm/mine"`,
			want: map[string]string{
				"/AlgorithmSpecification/AlgorithmName":     "arn:aws:sagemaker:us-east-1:123456789012:algorithm/mine < algorithm",
				"/AlgorithmSpecification/TrainingInputMode": "File < inputMode",
			},
		}, {
			name: "an algorithm of the request replaces a default image", at: "/AlgorithmSpecification/Algorithm /AlgorithmSpecification/TrainingImage",
			job:  `request: AlgorithmSpecification: AlgorithmName: "mine"`,
			want: map[string]string{"/AlgorithmSpecification/AlgorithmName": "mine < request.AlgorithmSpecification.AlgorithmName"},
		}, {
			name: "a serverless job has no machines and no image", at: "/AlgorithmSpecification /ResourceConfig /ServerlessJobConfig/JobType",
			job: `request: ServerlessJobConfig: {BaseModelArn: "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/m/1.0.0", JobType: "FineTuning", AcceptEula: true}`,
			want: map[string]string{
				"/ServerlessJobConfig/JobType": "FineTuning < request.ServerlessJobConfig.JobType",
			},
		}, {
			name: "references", at: "/VpcConfig /HyperParameters /CheckpointConfig /MlflowConfig",
			job: `request: {
					VpcConfig: {Subnets: {import: "subnets"}, SecurityGroupIds: ["sg-1", {ssm: "/group"}]}
					HyperParameters: {bucket: {import: "b"}, run: {run: "id"}}
					CheckpointConfig: S3Uri: {bucket: {import: "b"}, prefix: "c/"}
					MlflowConfig: MlflowResourceArn: {ssm: "/mlflow"}
				}
				checkpoints: {s3: {bucket: {import: "b"}, prefix: "c/"}, resume: "previous"}`,
			want: map[string]string{
				"/VpcConfig/Subnets":              "${import:subnets} < request.VpcConfig.Subnets",
				"/VpcConfig/SecurityGroupIds/0":   "sg-1 < request.VpcConfig.SecurityGroupIds[0]",
				"/VpcConfig/SecurityGroupIds/1":   "${ssm:/group} < request.VpcConfig.SecurityGroupIds[1]",
				"/HyperParameters/bucket":         "${import:b} < request.HyperParameters.bucket",
				"/HyperParameters/run":            "${run:id} < request.HyperParameters.run",
				"/CheckpointConfig/S3Uri":         "s3://${import:b}/c/ < request.CheckpointConfig.S3Uri",
				"/MlflowConfig/MlflowResourceArn": "${ssm:/mlflow} < request.MlflowConfig.MlflowResourceArn",
			},
		}, {
			name: "a map where the API has one is no reference", at: "/Environment",
			job:  `request: Environment: {import: "a", ssm: "b"}`,
			want: map[string]string{"/Environment/import": "a < request.Environment.import", "/Environment/ssm": "b < request.Environment.ssm"},
		}, {
			name: "what smgen sets itself", at: "/TrainingJobName /RoleArn",
			job: `request: {TrainingJobName: "mine", RoleArn: "arn:aws:iam::123456789012:role/mine"}`,
			want: map[string]string{
				"/TrainingJobName": "churn-${run:id} < trainingJobNamePrefix",
				"/RoleArn":         "${TrainRole.Arn} < trainingRole",
			},
			found: []string{
				"error jobs.train.request.TrainingJobName: smgen sets TrainingJobName itself",
				"error jobs.train.request.RoleArn: smgen sets RoleArn itself",
			},
		}, {
			name: "an object instead of a map of fields", at: "/HyperParameters",
			job:   `hyperparameters: a: "1", request: HyperParameters: "none"`,
			want:  map[string]string{"/HyperParameters/a": "1 < hyperparameters.a"},
			found: []string{`error jobs.train.request.HyperParameters: the request says something else than jobs.train.hyperparameters at stacks/churn/stack.cue:13:1`},
		}, {
			name: "MLflow's variables", at: "/Environment",
			job: `mlflow: arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1"
				request: Environment: MLFLOW_TRACKING_URI: "https://elsewhere"`,
			want: map[string]string{
				"/Environment/MLFLOW_TRACKING_URI": "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1 < mlflow.arn",
				"/Environment/MLFLOW_TRACKING_ARN": "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1 < mlflow.arn",
			},
			found: []string{`error jobs.train.request.Environment.MLFLOW_TRACKING_URI: the request says "https://elsewhere", but jobs.train.mlflow.arn says "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1" at stacks/churn/stack.cue:13:14`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, found := build(t, spectest.Complete(test.job))
			all := leaves(r)
			got := map[string]string{}
			for pointer, leaf := range all {
				for _, prefix := range strings.Fields(test.at) {
					if strings.HasPrefix(pointer, prefix) {
						got[pointer] = leaf
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.found, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
