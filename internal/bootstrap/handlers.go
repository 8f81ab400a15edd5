package bootstrap

// handler is what CloudFormation calls for the resources of one service, on behalf
// of whoever asked. The actions are those of the registry's handlers for the types
// that smgen's templates have, without what their properties never lead to; the
// test says which those are, and why.
type handler struct {
	resources func(Place) []string
	// read are called to look at resources: to compare them with the template, too.
	read []string
	// write are called to create, update and delete them.
	write []string
}

// handlers are those of all services but IAM, and without the two actions that know
// no resource.
func handlers() []handler {
	return []handler{
		{on("scheduler", "schedule/*", "schedule-group/*"),
			[]string{"scheduler:GetSchedule", "scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"},
			[]string{"scheduler:CreateSchedule", "scheduler:CreateScheduleGroup", "scheduler:DeleteSchedule", "scheduler:DeleteScheduleGroup", "scheduler:TagResource", "scheduler:UntagResource", "scheduler:UpdateSchedule"}},
		{on("events", "rule/*"),
			[]string{"events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"},
			[]string{"events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource", "events:UntagResource"}},
		{on("lambda", "function:*", "event-source-mapping:*"),
			[]string{"lambda:GetEventSourceMapping", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:GetFunctionEventInvokeConfig", "lambda:GetPolicy", "lambda:ListTags"},
			[]string{"lambda:AddPermission", "lambda:CreateFunction", "lambda:DeleteEventSourceMapping", "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency", "lambda:DeleteFunctionEventInvokeConfig", "lambda:GetRuntimeManagementConfig",
				"lambda:PutFunctionConcurrency", "lambda:PutFunctionEventInvokeConfig", "lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource", "lambda:UpdateEventSourceMapping",
				"lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:UpdateFunctionEventInvokeConfig"}},
		{on("states", "stateMachine:*"),
			[]string{"states:DescribeStateMachine", "states:ListTagsForResource"},
			[]string{"states:CreateStateMachine", "states:DeleteStateMachine", "states:TagResource", "states:UntagResource", "states:UpdateStateMachine"}},
		{on("logs", "log-group:*"),
			[]string{"logs:GetDataProtectionPolicy", "logs:ListTagsForResource"},
			[]string{"logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource"}},
		{on("sqs", "*"),
			[]string{"sqs:GetQueueAttributes", "sqs:ListQueueTags"},
			[]string{"sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueUrl", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"}},
		{on("sns", "*"),
			[]string{"sns:GetDataProtectionPolicy", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource"},
			[]string{"sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource"}},
		{on("cloudwatch", "alarm:*"),
			[]string{"cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"},
			[]string{"cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"}},
		{on("sagemaker", "mlflow-app/*", "mlflow-tracking-server/*", "model-package-group/*"),
			[]string{"sagemaker:DescribeMlflowApp", "sagemaker:DescribeMlflowTrackingServer", "sagemaker:DescribeModelPackageGroup", "sagemaker:GetModelPackageGroupPolicy", "sagemaker:ListTags"},
			[]string{"sagemaker:AddTags", "sagemaker:CreateMlflowApp", "sagemaker:CreateMlflowTrackingServer", "sagemaker:CreateModelPackageGroup", "sagemaker:DeleteMlflowApp", "sagemaker:DeleteMlflowTrackingServer",
				"sagemaker:DeleteModelPackageGroup", "sagemaker:DeleteTags", "sagemaker:UpdateMlflowApp", "sagemaker:UpdateMlflowTrackingServer"}},
	}
}

// on returns the ARNs of resources of a service in a place.
func on(service string, resources ...string) func(Place) []string {
	return func(p Place) []string {
		var list []string
		for _, r := range resources {
			list = append(list, p.arn(service, r))
		}
		return list
	}
}
