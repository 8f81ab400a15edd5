package trace

import "strings"

// physical says how a type's resources are named in AWS, after the return values
// of the CloudFormation template reference and the ARNs of the service
// authorization reference.
type physical struct {
	// property holds the name, if the template gives one.
	property string
	// service and resource are the parts of the ARN before the name; global and
	// bare leave out region and account.
	service, resource string
	global, bare      bool
	// suffix follows the name in the ARN that Fn::GetAtt gives.
	suffix string
	// nameOf and arnOf are the attributes that give the name and the ARN.
	nameOf, arnOf string
	// ref is what Ref gives: the ARN, or neither name nor ARN.
	refIsARN, refIsOther bool
}

func physicalOf(typeName string) (physical, bool) {
	p := physical{arnOf: "Arn"}
	switch typeName {
	case typeRole:
		p.property, p.service, p.resource, p.global = "RoleName", "iam", "role", true
	case "AWS::IAM::ManagedPolicy":
		p.property, p.service, p.resource, p.global, p.refIsARN, p.arnOf = "ManagedPolicyName", "iam", "policy", true, true, "PolicyArn"
	case typeFunction:
		p.property, p.service, p.resource = "FunctionName", "lambda", "function:"
	case typeMachine:
		p.property, p.service, p.resource, p.nameOf, p.refIsARN = "StateMachineName", "states", "stateMachine:", "Name", true
	case typeRule:
		p.property, p.service, p.resource = "Name", "events", "rule/"
	case typeSchedule:
		p.property, p.service, p.resource = "Name", "scheduler", "schedule/"
	case "AWS::Scheduler::ScheduleGroup":
		p.property, p.service, p.resource = "Name", "scheduler", "schedule-group/"
	case "AWS::SQS::Queue":
		p.property, p.service, p.nameOf, p.refIsOther = "QueueName", "sqs", "QueueName", true
	case "AWS::SNS::Topic":
		p.property, p.service, p.nameOf, p.arnOf, p.refIsARN = "TopicName", "sns", "TopicName", "TopicArn", true
	case "AWS::Logs::LogGroup":
		p.property, p.service, p.resource, p.suffix = "LogGroupName", "logs", "log-group:", ":*"
	case "AWS::S3::Bucket":
		p.property, p.service, p.global, p.bare = "BucketName", "s3", true, true
	case "AWS::ECR::Repository":
		p.property, p.service, p.resource = "RepositoryName", "ecr", "repository/"
	case "AWS::KMS::Key":
		p.service, p.resource, p.nameOf = "kms", "key/", "KeyId"
	case "AWS::SageMaker::MlflowTrackingServer":
		p.property, p.service, p.resource, p.arnOf = "TrackingServerName", "sagemaker", "mlflow-tracking-server/", "TrackingServerArn"
	case "AWS::SageMaker::MlflowApp":
		p.service, p.resource, p.refIsARN = "sagemaker", "mlflow-app/", true
	case "AWS::SageMaker::ModelPackageGroup":
		p.property, p.service, p.resource, p.arnOf, p.refIsARN = "ModelPackageGroupName", "sagemaker", "model-package-group/", "ModelPackageGroupArn", true
	default:
		return physical{}, false
	}
	return p, true
}

// ref returns what Ref gives for a parameter, a resource or a pseudo parameter.
func (t *tracer) ref(id string) any {
	if strings.HasPrefix(id, "AWS::") {
		return t.pseudo(id)
	}
	p, known := physicalOf(t.doc.Resources[id].Type)
	switch {
	case !known:
		return t.marks.of(conceal(id))
	case p.refIsOther:
		return t.marks.of(id + ".Ref")
	case p.refIsARN:
		return t.arnOf(id)
	}
	return t.nameOf(id)
}

// attribute returns what Fn::GetAtt gives.
func (t *tracer) attribute(id, attribute string) any {
	p, known := physicalOf(t.doc.Resources[id].Type)
	switch {
	case known && attribute == p.arnOf:
		return t.arnOf(id) + p.suffix
	case known && attribute == p.nameOf:
		return t.nameOf(id)
	}
	return t.marks.of(conceal(id + "." + attribute))
}

// maxName is the length of the longest physical name, in bytes: no service takes
// one that is longer.
const maxName = 1024

// nameOf returns a resource's physical name: the one that the template gives, or
// a mark for the one that CloudFormation makes up.
func (t *tracer) nameOf(id string) string {
	if name, known := t.names[id]; known {
		return name
	}
	own := t.marks.of(conceal(id))
	t.names[id] = own // for a name that refers to itself
	p, _ := physicalOf(t.doc.Resources[id].Type)
	if given := t.text(t.properties(id)[p.property]); given != "" && p.property != "" && len(given) <= maxName {
		t.names[id] = given
	}
	return t.names[id]
}

// arnOf returns a resource's ARN, without what Fn::GetAtt adds to it.
func (t *tracer) arnOf(id string) string {
	if arn, known := t.arns[id]; known {
		return arn
	}
	t.arns[id] = t.marks.of(conceal(id + ".Arn")) // for a path or a group that refers to itself
	t.arns[id] = t.makeARN(id)
	return t.arns[id]
}

func (t *tracer) makeARN(id string) string {
	r := t.doc.Resources[id]
	p, _ := physicalOf(r.Type)
	switch r.Type {
	case typeRole, "AWS::IAM::ManagedPolicy":
		path := t.text(r.Properties["Path"])
		if path == "" {
			path = "/"
		}
		p.resource += path
	case typeSchedule:
		p.resource += t.groupOf(id) + "/"
	case typeRule:
		if bus := t.text(r.Properties["EventBusName"]); bus != "" && bus != "default" {
			p.resource += bus[strings.LastIndexByte(bus, '/')+1:] + "/"
		}
	}
	name := t.nameOf(id)
	switch {
	case p.bare:
		return t.arn("", p.service, "", "", p.resource+name)
	case p.global:
		return t.arn("", p.service, "", t.account(), p.resource+name)
	}
	return t.arn("", p.service, t.region(), t.account(), p.resource+name)
}

// groupOf returns the name of a schedule's group.
func (t *tracer) groupOf(schedule string) string {
	if group := t.text(t.properties(schedule)["GroupName"]); group != "" {
		return group
	}
	return "default" // where EventBridge Scheduler puts a schedule without one
}

// arn puts an ARN together; no partition means the stack's own.
func (t *tracer) arn(partition, service, region, account, resource string) string {
	if partition == "" {
		partition, _ = t.pseudo("AWS::Partition").(string)
	}
	return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource
}

// local returns the ARN of a resource in the stack's region and account.
func (t *tracer) local(service, resource string) string {
	return t.arn("", service, t.region(), t.account(), resource)
}

func (t *tracer) region() string  { text, _ := t.pseudo("AWS::Region").(string); return text }
func (t *tracer) account() string { text, _ := t.pseudo("AWS::AccountId").(string); return text }

// resource returns the logical ID of the resource of a type with that ARN; an
// alias or a version of a function is the function.
func (t *tracer) resource(typeName, arn string) (string, bool) {
	id, ok := t.byARN[arn]
	if !ok && typeName == typeFunction && strings.Count(arn, ":") == 7 {
		id, ok = t.byARN[arn[:strings.LastIndexByte(arn, ':')]]
	}
	return id, ok && t.doc.Resources[id].Type == typeName
}
