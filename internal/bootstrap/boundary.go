package bootstrap

import (
	"slices"

	"github.com/smgen/smgen/internal/iam"
)

// Boundary is the most that the roles of training jobs may do: what the backends
// grant at all, and the given actions. It grants nothing by itself.
func Boundary(p Place, access []string) iam.Document {
	var d iam.Document
	d.Add(
		iam.Allow("Data", iam.On("*"), "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"),
		// Whoever trains must not exchange the code that starts the training.
		iam.Deny("LauncherCode", iam.On(p.objects("")), "s3:DeleteObject", "s3:PutObject"),
		iam.Allow("Images", iam.On("*"), "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"),
		iam.Allow("Logs", iam.On(p.arn("logs", "log-group:*")), "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
		iam.Allow("Metrics", iam.On("*"), "cloudwatch:PutMetricData"),
		iam.Allow("Keys", iam.On(p.everywhere("kms", "key/*")), "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
		iam.Allow("KeysOfVolumes", iam.On(p.everywhere("kms", "key/*")), "kms:CreateGrant").When(iam.Bool("kms:GrantIsForAWSResource", true)),
		iam.Allow("Network", iam.On("*"), "ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission",
			"ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"),
		iam.Allow("Training", iam.On(p.arn("sagemaker", "training-job/*"), p.arn("sagemaker", "training-plan/*"), p.arn("sagemaker", "reserved-capacity/*")),
			"sagemaker:AddTags", "sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "sagemaker:ListTags", "sagemaker:StopTrainingJob"),
		iam.Allow("TrainingOfTheRegion", iam.On("*"), "sagemaker:ListTrainingJobs"),
		// Algorithms can be another account's.
		iam.Allow("Algorithms", iam.On(p.everywhere("sagemaker", "algorithm/*")), "sagemaker:DescribeAlgorithm"),
		iam.Allow("Models", iam.On(p.everywhere("sagemaker", "model-package/*"), p.everywhere("sagemaker", "model-package-group/*")),
			"sagemaker:AddTags", "sagemaker:CreateModelPackage", "sagemaker:CreateModelPackageGroup", "sagemaker:DescribeModelPackage", "sagemaker:DescribeModelPackageGroup", "sagemaker:UpdateModelPackage"),
		iam.Allow("Mlflow", iam.On(p.everywhere("sagemaker", "mlflow-app/*"), p.everywhere("sagemaker", "mlflow-tracking-server/*")),
			"sagemaker:CallMlflowAppApi", "sagemaker-mlflow:*"),
		iam.Allow("Role", iam.On(p.iam("role"+RolePath+"*")), "iam:PassRole").When(iam.StringEquals("iam:PassedToService", "sagemaker.amazonaws.com")),
		iam.Allow("Launch", iam.On(p.everywhere("lambda", "function:*"), p.arn("states", "stateMachine:*")), "lambda:InvokeFunction", "states:StartExecution"),
		iam.Allow("WatchTraining", iam.On(p.arn("events", "rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule")), "events:DescribeRule", "events:PutRule", "events:PutTargets"),
		iam.Allow("Messages", iam.On(p.everywhere("sqs", "*"), p.everywhere("sns", "*")),
			"sns:Publish", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"),
		iam.Allow("RemoteDebugging", iam.On("*"), "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"),
	)
	if len(access) > 0 {
		d.Add(iam.Allow("Access", iam.On("*"), slices.Clone(access)...))
	}
	return d
}
