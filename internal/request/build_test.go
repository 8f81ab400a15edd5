package request_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/spectest"
)

// build returns the request of the job train of a stack, and the findings as
// severity, path and message.
func build(t testing.TB, cue string) (*request.Request, []string) {
	t.Helper()
	stack := spectest.Load(t, cue)
	r, diags := request.Build(stack, stack.Jobs["train"], names())
	var found []string
	for _, d := range diags {
		found = append(found, fmt.Sprintf("%s %s: %s", d.Severity, d.Path, d.Message))
	}
	return r, found
}

// names are what a backend gives to a request.
func names() request.Names {
	return request.Names{
		TrainingJobName: spec.Literal("churn-").Append(spec.Part{Run: "id"}),
		RoleArn:         spec.Text{{Resource: "TrainRole", Attribute: "Arn"}},
	}
}

// leaves are the scalars of a request by JSON Pointer, each with the field of
// the spec behind it.
func leaves(r *request.Request) map[string]string {
	found := map[string]string{}
	var walk func(pointer string, value any)
	walk = func(pointer string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for name, child := range v {
				walk(pointer+"/"+strings.ReplaceAll(name, "/", "~1"), child)
			}
		case []any:
			for i, child := range v {
				walk(fmt.Sprintf("%s/%d", pointer, i), child)
			}
		default:
			path := strings.TrimPrefix(r.Path(pointer), "jobs.train.")
			found[pointer] = fmt.Sprintf("%v < %s", v, path)
		}
	}
	walk("", r.Document)
	return found
}

// without removes the leaves below some pointers.
func without(all map[string]string, prefixes ...string) map[string]string {
	kept := map[string]string{}
	for pointer, leaf := range all {
		drop := false
		for _, prefix := range prefixes {
			drop = drop || strings.HasPrefix(pointer, prefix)
		}
		if !drop {
			kept[pointer] = leaf
		}
	}
	return kept
}

