package request

import (
	"strconv"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/spec"
)

// Names are the two members that a spec does not set itself.
type Names struct {
	TrainingJobName spec.Text
	RoleArn         spec.Text
}

// Build returns the job's request, and what is wrong with it.
func Build(stack *spec.Stack, job *spec.Job, names Names) (*Request, []diag.Diagnostic) {
	b := &builder{stack: stack, job: job, path: job.Path(), root: newObject(job.Path())}
	b.algorithm()
	b.machines()
	b.limits()
	b.inputs()
	b.output()
	b.network()
	b.debugging()
	b.tracking()
	b.tags()
	b.give(names)
	b.overlay()
	b.drop()
	r := &Request{paths: map[string]string{}}
	r.Document, _ = b.root.tree("", r.paths).(map[string]any)
	b.check(r)
	return r, b.diags
}

// builder collects the members of one request.
type builder struct {
	stack *spec.Stack
	job   *spec.Job
	path  string
	root  *node
	diags []diag.Diagnostic
	// settled are the JSON Pointers of values that need no further finding.
	settled []string
}

// at returns the path of a field of the job.
func (b *builder) at(field string) string { return b.path + "." + field }

// set puts the value of a field of the job at members of the request.
func (b *builder) set(value any, field string, members ...string) {
	b.root.set(value, b.at(field), members...)
}

func (b *builder) report(path, message, help string) { b.find(diag.Error, path, message, help) }

func (b *builder) warn(path, message, help string) { b.find(diag.Warning, path, message, help) }

func (b *builder) find(severity diag.Severity, path, message, help string) {
	b.diags = append(b.diags, diag.Diagnostic{
		Severity: severity, Pos: b.stack.Origins.At(path).Pos, Path: path, Message: message, Help: help,
	})
}

func (b *builder) algorithm() {
	j := b.job
	b.set(j.Image, "image", "AlgorithmSpecification", "TrainingImage")
	b.set(j.Algorithm, "algorithm", "AlgorithmSpecification", "AlgorithmName")
	b.set(j.InputMode, "inputMode", "AlgorithmSpecification", "TrainingInputMode")
	b.set(j.Entrypoint, "entrypoint", "AlgorithmSpecification", "ContainerEntrypoint")
	b.set(j.Arguments, "arguments", "AlgorithmSpecification", "ContainerArguments")
	metrics := newList(b.at("metrics"))
	for _, name := range spec.SortedKeys(j.Metrics) {
		path := spec.Join(b.at("metrics"), name)
		metric := newObject(path)
		metric.set(name, path, "Name")
		metric.put(&node{path: path, scalar: j.Metrics[name]}, "Regex")
		metrics.list = append(metrics.list, metric)
	}
	b.putList(metrics, "AlgorithmSpecification", "MetricDefinitions")
	b.set(j.Hyperparameters, "hyperparameters", "HyperParameters")
	b.set(j.Environment, "environment", "Environment")
}

// putList places a list, unless it is empty.
func (b *builder) putList(n *node, members ...string) {
	if len(n.list) > 0 {
		b.root.put(n, members...)
	}
}

func (b *builder) machines() {
	j := b.job
	b.set(j.InstanceType, "instanceType", "ResourceConfig", "InstanceType")
	b.set(j.InstanceCount, "instanceCount", "ResourceConfig", "InstanceCount")
	b.set(j.VolumeSizeGB, "volumeSizeGB", "ResourceConfig", "VolumeSizeInGB")
	b.set(j.VolumeKmsKey, "volumeKmsKey", "ResourceConfig", "VolumeKmsKeyId")
	b.set(j.KeepAliveSeconds, "keepAliveSeconds", "ResourceConfig", "KeepAlivePeriodInSeconds")
	b.set(j.TrainingPlan, "trainingPlan", "ResourceConfig", "TrainingPlanArn")
	groups := newList(b.at("instanceGroups"))
	for _, name := range spec.SortedKeys(j.InstanceGroups) {
		path := spec.Join(b.at("instanceGroups"), name)
		group := newObject(path)
		group.set(name, path, "InstanceGroupName")
		group.set(j.InstanceGroups[name].InstanceType, path+".instanceType", "InstanceType")
		group.set(j.InstanceGroups[name].InstanceCount, path+".instanceCount", "InstanceCount")
		groups.list = append(groups.list, group)
	}
	b.putList(groups, "ResourceConfig", "InstanceGroups")
}

