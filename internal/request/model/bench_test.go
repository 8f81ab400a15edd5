package model_test

import (
	"testing"

	"github.com/smgen/smgen/internal/request/model"
)

// A request as teams write it, of about 40 members.
const typical = `{
	"TrainingJobName": "churn-nightly-4f2a9c",
	"RoleArn": "arn:aws:iam::123456789012:role/churn-training",
	"AlgorithmSpecification": {
		"TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-training-image:v3",
		"TrainingInputMode": "File",
		"ContainerEntrypoint": ["python3", "train.py"],
		"EnableSageMakerMetricsTimeSeries": true,
		"MetricDefinitions": [{"Name": "loss", "Regex": "loss: ([0-9.]+)"}, {"Name": "auc", "Regex": "auc: ([0-9.]+)"}]
	},
	"HyperParameters": {"epochs": "10", "learning_rate": "0.001", "batch_size": "256", "optimizer": "adam"},
	"Environment": {"MLFLOW_TRACKING_URI": "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-4XAMPLE", "LOG_LEVEL": "info"},
	"InputDataConfig": [
		{"ChannelName": "training", "ContentType": "application/x-parquet", "InputMode": "FastFile",
			"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://my-ml-bucket/training-data/", "S3DataDistributionType": "FullyReplicated"}}},
		{"ChannelName": "validation", "ContentType": "application/x-parquet",
			"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://my-ml-bucket/validation-data/"}}}
	],
	"OutputDataConfig": {"S3OutputPath": "s3://my-ml-bucket/model-artifacts/", "KmsKeyId": "alias/ml"},
	"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 50},
	"StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
	"EnableManagedSpotTraining": true,
	"CheckpointConfig": {"S3Uri": "s3://my-ml-bucket/checkpoints/churn/"},
	"VpcConfig": {"Subnets": ["subnet-0a1b2c3d", "subnet-4e5f6a7b"], "SecurityGroupIds": ["sg-0a1b2c3d"]},
	"Tags": [{"Key": "project", "Value": "ml-pipeline"}, {"Key": "environment", "Value": "staging"}],
	"ProfilerConfig": {"DisableProfiler": true}
}`

func BenchmarkValidate(b *testing.B) {
	root := model.CreateTrainingJob()
	doc := parse(b, typical)
	if problems := root.Validate(doc); problems != nil {
		b.Fatalf("got %+v, want a valid request", problems)
	}
	for b.Loop() {
		root.Validate(doc)
	}
}
