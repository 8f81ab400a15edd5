package physical

// kind says how resources of one type are named. In its texts ${…} stands for: name;
// partition, region, account, domain; uuid and id, which are random; /name, path,
// group and bus, for where names are hierarchies; else for a property.
type kind struct {
	// property is the one by which a template chooses the name.
	property string
	// longest is the greatest length of a name, 0 if it has none of its own.
	longest int
	// name is the form of a name that the template does not choose; empty for the
	// usual one.
	name string
	// ref is what Ref returns, empty for the name.
	ref string
	// attributes are what Fn::GetAtt returns.
	attributes map[string]string
	// global says that a name is taken in all regions of the account, everywhere
	// that it is taken in all accounts.
	global, everywhere bool
}

// kindOf returns what is known of a type.
func kindOf(typeName string) (kind, bool) {
	switch typeName {
	case "AWS::IAM::Role":
		return kind{property: "RoleName", longest: 64, global: true, attributes: map[string]string{
			"Arn": "arn:${partition}:iam::${account}:role${path}${name}", "RoleId": "AROA${id}LOCA"}}, true
	case "AWS::IAM::ManagedPolicy":
		const arn = "arn:${partition}:iam::${account}:policy${path}${name}"
		return kind{property: "ManagedPolicyName", longest: 128, global: true, ref: arn, attributes: map[string]string{
			"PolicyArn": arn, "PolicyId": "ANPA${id}LOCA", "DefaultVersionId": "v1"}}, true
	case "AWS::IAM::Policy":
		return kind{}, true
	case "AWS::Events::Rule":
		return kind{property: "Name", longest: 64, ref: "${bus|}${name}", attributes: map[string]string{
			"Arn": "arn:${partition}:events:${region}:${account}:rule/${bus/}${name}", "RuleName": "${name}"}}, true
	case "AWS::Scheduler::Schedule":
		return kind{property: "Name", longest: 64, attributes: map[string]string{
			"Arn": "arn:${partition}:scheduler:${region}:${account}:schedule/${group}/${name}"}}, true
	case "AWS::Scheduler::ScheduleGroup":
		return kind{property: "Name", longest: 64, attributes: map[string]string{
			"Arn": "arn:${partition}:scheduler:${region}:${account}:schedule-group/${name}", "State": "ACTIVE"}}, true
	case "AWS::Lambda::Function":
		return kind{property: "FunctionName", longest: 64, attributes: map[string]string{
			"Arn": "arn:${partition}:lambda:${region}:${account}:function:${name}"}}, true
	case "AWS::Lambda::EventInvokeConfig":
		return kind{ref: "${FunctionName}|${Qualifier}"}, true
	case "AWS::Lambda::EventSourceMapping":
		return kind{name: "${uuid}", attributes: map[string]string{
			"Id": "${name}", "EventSourceMappingArn": "arn:${partition}:lambda:${region}:${account}:event-source-mapping:${name}"}}, true
	case "AWS::Logs::LogGroup":
		return kind{property: "LogGroupName", longest: 512, attributes: map[string]string{
			"Arn": "arn:${partition}:logs:${region}:${account}:log-group:${name}:*"}}, true
	case "AWS::CloudWatch::Alarm":
		return kind{property: "AlarmName", longest: 255, attributes: map[string]string{
			"Arn": "arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}"}}, true
	case "AWS::SQS::Queue":
		const url = "https://sqs.${region}.${domain}/${account}/${name}"
		return kind{property: "QueueName", longest: 80, ref: url, attributes: map[string]string{
			"Arn": "arn:${partition}:sqs:${region}:${account}:${name}", "QueueName": "${name}", "QueueUrl": url}}, true
	case "AWS::SNS::Topic":
		const arn = "arn:${partition}:sns:${region}:${account}:${name}"
		return kind{property: "TopicName", longest: 256, ref: arn, attributes: map[string]string{
			"TopicArn": arn, "TopicName": "${name}"}}, true
	case "AWS::SNS::Subscription":
		return kind{ref: "${TopicArn}:${uuid}", attributes: map[string]string{"Arn": "${TopicArn}:${uuid}"}}, true
	}
	return kindOfOther(typeName)
}

func kindOfOther(typeName string) (kind, bool) {
	switch typeName {
	case "AWS::SSM::Parameter":
		return kind{property: "Name", longest: 1011, attributes: map[string]string{
			"Arn": "arn:${partition}:ssm:${region}:${account}:parameter${/name}"}}, true
	case "AWS::StepFunctions::StateMachine":
		const arn = "arn:${partition}:states:${region}:${account}:stateMachine:${name}"
		return kind{property: "StateMachineName", longest: 80, ref: arn, attributes: map[string]string{
			"Arn": arn, "Name": "${name}", "StateMachineRevisionId": "${uuid}"}}, true
	case "AWS::SageMaker::Pipeline":
		return kind{property: "PipelineName", longest: 256}, true
	case "AWS::SageMaker::ModelPackageGroup":
		const arn = "arn:${partition}:sagemaker:${region}:${account}:model-package-group/${name}"
		return kind{property: "ModelPackageGroupName", longest: 63, ref: arn, attributes: map[string]string{
			"ModelPackageGroupArn": arn, "ModelPackageGroupStatus": "Completed"}}, true
	case "AWS::SageMaker::MlflowTrackingServer":
		return kind{property: "TrackingServerName", longest: 256, attributes: map[string]string{
			"TrackingServerArn": "arn:${partition}:sagemaker:${region}:${account}:mlflow-tracking-server/${name}"}}, true
	case "AWS::SageMaker::MlflowApp":
		const arn = "arn:${partition}:sagemaker:${region}:${account}:mlflow-app/app-${id}"
		return kind{property: "Name", longest: 256, ref: arn, attributes: map[string]string{
			"Arn": arn, "MlflowAppId": "app-${id}", "Status": "Created"}}, true
	case "AWS::KMS::Key":
		return kind{name: "${uuid}", attributes: map[string]string{
			"Arn": "arn:${partition}:kms:${region}:${account}:key/${name}", "KeyId": "${name}"}}, true
	case "AWS::S3::Bucket":
		return kind{property: "BucketName", longest: 63, everywhere: true, attributes: map[string]string{
			"Arn": "arn:${partition}:s3:::${name}", "DomainName": "${name}.s3.${domain}",
			"RegionalDomainName": "${name}.s3.${region}.${domain}", "DualStackDomainName": "${name}.s3.dualstack.${region}.${domain}",
			"WebsiteURL": "http://${name}.s3-website-${region}.${domain}"}}, true
	case "AWS::S3::BucketPolicy":
		return kind{ref: "${Bucket}"}, true
	case "AWS::CloudFormation::WaitConditionHandle":
		return kind{ref: "https://cloudformation-waitcondition-${region}.s3.${domain}/${name}"}, true
	}
	return kind{}, false
}