func (b *builder) limits() {
	j := b.job
	b.set(j.MaxRuntimeSeconds, "maxRuntimeSeconds", "StoppingCondition", "MaxRuntimeInSeconds")
	b.set(j.MaxPendingSeconds, "maxPendingSeconds", "StoppingCondition", "MaxPendingTimeInSeconds")
	b.set(j.Spot != nil, "spot", "EnableManagedSpotTraining")
	if j.Spot != nil {
		b.set(j.Spot.MaxWaitSeconds, "spot.maxWaitSeconds", "StoppingCondition", "MaxWaitTimeInSeconds")
	}
	b.set(j.RetryAttempts, "retryAttempts", "RetryStrategy", "MaximumRetryAttempts")
	b.set(j.InfraCheck, "infraCheck", "InfraCheckConfig", "EnableInfraCheck")
}

func (b *builder) network() {
	j := b.job
	b.set(j.NetworkIsolation, "networkIsolation", "EnableNetworkIsolation")
	b.set(j.InterContainerEncryption, "interContainerEncryption", "EnableInterContainerTrafficEncryption")
	b.set(j.RemoteDebug, "remoteDebug", "RemoteDebugConfig", "EnableRemoteDebug")
	if j.Vpc != nil {
		b.list(j.Vpc.Subnets, "vpc.subnets", "VpcConfig", "Subnets")
		b.list(j.Vpc.SecurityGroups, "vpc.securityGroups", "VpcConfig", "SecurityGroupIds")
	}
}

// list places a list of texts, or an export that stands for the whole list. One
// that cannot be right is reported and takes its place all the same, so that it
// is not missing, too.
func (b *builder) list(l spec.List, field string, members ...string) {
	n := &node{path: b.at(field), scalar: spec.Text{{ImportList: l.Import}}}
	switch {
	case l.SSM != "":
		b.report(b.at(field), "an SSM parameter cannot stand for the whole list: CloudFormation does not split what it reads from SSM",
			"list one parameter for each element, [{ssm: …}, {ssm: …}], or import an export that holds a comma-separated list")
	case l.Import != "":
	case len(l.Items) > 0:
		n = newList(b.at(field))
		for i, item := range l.Items {
			path := b.at(field) + index(i)
			element := textNode(item, path)
			if element == nil {
				element = &node{path: path, scalar: ""} // no ID, as the check says
			}
			n.list = append(n.list, element)
		}
	case l.Items != nil:
		b.report(b.at(field), "the list is empty", "give at least one, or remove vpc")
	default:
		b.report(b.at(field), "the reference names no list", `write {import: "export-name"}, where the export holds a comma-separated list`)
	}
	b.root.put(n, members...)
}

// give sets the members that smgen itself decides.
func (b *builder) give(names Names) {
	b.root.set(names.TrainingJobName, b.at("trainingJobNamePrefix"), "TrainingJobName")
	role := "trainingRole"
	if !b.job.TrainingRole.Arn.IsZero() {
		role = "trainingRole.arn"
	}
	b.root.set(names.RoleArn, b.at(role), "RoleArn")
	_, profiled := b.job.Request["ProfilerConfig"]
	_, ruled := b.job.Request["ProfilerRuleConfigurations"]
	if b.job.Profiler == nil && !profiled && !ruled {
		b.set(true, "profiler", "ProfilerConfig", "DisableProfiler")
	}
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }
