package trace

import (
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// caller is who calls CreateTrainingJob.
type caller struct {
	role, at string // its role, empty for a person, and where the role is named
	// waits reports that it waits for the job, as Step Functions does with .sync.
	waits bool
	// describes reports that it asks for the job, as a launcher does that finds
	// the job started already.
	describes bool
}

// launch adds a launch with the request that it sends, and what its caller needs
// for that.
func (t *tracer) launch(g trigger, via []string, c caller, request map[string]any, pointer string) {
	t.symbolize(request)
	l := Launch{Trigger: g.id, Via: via, At: pointer, Request: request, name: raw(request["TrainingJobName"])}
	l.Role = t.publicRole(c.role)
	l.TrainingRole = t.publicRole(raw(request["RoleArn"]))
	t.launches = append(t.launches, l)
	if c.role != "" {
		t.needForStart(c, &t.launches[len(t.launches)-1])
	}
}

func (t *tracer) publicRole(arn string) Role {
	id, _ := t.resource(typeRole, arn)
	return Role{ID: id, ARN: t.describe(arn)}
}

// jobARN returns the ARN of the launch's training job. SageMaker writes the name
// in lower case there.
func (t *tracer) jobARN(l *Launch) string {
	return t.local("sagemaker", "training-job/"+strings.ToLower(l.name))
}

// needForStart notes what the caller's role must allow: see CreateTrainingJob in
// the service authorization reference of SageMaker, and for waiting "Integrate
// with SageMaker" in the Step Functions developer guide.
func (t *tracer) needForStart(c caller, l *Launch) {
	job := t.jobARN(l)
	add := func(n need) { t.need(c.role, c.at, n) }
	if l.name == "" {
		return // the request is not valid, and which job it starts is not known
	}
	add(need{rule: ruleStart, actions: []string{"sagemaker:CreateTrainingJob"}, on: job, to: "start the training job"})
	tags, _ := l.Request["Tags"].([]any)
	if len(tags) > 0 || c.waits {
		add(need{rule: ruleStart, actions: []string{"sagemaker:AddTags"}, on: job, to: "start a training job with tags"})
	}
	if role := raw(l.Request["RoleArn"]); role != "" {
		add(need{rule: ruleStart, actions: []string{"iam:PassRole"}, on: role, to: "start the training job with this role",
			keys: []key{{"iam:PassedToService", "sagemaker.amazonaws.com"}}})
	}
	plans := t.trainingPlans(l.Request)
	for _, plan := range plans {
		add(need{rule: ruleStart, actions: []string{"sagemaker:CreateTrainingJob"}, on: plan, to: "use the training plan"})
	}
	if len(plans) > 0 {
		add(need{rule: ruleStart, actions: []string{"sagemaker:CreateTrainingJob"}, on: t.local("sagemaker", "reserved-capacity/"+sampleID), to: "use the capacity behind the training plan"})
	}
	if c.describes {
		add(need{rule: ruleStart, actions: []string{"sagemaker:DescribeTrainingJob"}, on: job, to: "recognize a job that has been started already"})
	}
	if c.waits {
		add(need{rule: ruleStart, actions: []string{"sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob", "sagemaker:ListTags"}, on: job, to: "wait for the training job, and stop it with the execution"})
		add(need{rule: ruleStart, actions: []string{"events:PutTargets", "events:PutRule", "events:DescribeRule"},
			on: t.local("events", "rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule"), to: "learn that the training job has ended"})
	}
}

// trainingPlans are the ARNs of the plans that a request names.
func (t *tracer) trainingPlans(request map[string]any) []string {
	machines := template.Object(request, "ResourceConfig")
	plans := []string{raw(machines["TrainingPlanArn"])}
	for _, preference := range template.Objects(machines["InstancePreferences"]) {
		own, _ := preference["TrainingPlanArns"].([]any)
		for _, plan := range own {
			plans = append(plans, raw(plan))
		}
	}
	return filled(plans)
}

// filled returns the texts that are not empty.
func filled(texts []string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// needTrigger notes what a trigger needs to act at all: a schedule's role must
// trust EventBridge Scheduler and may send failed starts to the queue; a rule is
// admitted to the queue by the queue's policy.
func (t *tracer) needTrigger(g trigger) {
	switch {
	case g.isPerson():
	case g.rule != "":
		t.admitToQueue(g)
	default:
		t.needTrust(g.role, g.roleAt, g.trust)
		if g.queue != "" {
			t.need(g.role, g.roleAt, need{rule: ruleStart, actions: []string{"sqs:SendMessage"}, on: g.queue, to: "keep starts that failed"})
		}
	}
}
