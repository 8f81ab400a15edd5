package compile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/source"
)

// image and output stand in for a job's own where a row does not set them.
const (
	image  = `image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:v1"`
	output = `output: s3: "s3://acme-models/"`
	s3     = `s3: "s3://acme-data/x/"`
	vpc    = `vpc: {subnets: ["subnet-0a"], securityGroups: ["sg-0a"]}`
)

// TestFriendlyFields sets each field of a job that feeds the request, and
// demands that it arrives at its member. want is a part of the request.
func TestFriendlyFields(t *testing.T) {
	rows := friendly()
	var jobs []string
	for _, row := range rows {
		fields := row.spec
		if !strings.Contains(fields, "image:") && !strings.Contains(fields, "algorithm:") || strings.Contains(fields, "rules:") {
			fields = image + "\n" + fields
		}
		if !strings.HasPrefix(fields, "output:") && !strings.Contains(fields, "\noutput:") {
			fields += "\n" + output
		}
		jobs = append(jobs, fields)
	}
	for i, got := range received(t, jobs) {
		var want any
		decoder := json.NewDecoder(strings.NewReader(rows[i].want))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatalf("%s: %v", rows[i].want, err)
		}
		if problem := missing(got, want, "request"); problem != "" {
			t.Errorf("%s does not arrive: %s", rows[i].spec, problem)
		}
	}
}

// TestFriendlyFieldsComplete demands a row for each field of a job that is not
// listed as one that the request does not hold.
func TestFriendlyFieldsComplete(t *testing.T) {
	fields, err := source.Fields()
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, row := range friendly() {
		have[row.field] = true
	}
	for _, path := range fields {
		field, ofJob := strings.CutPrefix(path, "jobs.*.")
		if !ofJob || isReference(field) || besidesRequest(field) {
			continue
		}
		if !have[field] {
			t.Errorf("%s has no row; add one to friendly", field)
		}
		delete(have, field)
	}
	for field := range have {
		t.Errorf("%s is no field of a job that feeds the request; remove its row", field)
	}
}

// isReference tells the forms of a field that the goldens of references cover.
func isReference(field string) bool {
	for _, end := range []string{".import", ".ssm", ".bucket", ".prefix"} {
		if strings.HasSuffix(field, end) {
			return true
		}
	}
	return strings.HasSuffix(field, ".run") && field != "experiment.run"
}

// besidesRequest tells the fields that make other resources than the request:
// roles, schedules and launchers; those that make none; and request itself, which
// has a test of its own.
func besidesRequest(field string) bool {
	for _, start := range []string{"access[", "launch.", "alarms.", "launchRole.", "notify.", "on.", "registration.", "runbook", "schedule.", "trainingRole.managed", "trainingRole.name", "trainingRole.list", "mlflow.artifacts", "mlflow.register", "request", "waive["} {
		if strings.HasPrefix(field, start) {
			return true
		}
	}
	// These two shape the name and the checkpoints' place.
	return field == "trainingJobNamePrefix" || field == "checkpoints.resume"
}

type friendlyRow struct{ field, spec, want string }

