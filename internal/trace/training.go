package trace

import (
	"strings"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/template"
)

// training is the training role while the needs of one request are collected.
type training struct {
	t       *tracer
	request map[string]any
	name    string // the training job's, with marks
	role    string
	at      string // where the request names the role
}

// needForTraining notes what the request makes SageMaker and the container do in
// the training role: see "SageMaker AI roles", CreateTrainingJob, in the
// SageMaker developer guide.
func (t *tracer) needForTraining(l *Launch) {
	n := &training{t: t, request: l.Request, name: l.name, role: raw(l.Request["RoleArn"]), at: l.At + "/RoleArn"}
	if n.role == "" {
		return
	}
	t.needTrust(n.role, n.at, trust{service: "sagemaker.amazonaws.com", source: t.jobARN(l)})
	n.storage()
	n.images()
	n.logs()
	n.keys()
	n.network()
	n.algorithm()
	n.mlflow()
}

func (n *training) may(to, on string, actions ...string) {
	n.t.need(n.role, n.at, need{rule: ruleTraining, actions: actions, on: on, to: to})
}

// images are pulled from ECR in the training role. One from elsewhere needs, if
// anything, the function that knows how to log in; one that is a reference is
// not known.
func (n *training) images() {
	algorithm := template.Object(n.request, "AlgorithmSpecification")
	login := raw(template.Object(algorithm, "TrainingImageConfig", "TrainingRepositoryAuthConfig")["TrainingRepositoryCredentialsProviderArn"])
	if login != "" {
		n.may("log in to the registry of the image", login, "lambda:InvokeFunction")
	}
	uris := []string{raw(algorithm["TrainingImage"])}
	for _, rules := range []string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
		for _, rule := range template.Objects(n.request[rules]) {
			uris = append(uris, raw(rule["RuleEvaluatorImage"]))
		}
	}
	for _, uri := range filled(uris) {
		if image, err := arn.Image(uri); err == nil {
			n.may("log in to ECR", "*", "ecr:GetAuthorizationToken")
			n.may("pull the image", image.RepositoryARN().String(), "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
		}
	}
}

// logs and metrics of all training jobs go to one log group and one namespace.
func (n *training) logs() {
	group := n.t.local("logs", "log-group:/aws/sagemaker/TrainingJobs")
	add := func(needed need) {
		needed.rule = ruleTraining
		n.t.need(n.role, n.at, needed)
	}
	// AWS documents a log group's ARN with and without what is below it.
	add(need{actions: []string{"logs:CreateLogGroup", "logs:DescribeLogStreams"}, on: group, or: group + ":*", to: "find its log"})
	add(need{actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}, on: group + ":log-stream:" + n.name + "/algo-1-" + sampleID, to: "write its log"})
	add(need{actions: []string{"cloudwatch:PutMetricData"}, on: "*", keys: []key{{"cloudwatch:namespace", "/aws/sagemaker/TrainingJobs"}}, to: "publish its metrics"})
}

// keys encrypt the output, where a multipart upload also decrypts its own parts,
// and the machines' volumes, by a grant.
func (n *training) keys() {
	if id := raw(template.Object(n.request, "OutputDataConfig")["KmsKeyId"]); id != "" {
		n.key(id, "encrypt the output", nil, "kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt")
	}
	if id := raw(template.Object(n.request, "ResourceConfig")["VolumeKmsKeyId"]); id != "" {
		n.key(id, "encrypt the volumes", []key{{"kms:GrantIsForAWSResource", "true"}}, "kms:CreateGrant")
		n.key(id, "encrypt the volumes", nil, "kms:DescribeKey")
	}
}

// key notes the use of a key by ARN, ID or alias. An alias is no resource of the
// actions; the key that has it is, and which that is, only KMS knows.
func (n *training) key(id, to string, keys []key, actions ...string) {
	on := id
	parts := strings.SplitN(id, ":", 6)
	alias := parts[len(parts)-1]
	switch {
	case strings.HasPrefix(alias, "alias/"):
		on = n.t.local("kms", "key/"+sampleID)
		if len(parts) == 6 {
			on = strings.Join(parts[:5], ":") + ":key/" + sampleID
		}
		keys = append(keys, key{"kms:ResourceAliases", alias})
	case len(parts) < 6 && !n.t.marks.isMark(id):
		on = n.t.local("kms", "key/"+id)
	}
	n.t.need(n.role, n.at, need{rule: ruleTraining, actions: actions, on: on, keys: keys, to: to})
}

// network interfaces attach the machines to the user's subnets; remote debugging
// goes through Session Manager.
func (n *training) network() {
	if vpc := template.Object(n.request, "VpcConfig"); vpc != nil {
		card := n.t.local("ec2", "network-interface/"+sampleID)
		n.may("attach to the network", card, "ec2:CreateNetworkInterface")
		n.ids("subnet/", vpc["Subnets"])
		n.ids("security-group/", vpc["SecurityGroupIds"])
		n.may("attach to the network", card, "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission")
		n.may("attach to the network", "*", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeDhcpOptions", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups")
	}
	if on, _ := template.Object(n.request, "RemoteDebugConfig")["EnableRemoteDebug"].(bool); on {
		n.may("be debugged remotely", "*", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel")
	}
}

func (n *training) ids(kind string, list any) {
	ids, _ := list.([]any)
	for _, id := range ids {
		if text := raw(id); text != "" {
			n.may("attach to the network", n.t.local("ec2", kind+text), "ec2:CreateNetworkInterface")
		}
	}
}

func (n *training) algorithm() {
	name := raw(template.Object(n.request, "AlgorithmSpecification")["AlgorithmName"])
	if name == "" {
		return
	}
	on := name
	if !strings.HasPrefix(name, "arn:") && !n.t.marks.isMark(name) {
		on = n.t.local("sagemaker", "algorithm/"+strings.ToLower(name))
	}
	n.may("read the algorithm", on, "sagemaker:DescribeAlgorithm")
}

// mlflow is called by the container where its environment names a server or an
// App, and by SageMaker itself where the request does.
func (n *training) mlflow() {
	resources := []string{
		raw(template.Object(n.request, "Environment")["MLFLOW_TRACKING_URI"]),
		raw(template.Object(n.request, "MlflowConfig")["MlflowResourceArn"]),
	}
	for _, resource := range filled(resources) {
		isReference := n.t.marks.isMark(resource)
		if isReference || strings.Contains(resource, ":mlflow-app/") {
			n.may("log to MLflow", resource, "sagemaker:CallMlflowAppApi")
		}
		if isReference || strings.Contains(resource, ":mlflow-tracking-server/") {
			n.may("log to MLflow", resource, tracking()...)
		}
	}
}

// tracking are the calls of MLflow's client for a run with parameters and
// metrics: set_experiment, start_run, log_params, log_metrics, set_tag, end_run.
func tracking() []string {
	return []string{
		"sagemaker-mlflow:GetExperimentByName", "sagemaker-mlflow:CreateExperiment", "sagemaker-mlflow:GetExperiment",
		"sagemaker-mlflow:CreateRun", "sagemaker-mlflow:GetRun", "sagemaker-mlflow:UpdateRun",
		"sagemaker-mlflow:LogMetric", "sagemaker-mlflow:LogParam", "sagemaker-mlflow:LogBatch", "sagemaker-mlflow:SetTag",
	}
}
