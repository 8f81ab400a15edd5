package jobs

// title is what a value is called in words.
type title struct {
	text string
	unit unit
	// set reports that the value is a list whose order means nothing.
	set bool
}

// wordFor returns the words for a member of a request that specs have a word for.
func wordFor(path string) (t title, ok bool) {
	switch path {
	case "Tags":
		return title{text: "tags"}, true
	case "InputDataConfig":
		return title{text: "inputs"}, true
	case "AlgorithmSpecification.MetricDefinitions":
		return title{text: "metrics"}, true
	case "ResourceConfig.InstanceGroups":
		return title{text: "instance groups"}, true
	case "AlgorithmSpecification.AlgorithmName":
		return title{text: "algorithm"}, true
	case "AlgorithmSpecification.ContainerArguments":
		return title{text: "arguments"}, true
	case "AlgorithmSpecification.ContainerEntrypoint":
		return title{text: "entrypoint"}, true
	case "AlgorithmSpecification.EnableSageMakerMetricsTimeSeries":
		return title{text: "metrics as time series", unit: toggle}, true
	case "AlgorithmSpecification.TrainingInputMode":
		return title{text: "input mode"}, true
	case "CheckpointConfig.LocalPath":
		return title{text: "checkpoints' directory"}, true
	case "CheckpointConfig.S3Uri":
		return title{text: "checkpoints"}, true
	case "EnableInterContainerTrafficEncryption":
		return title{text: "encryption between containers", unit: toggle}, true
	case "EnableNetworkIsolation":
		return title{text: "network isolation", unit: toggle}, true
	case "MlflowConfig.MlflowExperimentName":
		return title{text: "MLflow experiment"}, true
	case "MlflowConfig.MlflowResourceArn":
		return title{text: "MLflow"}, true
	case "MlflowConfig.MlflowRunName":
		return title{text: "MLflow run"}, true
	case "ModelPackageConfig.ModelPackageGroupArn":
		return title{text: "model package group"}, true
	case "OutputDataConfig.CompressionType":
		return title{text: "output compression"}, true
	case "OutputDataConfig.KmsKeyId":
		return title{text: "output key"}, true
	case "OutputDataConfig.S3OutputPath":
		return title{text: "output"}, true
	case "ResourceConfig.KeepAlivePeriodInSeconds":
		return title{text: "warm pool", unit: seconds}, true
	case "ResourceConfig.TrainingPlanArn":
		return title{text: "training plan"}, true
	case "ResourceConfig.VolumeKmsKeyId":
		return title{text: "volume key"}, true
	case "ResourceConfig.VolumeSizeInGB":
		return title{text: "volume", unit: gigabytes}, true
	case "RetryStrategy.MaximumRetryAttempts":
		return title{text: "attempts after an internal error"}, true
	case "RoleArn":
		return title{text: "training role"}, true
	case "StoppingCondition.MaxPendingTimeInSeconds":
		return title{text: "maximum time pending", unit: seconds}, true
	case "StoppingCondition.MaxRuntimeInSeconds":
		return title{text: "maximum runtime", unit: seconds}, true
	case "TrainingJobName":
		return title{text: "name of the runs"}, true
	case "VpcConfig.SecurityGroupIds":
		return title{text: "security groups", set: true}, true
	case "VpcConfig.Subnets":
		return title{text: "subnets", set: true}, true
	case "Environment.MLFLOW_EXPERIMENT_NAME":
		return title{text: "MLflow experiment"}, true
	case "Environment.MLFLOW_TRACKING_ARN":
		return title{text: "MLflow"}, true
	case "Environment.MLFLOW_TRACKING_URI":
		return title{text: "MLflow"}, true
	case "RemoteDebugConfig.EnableRemoteDebug":
		return title{text: "remote debugging", unit: toggle}, true
	case "InfraCheckConfig.EnableInfraCheck":
		return title{text: "check of the machines", unit: toggle}, true
	case "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode":
		return title{text: "access to the registry"}, true
	}
	return title{}, false
}

// titleOf returns the words for a value of a request. Names that the user chose
// follow the word for what they name, and what has no word has its path.
func titleOf(p path) title {
	if t, ok := wordFor(p.String()); ok {
		return t
	}
	switch {
	case p.at(0) == "HyperParameters" && len(p) == 2:
		return title{text: "hyperparameter " + inline(p.at(1))}
	case p.at(0) == "Environment" && len(p) == 2:
		return title{text: "environment " + inline(p.at(1))}
	case p.at(0) == "Tags" && len(p) == 3 && p.at(2) == "Value":
		return title{text: "tag " + inline(p.at(1))}
	case p.at(1) == "MetricDefinitions" && len(p) == 4 && p.at(3) == "Regex":
		return title{text: "metric " + inline(p.at(2))}
	case p.at(0) == "InputDataConfig" && len(p) > 2:
		return title{text: "input " + inline(p.at(1)) + " " + wordOfInput(p[2:])}
	}
	return title{text: inline(p.String())}
}

// wordOfInput returns the words for a setting of an input.
func wordOfInput(p path) string {
	switch p.String() {
	case "InputMode":
		return "input mode"
	case "ContentType":
		return "content type"
	case "CompressionType":
		return "compression"
	case "RecordWrapperType":
		return "records"
	case "DataSource.S3DataSource.S3DataType":
		return "type"
	case "DataSource.S3DataSource.S3DataDistributionType":
		return "distribution"
	case "DataSource.S3DataSource.AttributeNames":
		return "attributes"
	case "DataSource.FileSystemDataSource.FileSystemAccessMode":
		return "access"
	}
	return inline(p.String())
}
