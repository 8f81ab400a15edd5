package alerts

import (
	"cmp"
	_ "embed"
	"fmt"
	"strconv"

	"github.com/awslabs/goformation/v7/cloudformation/lambda"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

//go:embed notifier.py
var source string

// notifierID is the logical ID of the notifier.
const notifierID = "Notifier"

// timeout is the notifier's, in seconds.
const timeout = 60

// addNotifier adds the notifier with what it hears: the dead-letter queue and the
// events of jobs and state machines.
func (a *alerts) addNotifier() error {
	if a.shared.HasQueue() {
		if err := a.shared.ReadQueue(timeout); err != nil {
			return err
		}
	}
	kept, err := a.shared.KeptQueue()
	if err != nil {
		return err
	}
	n := &notifier{alerts: a, environment: map[string]string{"KEPT_QUEUE_URL": a.template.Ref(launch.KeptQueueID)}, names: map[string]string{}, used: map[string]int{}}
	data := n.data()
	n.checkVariables()
	role, err := a.addRole(kept)
	if err != nil {
		return err
	}
	function, err := a.shared.AddFunction(launch.Function{
		ID: notifierID, Description: "Tells what went wrong with the training jobs of " + a.stack.StackName(), Path: "notify",
		Source: source, Data: data, Environment: n.environment, Role: role, Timeout: timeout, Memory: 256,
	})
	if err != nil {
		return err
	}
	if err := a.shared.AddRetries(notifierID, "notify", 0, kept); err != nil {
		return err
	}
	if err := a.addSource(function); err != nil {
		return err
	}
	return a.addRules(function, kept)
}

// addSource hands the notifier what is left in the dead-letter queue. Records
// that it could not tell stay there.
func (a *alerts) addSource(function string) error {
	if !a.shared.HasQueue() {
		return nil
	}
	return a.template.Add(notifierID+"Source", &lambda.EventSourceMapping{
		FunctionName:          function,
		EventSourceArn:        new(a.template.GetAtt(launch.QueueID, "Arn")),
		FunctionResponseTypes: []string{"ReportBatchItemFailures"},
		BatchSize:             new(10),
	}, a.tags())
}

func (a *alerts) addRole(kept string) (string, error) {
	writeLog, err := a.shared.AddLogGroup(notifierID, nil, a.shared.LogDays())
	if err != nil {
		return "", err
	}
	var policy iam.Document
	if topics := a.topics(); len(topics) > 0 {
		policy.Add(iam.Allow("Tell", topics, "sns:Publish"))
	}
	if a.shared.HasQueue() {
		policy.Add(iam.Allow("ReadFailedStarts", iam.On(a.template.GetAtt(launch.QueueID, "Arn")),
			"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"))
	}
	policy.Add(iam.Allow("KeepFailedStarts", iam.On(kept), "sqs:SendMessage"))
	if a.countsAny() {
		policy.Add(iam.Allow("CountRuns", iam.On("*"), "cloudwatch:PutMetricData").When(iam.StringEquals("cloudwatch:namespace", namespace)))
	}
	policy.Add(writeLog)
	return a.shared.AddRole(launch.Role{
		ID: notifierID + "Role", Description: "Tells what went wrong with the training jobs of " + a.stack.StackName(),
		Trust: iam.Trust("lambda.amazonaws.com"), Policy: policy,
	})
}

// notifier collects what the notifier has to know.
type notifier struct {
	*alerts
	environment map[string]string
	names       map[string]string // of variables, by value
	used        map[string]int    // how many variables start so
}

// data is what the notifier knows of the stack and its jobs.
func (n *notifier) data() map[string]any {
	var jobs []any
	for _, j := range n.jobs {
		jobs = append(jobs, n.job(j))
	}
	return map[string]any{
		"stack": n.stack.StackName(), "account": n.stack.Account, "region": n.stack.Region,
		"console": arn.Console(n.stack.Region), "jobs": jobs,
	}
}

func (n *notifier) job(j *launch.Job) map[string]any {
	spec := n.stack.Dir + "/stack.cue, " + j.Spec.Path()
	if n.stack.Repository != "" {
		spec = n.stack.Repository + ": " + spec
	}
	job := map[string]any{"name": j.Spec.Name, "prefix": j.Prefix, "spec": spec, "resources": resources(j)}
	put := func(key, value string) {
		if value != "" {
			job[key] = value
		}
	}
	put("owner", n.stack.Owner)
	put("runbook", n.runbook(j))
	if topic := n.topicOf(j); topic != "" {
		job["topic"] = n.variable("TOPIC_", topic)
	}
	if m := n.stack.MlflowOf(j.Spec); m != nil {
		put("mlflow", n.mlflow(m))
		put("experiment", m.Experiment)
	}
	if countsRuns(j) {
		job["missedRun"] = true
	}
	if s := j.Spec.Launch.StepFunctions; s != nil && s.CapacityRetries > 0 {
		job["retried"] = true
	}
	return job
}

// runbook says what to do when the job fails: its own, or the stack's.
func (a *alerts) runbook(j *launch.Job) string { return cmp.Or(j.Spec.Runbook, a.stack.Runbook) }

// mlflow is the ARN of a job's MLflow, or the variable that holds it.
func (n *notifier) mlflow(m *spec.Mlflow) string {
	if text, literal := m.Arn.Literal(); literal {
		return text
	}
	return "env:" + n.variable("MLFLOW_", launch.Text(n.template, m.Arn))
}

// maxVariables is how many bytes Lambda takes for all variables of a function,
// names and values together.
const maxVariables = 4096

// checkVariables reports more topics than the notifier has room for. What
// CloudFormation fills in counts as it stands.
func (n *notifier) checkVariables() {
	size := 0
	for name, value := range n.environment {
		size += len(name) + len(value)
	}
	if size > maxVariables {
		n.report("jobs", fmt.Sprintf("the jobs have %d topics, of about %d bytes as variables of the notifier, and Lambda allows %d", len(n.topics()), size, maxVariables),
			"let jobs share a topic: notify: topic of the stack; or move some jobs to another stack")
	}
}

// variable returns the name of the variable that holds a value.
func (n *notifier) variable(prefix, value string) string {
	if name, known := n.names[prefix+value]; known {
		return name
	}
	n.used[prefix]++
	name := prefix + strconv.Itoa(n.used[prefix])
	n.names[prefix+value], n.environment[name] = name, value
	return name
}

// resources are the logical IDs of what starts a job, as AWS's own names contain
// them, and the names that the spec gives.
func resources(j *launch.Job) []any {
	var list []any
	for _, r := range []struct{ arn, id, name string }{
		{j.Out.Schedule, j.ScheduleID(), j.Spec.ScheduleName()},
		{j.Out.Rule, j.RuleID(), j.Spec.ScheduleName()},
		{j.Out.EventRule, j.EventRuleID(), j.Spec.EventName()},
		{j.Out.Function, j.FunctionID(), j.Spec.Launch.Name()},
		{j.Out.StateMachine, j.StateMachineID(), j.Spec.Launch.Name()},
	} {
		if r.arn != "" {
			list = append(list, cmp.Or(r.name, r.id))
		}
	}
	return list
}
