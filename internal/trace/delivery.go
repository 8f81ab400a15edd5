package trace

import (
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Functions that start no job belong to jobs all the same: they register models,
// or tell people of failures. A rule or a queue delivers events to them. What
// that takes is proven as for launches, and what they call as far as their data
// is in the template.

// callerOf returns a function as a caller: its role, and where that is named.
func (t *tracer) callerOf(function string) caller {
	return caller{role: t.text(t.properties(function)["Role"]), at: at(function, "Role")}
}

// followMappings follows the queues from which Lambda takes messages for a
// function: see "Using Lambda with Amazon SQS", execution role permissions, in
// the Lambda developer guide.
func (t *tracer) followMappings() {
	for _, mapping := range t.byType["AWS::Lambda::EventSourceMapping"] {
		properties := t.properties(mapping)
		id, own := t.functionNamed(t.text(properties["FunctionName"]))
		source := t.text(properties["EventSourceArn"])
		if !own || !strings.Contains(source, ":sqs:") {
			continue
		}
		c := t.callerOf(id)
		t.need(c.role, c.at, need{rule: ruleStart, on: source, to: "take messages from the queue",
			actions: []string{"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}})
		t.needForDelivery(id, trigger{})
	}
}

// functionNamed finds a function of the template by its ARN or its name.
func (t *tracer) functionNamed(text string) (string, bool) {
	if id, own := t.resource(typeFunction, text); own {
		return id, true
	}
	return t.resource(typeFunction, t.local("lambda", "function:"+text))
}

// needForDelivery notes what a function needs that a trigger starts, and that
// starts no job.
func (t *tracer) needForDelivery(id string, g trigger) {
	c := t.callerOf(id)
	t.needFunction(id, c, g)
	data := t.dataOf(id)
	variable := func(name string) string {
		return t.text(template.Object(t.properties(id), "Environment", "Variables")[name])
	}
	may := func(to, on string, keys []key, actions ...string) {
		if on != "" {
			t.need(c.role, c.at, need{rule: ruleStart, actions: actions, on: on, keys: keys, to: to})
		}
	}
	if prefix, ok := data["prefix"].(string); ok && data["package"] != nil {
		may("see whether the job has completed", t.local("sagemaker", "training-job/"+strings.ToLower(prefix)+"-"+sampleID), nil, "sagemaker:DescribeTrainingJob")
		t.needForRegistering(c, variable("MODEL_PACKAGE_GROUP"))
	}
	counts := false
	for _, job := range template.Objects(data["jobs"]) {
		topic, _ := job["topic"].(string)
		may("tell people of failures", variable(topic), nil, "sns:Publish")
		counts = counts || job["missedRun"] == true
	}
	if counts {
		may("count completed runs", "*", []key{{"cloudwatch:namespace", "smgen"}}, "cloudwatch:PutMetricData")
	}
	for _, queue := range t.byType["AWS::SQS::Queue"] {
		if url := variable("KEPT_QUEUE_URL"); url != "" && url == t.ref(queue) {
			may("keep starts that failed", t.arnOf(queue), nil, "sqs:SendMessage")
		}
	}
}

// needForRegistering notes what registering a version of a model takes: the
// group and the versions in it are resources of their own. A reference is taken
// for the group's name, as which an ARN of the group would not fit a policy.
func (t *tracer) needForRegistering(c caller, group string) {
	if group == "" {
		return
	}
	const kind = "model-package-group/"
	arn := group
	if !strings.HasPrefix(group, "arn:") {
		arn = t.local("sagemaker", kind+group)
	}
	// SageMaker writes names in lower case into ARNs.
	lower := strings.ToLower(arn)
	version := func(arn string) string {
		return strings.Replace(arn, ":"+kind, ":model-package/", 1) + "/" + sampleID
	}
	for _, n := range []need{{on: lower, or: arn}, {on: version(lower), or: version(arn)}} {
		n.rule, n.actions, n.to = ruleStart, []string{"sagemaker:CreateModelPackage"}, "register the model"
		t.need(c.role, c.at, n)
	}
}
