package render

import (
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// trainingPolicy grants what the finished request makes the container and
// SageMaker do on its behalf, and the user's own additions. Each statement is
// there only when the request uses what it is for.
func trainingPolicy(j *launch.Job) iam.Document {
	p := &policy{job: j, doc: document{j.Request.Document}}
	p.storage()
	p.image()
	p.logs()
	p.keys()
	p.network()
	p.algorithm()
	p.mlflow()
	j.Grant(&p.policy, j.Spec.Access, "access")
	return p.policy
}

type policy struct {
	job    *launch.Job
	doc    document
	policy iam.Document
}

func (p *policy) allow(sid string, resources []string, actions ...string) {
	p.policy.Add(iam.Allow(sid, resources, actions...))
}

// image lets SageMaker pull the containers. An image outside of ECR needs no
// permission but, perhaps, to call the function that knows the registry's
// credentials.
func (p *policy) image() {
	login := p.doc.text("AlgorithmSpecification", "TrainingImageConfig", "TrainingRepositoryAuthConfig", "TrainingRepositoryCredentialsProviderArn")
	if !login.IsZero() {
		p.allow("RegistryLogin", iam.On(p.job.Text(login)), "lambda:InvokeFunction")
	}
	var repositories []string
	for _, uri := range p.doc.images() {
		image, err := arn.Image(uri)
		if err != nil {
			continue
		}
		repositories = append(repositories, image.RepositoryARN().String())
	}
	if len(repositories) == 0 {
		return
	}
	p.allow("EcrLogin", iam.On("*"), "ecr:GetAuthorizationToken")
	p.allow("PullImage", repositories, "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
}

// logs lets the job write its log and metrics. The log group belongs to all
// jobs of the account.
func (p *policy) logs() {
	group := p.job.ARN("logs", "log-group:/aws/sagemaker/TrainingJobs")
	// AWS writes a log group's ARN with and without what is below it.
	p.allow("FindLog", iam.On(group, group+":*"), "logs:CreateLogGroup", "logs:DescribeLogStreams")
	p.allow("WriteLog", iam.On(group+":log-stream:"+p.job.Prefix+"-*"), "logs:CreateLogStream", "logs:PutLogEvents")
	p.policy.Add(iam.Allow("WriteMetrics", iam.On("*"), "cloudwatch:PutMetricData").
		When(iam.StringLike("cloudwatch:namespace", "/aws/sagemaker/*")))
}

// keys lets the job use its KMS keys: the output's for writing the model, where
// a multipart upload also decrypts its own parts, and the volume's for a grant
// to the machines.
func (p *policy) keys() {
	if key := p.doc.text("OutputDataConfig", "KmsKeyId"); !key.IsZero() {
		p.key("EncryptOutput", key, nil, "kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt")
	}
	if key := p.doc.text("ResourceConfig", "VolumeKmsKeyId"); !key.IsZero() {
		grant := iam.Bool("kms:GrantIsForAWSResource", true)
		p.key("EncryptVolume", key, &grant, "kms:CreateGrant")
		p.key("DescribeVolumeKey", key, nil, "kms:DescribeKey")
	}
}

// key allows actions on a key that is given by ARN, ID or alias. An alias is no
// resource of these actions; they are allowed on the keys that have it, however
// a request names them: S3 decrypts without naming the key.
func (p *policy) key(sid string, key spec.Text, condition *iam.Condition, actions ...string) {
	text, literal := key.Literal()
	resource := p.job.Text(key)
	var conditions []iam.Condition
	if condition != nil {
		conditions = append(conditions, *condition)
	}
	if literal {
		parsed, err := arn.Parse(text)
		alias := text
		if err == nil {
			alias = parsed.Resource
		}
		switch {
		case strings.HasPrefix(alias, "alias/"):
			resource = p.job.ARN("kms", "key/*")
			if err == nil {
				parsed.Resource = "key/*"
				resource = parsed.String()
			}
			conditions = append(conditions, iam.Condition{Operator: "ForAnyValue:StringEquals", Key: "kms:ResourceAliases", Values: []string{alias}})
		case err != nil:
			resource = p.job.ARN("kms", "key/"+text)
		}
	}
	p.policy.Add(iam.Allow(sid, iam.On(resource), actions...).When(conditions...))
}

// network lets SageMaker attach the machines to the user's subnets. The
// descriptions have no resource-level support.
func (p *policy) network() {
	if p.doc.has("VpcConfig") {
		on := []string{p.job.ARN("ec2", "network-interface/*")}
		on = append(on, p.vpcResources("Subnets", "subnet/")...)
		on = append(on, p.vpcResources("SecurityGroupIds", "security-group/")...)
		p.allow("AttachNetwork", on, "ec2:CreateNetworkInterface")
		p.allow("ManageNetwork", on[:1], "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission")
		p.allow("DescribeNetwork", iam.On("*"), "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeDhcpOptions", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups")
	}
	if on, _ := p.doc.value("RemoteDebugConfig", "EnableRemoteDebug").(bool); on {
		p.allow("RemoteDebug", iam.On("*"), "ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenDataChannel")
	}
}

// vpcResources are the ARNs of a list of IDs, or of all of the kind where the
// list is another stack's export.
func (p *policy) vpcResources(member, kind string) []string {
	ids, ok := p.doc.value("VpcConfig", member).([]any)
	if !ok {
		return []string{p.job.ARN("ec2", kind+"*")}
	}
	var list []string
	for _, id := range ids {
		list = append(list, p.job.ARN("ec2", kind)+p.job.Text(spec.AsText(id)))
	}
	return list
}

func (p *policy) algorithm() {
	name := p.doc.text("AlgorithmSpecification", "AlgorithmName")
	if name.IsZero() {
		return
	}
	resource := p.job.Text(name)
	if text, literal := name.Literal(); literal && !strings.HasPrefix(text, "arn:") {
		resource = p.job.ARN("sagemaker", "algorithm/"+strings.ToLower(text))
	}
	p.allow("DescribeAlgorithm", iam.On(resource), "sagemaker:DescribeAlgorithm")
}