// TestFields sets every field of a job that feeds the request, and expects each
// at its member, from its path.
func TestFields(t *testing.T) {
	r, diags := build(t, spectest.Stack(`
		tags: {Team: "ml", Both: "stack"}
		jobs: train: {
		image: "`+spectest.Image+`"
		inputMode: "Pipe"
		entrypoint: ["python", "train.py"]
		arguments: ["--fast"]
		metrics: {loss: "loss=(.*)", "val:auc": "auc=(.*)"}
		instanceType: "ml.m5.xlarge", instanceCount: 2, volumeSizeGB: 50
		volumeKmsKey: "1234abcd-12ab-34cd-56ef-1234567890ab"
		keepAliveSeconds: 60
		trainingPlan: "arn:aws:sagemaker:us-east-1:123456789012:training-plan/reserved"
		maxRuntimeSeconds: 3600, maxPendingSeconds: 7200
		spot: maxWaitSeconds: 7200
		retryAttempts: 2
		inputs: {
			a: {s3: "s3://acme/a/", s3DataType: "AugmentedManifestFile", distribution: "ShardedByS3Key", attributeNames: ["x", "y"], instanceGroups: ["g"]
				contentType: "text/csv", compression: "Gzip", recordWrapper: "RecordIO", inputMode: "Pipe", shuffleSeed: 7}
			b: efs: {id: "fs-12345678", path: "/efs"}
			c: fsx: {id: {import: "lustre"}, path: "/fsx", access: "rw"}
			d: s3: {bucket: {import: "data"}, prefix: "d/"}
		}
		output: {s3: "s3://acme/out/", kmsKey: "alias/out", compression: "NONE"}
		checkpoints: {s3: "s3://acme/ckpt", localPath: "/ckpt"}
		hyperparameters: {epochs: "10", "a/b": {import: "x"}, empty: ""}
		environment: {STAGE: "dev", RUN: {run: "time"}}
		tags: {Cost: "12", Both: "job"}
		vpc: {subnets: ["subnet-1", {ssm: "/subnet"}], securityGroups: {import: "groups"}}
		networkIsolation: true, interContainerEncryption: true, remoteDebug: false, infraCheck: true
		tensorBoard: {s3: "s3://acme/tb/", localPath: "/tb"}
		experiment: {name: "e", trial: "t", displayName: "d", run: "r"}
		debugger: {s3: "s3://acme/debug/", localPath: "/debug", parameters: save_interval: "1"
			collections: weights: save: "all"
			rules: vanish: {image: "i:1", localPath: "/r", s3: "s3://acme/r/", instanceType: "ml.m5.large", volumeSizeGB: 5, parameters: rule: "V"}}
		profiler: {s3: "s3://acme/prof/", intervalMilliseconds: 500, parameters: DetailedProfilingConfig: "{}", rules: report: image: "i:2"}
		mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1", experiment: "exp", runName: "run"}
		}
	`))
	if diff := cmp.Diff([]string(nil), diags); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	want := map[string]string{
		"/TrainingJobName": "churn-${run:id} < trainingJobNamePrefix",
		"/RoleArn":         "${TrainRole.Arn} < trainingRole",

		"/AlgorithmSpecification/TrainingImage":             spectest.Image + " < image",
		"/AlgorithmSpecification/TrainingInputMode":         "Pipe < inputMode",
		"/AlgorithmSpecification/ContainerEntrypoint/0":     "python < entrypoint[0]",
		"/AlgorithmSpecification/ContainerEntrypoint/1":     "train.py < entrypoint[1]",
		"/AlgorithmSpecification/ContainerArguments/0":      "--fast < arguments[0]",
		"/AlgorithmSpecification/MetricDefinitions/0/Name":  "loss < metrics.loss",
		"/AlgorithmSpecification/MetricDefinitions/0/Regex": "loss=(.*) < metrics.loss",
		"/AlgorithmSpecification/MetricDefinitions/1/Name":  `val:auc < metrics."val:auc"`,
		"/AlgorithmSpecification/MetricDefinitions/1/Regex": `auc=(.*) < metrics."val:auc"`,

		"/ResourceConfig/InstanceType":             "ml.m5.xlarge < instanceType",
		"/ResourceConfig/InstanceCount":            "2 < instanceCount",
		"/ResourceConfig/VolumeSizeInGB":           "50 < volumeSizeGB",
		"/ResourceConfig/VolumeKmsKeyId":           "1234abcd-12ab-34cd-56ef-1234567890ab < volumeKmsKey",
		"/ResourceConfig/KeepAlivePeriodInSeconds": "60 < keepAliveSeconds",
		"/ResourceConfig/TrainingPlanArn":          "arn:aws:sagemaker:us-east-1:123456789012:training-plan/reserved < trainingPlan",

		"/StoppingCondition/MaxRuntimeInSeconds":     "3600 < maxRuntimeSeconds",
		"/StoppingCondition/MaxPendingTimeInSeconds": "7200 < maxPendingSeconds",
		"/StoppingCondition/MaxWaitTimeInSeconds":    "7200 < spot.maxWaitSeconds",
		"/EnableManagedSpotTraining":                 "true < spot",
		"/RetryStrategy/MaximumRetryAttempts":        "2 < retryAttempts",

		"/InputDataConfig/0/ChannelName":                                          "a < inputs.a",
		"/InputDataConfig/0/ContentType":                                          "text/csv < inputs.a.contentType",
		"/InputDataConfig/0/CompressionType":                                      "Gzip < inputs.a.compression",
		"/InputDataConfig/0/RecordWrapperType":                                    "RecordIO < inputs.a.recordWrapper",
		"/InputDataConfig/0/InputMode":                                            "Pipe < inputs.a.inputMode",
		"/InputDataConfig/0/ShuffleConfig/Seed":                                   "7 < inputs.a.shuffleSeed",
		"/InputDataConfig/0/DataSource/S3DataSource/S3Uri":                        "s3://acme/a/ < inputs.a.s3",
		"/InputDataConfig/0/DataSource/S3DataSource/S3DataType":                   "AugmentedManifestFile < inputs.a.s3DataType",
		"/InputDataConfig/0/DataSource/S3DataSource/S3DataDistributionType":       "ShardedByS3Key < inputs.a.distribution",
		"/InputDataConfig/0/DataSource/S3DataSource/AttributeNames/0":             "x < inputs.a.attributeNames[0]",
		"/InputDataConfig/0/DataSource/S3DataSource/AttributeNames/1":             "y < inputs.a.attributeNames[1]",
		"/InputDataConfig/0/DataSource/S3DataSource/InstanceGroupNames/0":         "g < inputs.a.instanceGroups[0]",
		"/InputDataConfig/1/ChannelName":                                          "b < inputs.b",
		"/InputDataConfig/1/DataSource/FileSystemDataSource/FileSystemId":         "fs-12345678 < inputs.b.efs.id",
		"/InputDataConfig/1/DataSource/FileSystemDataSource/DirectoryPath":        "/efs < inputs.b.efs.path",
		"/InputDataConfig/1/DataSource/FileSystemDataSource/FileSystemAccessMode": "ro < inputs.b.efs.access",
		"/InputDataConfig/1/DataSource/FileSystemDataSource/FileSystemType":       "EFS < inputs.b.efs",
		"/InputDataConfig/2/ChannelName":                                          "c < inputs.c",
		"/InputDataConfig/2/DataSource/FileSystemDataSource/FileSystemId":         "${import:lustre} < inputs.c.fsx.id",
		"/InputDataConfig/2/DataSource/FileSystemDataSource/DirectoryPath":        "/fsx < inputs.c.fsx.path",
		"/InputDataConfig/2/DataSource/FileSystemDataSource/FileSystemAccessMode": "rw < inputs.c.fsx.access",
		"/InputDataConfig/2/DataSource/FileSystemDataSource/FileSystemType":       "FSxLustre < inputs.c.fsx",
		"/InputDataConfig/3/ChannelName":                                          "d < inputs.d",
		"/InputDataConfig/3/DataSource/S3DataSource/S3Uri":                        "s3://${import:data}/d/ < inputs.d.s3",
		"/InputDataConfig/3/DataSource/S3DataSource/S3DataType":                   "S3Prefix < inputs.d.s3DataType",

		"/OutputDataConfig/S3OutputPath":    "s3://acme/out/ < output.s3",
		"/OutputDataConfig/KmsKeyId":        "alias/out < output.kmsKey",
		"/OutputDataConfig/CompressionType": "NONE < output.compression",
		"/CheckpointConfig/S3Uri":           "s3://acme/ckpt/${run:id} < checkpoints.s3",
		"/CheckpointConfig/LocalPath":       "/ckpt < checkpoints.localPath",

		"/HyperParameters/epochs": "10 < hyperparameters.epochs",
		"/HyperParameters/a~1b":   `${import:x} < hyperparameters."a/b"`,
		"/HyperParameters/empty":  " < hyperparameters.empty",

		"/Environment/STAGE":                  "dev < environment.STAGE",
		"/Environment/RUN":                    "${run:time} < environment.RUN",
		"/Environment/MLFLOW_TRACKING_URI":    "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1 < mlflow.arn",
		"/Environment/MLFLOW_TRACKING_ARN":    "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-1 < mlflow.arn",
		"/Environment/MLFLOW_EXPERIMENT_NAME": "exp < mlflow.experiment",
		"/Environment/MLFLOW_RUN_NAME":        "run < mlflow.runName",

		"/Tags/0/Key": "Both < tags.Both", "/Tags/0/Value": "job < tags.Both",
		"/Tags/1/Key": "Cost < tags.Cost", "/Tags/1/Value": "12 < tags.Cost",
		"/Tags/2/Key": "Environment < environment", "/Tags/2/Value": "staging < environment",
		"/Tags/3/Key": "ManagedBy < ", "/Tags/3/Value": "smgen < ",
		"/Tags/4/Key": "Project < project", "/Tags/4/Value": "churn < project",
		"/Tags/5/Key": "Service < ", "/Tags/5/Value": "sagemaker-training < ",
		"/Tags/6/Key": "Team < tags.Team", "/Tags/6/Value": "ml < tags.Team",

		"/VpcConfig/Subnets/0":                        "subnet-1 < vpc.subnets[0]",
		"/VpcConfig/Subnets/1":                        "${ssm:/subnet} < vpc.subnets[1]",
		"/VpcConfig/SecurityGroupIds":                 "${import:groups} < vpc.securityGroups",
		"/EnableNetworkIsolation":                     "true < networkIsolation",
		"/EnableInterContainerTrafficEncryption":      "true < interContainerEncryption",
		"/RemoteDebugConfig/EnableRemoteDebug":        "false < remoteDebug",
		"/InfraCheckConfig/EnableInfraCheck":          "true < infraCheck",
		"/TensorBoardOutputConfig/S3OutputPath":       "s3://acme/tb/ < tensorBoard.s3",
		"/TensorBoardOutputConfig/LocalPath":          "/tb < tensorBoard.localPath",
		"/ExperimentConfig/ExperimentName":            "e < experiment.name",
		"/ExperimentConfig/TrialName":                 "t < experiment.trial",
		"/ExperimentConfig/TrialComponentDisplayName": "d < experiment.displayName",
		"/ExperimentConfig/RunName":                   "r < experiment.run",

		"/DebugHookConfig/S3OutputPath":                                         "s3://acme/debug/ < debugger.s3",
		"/DebugHookConfig/LocalPath":                                            "/debug < debugger.localPath",
		"/DebugHookConfig/HookParameters/save_interval":                         "1 < debugger.parameters.save_interval",
		"/DebugHookConfig/CollectionConfigurations/0/CollectionName":            "weights < debugger.collections.weights",
		"/DebugHookConfig/CollectionConfigurations/0/CollectionParameters/save": "all < debugger.collections.weights.save",
		"/DebugRuleConfigurations/0/RuleConfigurationName":                      "vanish < debugger.rules.vanish",
		"/DebugRuleConfigurations/0/RuleEvaluatorImage":                         "i:1 < debugger.rules.vanish.image",
		"/DebugRuleConfigurations/0/LocalPath":                                  "/r < debugger.rules.vanish.localPath",
		"/DebugRuleConfigurations/0/S3OutputPath":                               "s3://acme/r/ < debugger.rules.vanish.s3",
		"/DebugRuleConfigurations/0/InstanceType":                               "ml.m5.large < debugger.rules.vanish.instanceType",
		"/DebugRuleConfigurations/0/VolumeSizeInGB":                             "5 < debugger.rules.vanish.volumeSizeGB",
		"/DebugRuleConfigurations/0/RuleParameters/rule":                        "V < debugger.rules.vanish.parameters.rule",
		"/ProfilerConfig/S3OutputPath":                                          "s3://acme/prof/ < profiler.s3",
		"/ProfilerConfig/ProfilingIntervalInMilliseconds":                       "500 < profiler.intervalMilliseconds",
		"/ProfilerConfig/ProfilingParameters/DetailedProfilingConfig":           "{} < profiler.parameters.DetailedProfilingConfig",
		"/ProfilerRuleConfigurations/0/RuleConfigurationName":                   "report < profiler.rules.report",
		"/ProfilerRuleConfigurations/0/RuleEvaluatorImage":                      "i:2 < profiler.rules.report.image",
	}
	if diff := cmp.Diff(want, leaves(r)); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

// TestDefaults holds what a request has when the job says the least.
func TestDefaults(t *testing.T) {
	r, diags := build(t, spectest.Complete(""))
	if diff := cmp.Diff([]string(nil), diags); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	want := map[string]string{
		"/TrainingJobName":                          "churn-${run:id} < trainingJobNamePrefix",
		"/RoleArn":                                  "${TrainRole.Arn} < trainingRole",
		"/AlgorithmSpecification/TrainingImage":     spectest.Image + " < image",
		"/AlgorithmSpecification/TrainingInputMode": "File < inputMode",
		"/ResourceConfig/InstanceType":              "ml.m5.large < instanceType",
		"/ResourceConfig/InstanceCount":             "1 < instanceCount",
		"/ResourceConfig/VolumeSizeInGB":            "30 < volumeSizeGB",
		"/StoppingCondition/MaxRuntimeInSeconds":    "86400 < maxRuntimeSeconds",
		"/OutputDataConfig/S3OutputPath":            "s3://acme-ml/models/ < output.s3",
		"/EnableManagedSpotTraining":                "false < spot",
		"/EnableNetworkIsolation":                   "false < networkIsolation",
		"/EnableInterContainerTrafficEncryption":    "false < interContainerEncryption",
		"/ProfilerConfig/DisableProfiler":           "true < profiler",
	}
	if diff := cmp.Diff(want, without(leaves(r), "/Tags")); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

// TestTagsOfSharedResources leaves out the job's tags.
func TestTagsOfSharedResources(t *testing.T) {
	stack := spectest.Load(t, spectest.Stack(`
		owner: "ml", repository: "acme/specs"
		tags: {Owner: "mine", Team: "a"}
		jobs: train: tags: Team: "b"
	`))
	want := []request.Tag{
		{Key: "Environment", Value: "staging", Path: "environment"},
		{Key: "ManagedBy", Value: "smgen"},
		{Key: "Owner", Value: "mine", Path: "tags.Owner"},
		{Key: "Project", Value: "churn", Path: "project"},
		{Key: "Repository", Value: "acme/specs", Path: "repository"},
		{Key: "Service", Value: "sagemaker-training"},
		{Key: "Team", Value: "a", Path: "tags.Team"},
	}
	if diff := cmp.Diff(want, request.Tags(stack, nil)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	want[6] = request.Tag{Key: "Team", Value: "b", Path: "jobs.train.tags.Team"}
	if diff := cmp.Diff(want, request.Tags(stack, stack.Jobs["train"])); diff != "" {
		t.Errorf("the job's tags (-want +got):\n%s", diff)
	}
}