// friendly lists the fields by the member that they feed.
func friendly() []friendlyRow {
	rows := []friendlyRow{
		{"image", `image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:v2"`, `{"AlgorithmSpecification": {"TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/own:v2"}}`},
		{"algorithm", `algorithm: "forecaster"`, `{"AlgorithmSpecification": {"AlgorithmName": "forecaster"}}`},
		{"inputMode", `inputMode: "Pipe"`, `{"AlgorithmSpecification": {"TrainingInputMode": "Pipe"}}`},
		{"entrypoint[]", `entrypoint: ["a", "b c"]`, `{"AlgorithmSpecification": {"ContainerEntrypoint": ["a", "b c"]}}`},
		{"arguments[]", `arguments: ["--a", ""]`, `{"AlgorithmSpecification": {"ContainerArguments": ["--a", ""]}}`},
		{"metrics.*", `metrics: "train:loss": "loss=(.*)"`, `{"AlgorithmSpecification": {"MetricDefinitions": [{"Name": "train:loss", "Regex": "loss=(.*)"}]}}`},
		{"hyperparameters.*", `hyperparameters: "a.b": "0.1"`, `{"HyperParameters": {"a.b": "0.1"}}`},
		{"environment.*", `environment: KEY: "a\nb"`, `{"Environment": {"KEY": "a\nb"}}`},
		{"instanceType", `instanceType: "ml.c5.xlarge"`, `{"ResourceConfig": {"InstanceType": "ml.c5.xlarge"}}`},
		{"instanceCount", `instanceCount: 7`, `{"ResourceConfig": {"InstanceCount": 7}}`},
		{"instanceGroups.*.instanceType", `instanceGroups: a: instanceType: "ml.c5.xlarge"`, `{"ResourceConfig": {"InstanceGroups": [{"InstanceGroupName": "a", "InstanceType": "ml.c5.xlarge", "InstanceCount": 1}]}}`},
		{"instanceGroups.*.instanceCount", `instanceGroups: a: {instanceType: "ml.c5.xlarge", instanceCount: 3}`, `{"ResourceConfig": {"InstanceGroups": [{"InstanceGroupName": "a", "InstanceCount": 3}]}}`},
		{"volumeSizeGB", `volumeSizeGB: 77`, `{"ResourceConfig": {"VolumeSizeInGB": 77}}`},
		{"volumeKmsKey", `volumeKmsKey: "11111111-2222-3333-4444-555555555555"`, `{"ResourceConfig": {"VolumeKmsKeyId": "11111111-2222-3333-4444-555555555555"}}`},
		{"keepAliveSeconds", `keepAliveSeconds: 1800`, `{"ResourceConfig": {"KeepAlivePeriodInSeconds": 1800}}`},
		{"trainingPlan", `trainingPlan: "arn:aws:sagemaker:us-east-1:123456789012:training-plan/p"`, `{"ResourceConfig": {"TrainingPlanArn": "arn:aws:sagemaker:us-east-1:123456789012:training-plan/p"}}`},
		{"maxRuntimeSeconds", `maxRuntimeSeconds: 1234`, `{"StoppingCondition": {"MaxRuntimeInSeconds": 1234}}`},
		{"maxPendingSeconds", `maxPendingSeconds: 7201`, `{"StoppingCondition": {"MaxPendingTimeInSeconds": 7201}}`},
		{"spot.maxWaitSeconds", `spot: maxWaitSeconds: 99999`, `{"EnableManagedSpotTraining": true, "StoppingCondition": {"MaxWaitTimeInSeconds": 99999}}`},
		{"retryAttempts", `retryAttempts: 4`, `{"RetryStrategy": {"MaximumRetryAttempts": 4}}`},
		{"infraCheck", `infraCheck: true`, `{"InfraCheckConfig": {"EnableInfraCheck": true}}`},
		{"remoteDebug", `remoteDebug: true`, `{"RemoteDebugConfig": {"EnableRemoteDebug": true}}`},
		{"networkIsolation", `networkIsolation: true`, `{"EnableNetworkIsolation": true}`},
		{"interContainerEncryption", `interContainerEncryption: true`, `{"EnableInterContainerTrafficEncryption": true}`},
		{"vpc.subnets[]", vpc, `{"VpcConfig": {"Subnets": ["subnet-0a"]}}`},
		{"vpc.securityGroups[]", vpc, `{"VpcConfig": {"SecurityGroupIds": ["sg-0a"]}}`},
		{"tags.*", `tags: Team: "ml"`, `{"Tags": [{"Key": "Team", "Value": "ml"}]}`},
		{"trainingRole.arn", `trainingRole: arn: "arn:aws:iam::123456789012:role/own"`, `{"RoleArn": "arn:aws:iam::123456789012:role/own"}`},
		{"inputs.*.s3", `inputs: x: {` + s3 + `}`, `{"InputDataConfig": [{"ChannelName": "x", "DataSource": {"S3DataSource": {"S3Uri": "s3://acme-data/x/", "S3DataType": "S3Prefix"}}}]}`},
		{"inputs.*.s3DataType", `inputs: x: {` + s3 + `, s3DataType: "Converse"}`, `{"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3DataType": "Converse"}}}]}`},
		{"inputs.*.distribution", `instanceCount: 2, inputs: x: {` + s3 + `, distribution: "ShardedByS3Key"}`, `{"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3DataDistributionType": "ShardedByS3Key"}}}]}`},
		{"inputs.*.attributeNames[]", `inputs: x: {` + s3 + `, s3DataType: "AugmentedManifestFile", inputMode: "Pipe", attributeNames: ["a", "b"]}`, `{"InputDataConfig": [{"DataSource": {"S3DataSource": {"AttributeNames": ["a", "b"]}}}]}`},
		{"inputs.*.instanceGroups[]", `instanceGroups: a: instanceType: "ml.c5.xlarge", inputs: x: {` + s3 + `, instanceGroups: ["a"]}`, `{"InputDataConfig": [{"DataSource": {"S3DataSource": {"InstanceGroupNames": ["a"]}}}]}`},
		{"inputs.*.contentType", `inputs: x: {` + s3 + `, contentType: "text/csv"}`, `{"InputDataConfig": [{"ContentType": "text/csv"}]}`},
		{"inputs.*.compression", `inputs: x: {` + s3 + `, inputMode: "Pipe", compression: "Gzip"}`, `{"InputDataConfig": [{"CompressionType": "Gzip"}]}`},
		{"inputs.*.recordWrapper", `inputs: x: {` + s3 + `, inputMode: "Pipe", recordWrapper: "RecordIO"}`, `{"InputDataConfig": [{"RecordWrapperType": "RecordIO"}]}`},
		{"inputs.*.inputMode", `inputs: x: {` + s3 + `, inputMode: "FastFile"}`, `{"InputDataConfig": [{"InputMode": "FastFile"}]}`},
		{"inputs.*.shuffleSeed", `inputs: x: {` + s3 + `, shuffleSeed: 9007199254740993}`, `{"InputDataConfig": [{"ShuffleConfig": {"Seed": 9007199254740993}}]}`},
		{"inputs.*.efs.id", vpc + `, inputs: x: efs: {id: "fs-0123456789", path: "/a"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-0123456789", "FileSystemType": "EFS"}}}]}`},
		{"inputs.*.efs.path", vpc + `, inputs: x: efs: {id: "fs-0123456789", path: "/a"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"DirectoryPath": "/a"}}}]}`},
		{"inputs.*.efs.access", vpc + `, inputs: x: efs: {id: "fs-0123456789", path: "/a", access: "rw"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"FileSystemAccessMode": "rw"}}}]}`},
		{"inputs.*.fsx.id", vpc + `, inputs: x: fsx: {id: "fs-0123456789", path: "/a"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-0123456789", "FileSystemType": "FSxLustre"}}}]}`},
		{"inputs.*.fsx.path", vpc + `, inputs: x: fsx: {id: "fs-0123456789", path: "/a"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"DirectoryPath": "/a"}}}]}`},
		{"inputs.*.fsx.access", vpc + `, inputs: x: fsx: {id: "fs-0123456789", path: "/a"}`, `{"InputDataConfig": [{"DataSource": {"FileSystemDataSource": {"FileSystemAccessMode": "ro"}}}]}`},
		{"output.s3", `output: s3: "s3://own/"`, `{"OutputDataConfig": {"S3OutputPath": "s3://own/"}}`},
		{"output.kmsKey", `output: {s3: "s3://own/", kmsKey: "alias/a"}`, `{"OutputDataConfig": {"KmsKeyId": "alias/a"}}`},
		{"output.compression", `output: {s3: "s3://own/", compression: "NONE"}`, `{"OutputDataConfig": {"CompressionType": "NONE"}}`},
		{"checkpoints.s3", `checkpoints: {` + s3 + `, resume: "previous"}`, `{"CheckpointConfig": {"S3Uri": "s3://acme-data/x/"}}`},
		{"checkpoints.localPath", `checkpoints: {` + s3 + `, localPath: "/a"}`, `{"CheckpointConfig": {"S3Uri": "s3://acme-data/x/<aws.scheduler.execution-id>", "LocalPath": "/a"}}`},
		{"tensorBoard.s3", `tensorBoard: ` + s3, `{"TensorBoardOutputConfig": {"S3OutputPath": "s3://acme-data/x/"}}`},
		{"tensorBoard.localPath", `tensorBoard: {` + s3 + `, localPath: "/a"}`, `{"TensorBoardOutputConfig": {"LocalPath": "/a"}}`},
		{"experiment.name", `experiment: name: "a"`, `{"ExperimentConfig": {"ExperimentName": "a"}}`},
		{"experiment.trial", `experiment: trial: "a"`, `{"ExperimentConfig": {"TrialName": "a"}}`},
		{"experiment.displayName", `experiment: displayName: "a"`, `{"ExperimentConfig": {"TrialComponentDisplayName": "a"}}`},
		{"experiment.run", `experiment: run: "a"`, `{"ExperimentConfig": {"RunName": "a"}}`},
		{"debugger.s3", `debugger: ` + s3, `{"DebugHookConfig": {"S3OutputPath": "s3://acme-data/x/"}}`},
		{"debugger.localPath", `debugger: {` + s3 + `, localPath: "/a"}`, `{"DebugHookConfig": {"LocalPath": "/a"}}`},
		{"debugger.parameters.*", `debugger: {` + s3 + `, parameters: a: "b"}`, `{"DebugHookConfig": {"HookParameters": {"a": "b"}}}`},
		{"debugger.collections.*.*", `debugger: {` + s3 + `, collections: c: a: "b"}`, `{"DebugHookConfig": {"CollectionConfigurations": [{"CollectionName": "c", "CollectionParameters": {"a": "b"}}]}}`},
		{"profiler.s3", `profiler: ` + s3, `{"ProfilerConfig": {"S3OutputPath": "s3://acme-data/x/"}}`},
		{"profiler.intervalMilliseconds", `profiler: {` + s3 + `, intervalMilliseconds: 60000}`, `{"ProfilerConfig": {"ProfilingIntervalInMilliseconds": 60000}}`},
		{"profiler.parameters.*", `profiler: {` + s3 + `, parameters: a: "b"}`, `{"ProfilerConfig": {"ProfilingParameters": {"a": "b"}}}`},
		{"mlflow.arn", `mlflow: arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-A"`, `{"Environment": {"MLFLOW_TRACKING_URI": "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-A"}}`},
		{"mlflow.experiment", `mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-A", experiment: "e"}`, `{"Environment": {"MLFLOW_EXPERIMENT_NAME": "e"}}`},
		{"mlflow.runName", `mlflow: {arn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-A", runName: "r"}`, `{"Environment": {"MLFLOW_RUN_NAME": "r"}}`},
	}
	rows = append(rows, ruleRows("debugger", "DebugRuleConfigurations")...)
	return append(rows, ruleRows("profiler", "ProfilerRuleConfigurations")...)
}

// ruleRows are the fields of a debugger's or profiler's rule.
func ruleRows(field, member string) []friendlyRow {
	const rule = `image: "503895931360.dkr.ecr.us-east-1.amazonaws.com/rules:v1"`
	row := func(name, spec, want string) friendlyRow {
		return friendlyRow{
			field + ".rules.*." + name,
			field + `: {` + s3 + `, rules: r: {` + rule + spec + `}}`,
			`{"` + member + `": [{"RuleConfigurationName": "r", ` + want + `}]}`,
		}
	}
	return []friendlyRow{
		row("image", "", `"RuleEvaluatorImage": "503895931360.dkr.ecr.us-east-1.amazonaws.com/rules:v1"`),
		row("localPath", `, localPath: "/a"`, `"LocalPath": "/a"`),
		row("s3", ", "+s3, `"S3OutputPath": "s3://acme-data/x/"`),
		row("instanceType", `, instanceType: "ml.t3.medium"`, `"InstanceType": "ml.t3.medium"`),
		row("volumeSizeGB", `, volumeSizeGB: 9`, `"VolumeSizeInGB": 9`),
		row("parameters.*", `, parameters: a: "b"`, `"RuleParameters": {"a": "b"}`),
	}
}
