package trace

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// trigger is what starts a target, in the role that it does so with. The zero
// trigger is a person.
type trigger struct {
	id string // its logical ID
	// role and roleAt are the role that it assumes, and where it is named.
	role, roleAt string
	// queue is the ARN of the queue for starts that failed, queueAt its place.
	queue, queueAt string
	at             string // the place of its target
	// rule is the rule's ARN, empty for a schedule.
	rule string
	// trust says how the role has to trust the service behind the trigger.
	trust trust
}

func (g trigger) isPerson() bool { return g.id == "" }

// The universal targets of EventBridge Scheduler that launches use, see "Using
// universal targets" in its user guide.
const (
	createTrainingJob = "aws-sdk:sagemaker:createTrainingJob"
	startExecution    = "aws-sdk:sfn:startExecution"
)

func (t *tracer) followSchedule(id string) {
	target := template.Object(t.properties(id), "Target")
	here := at(id, "Target")
	g := trigger{
		id: id, at: here,
		role: t.text(target["RoleArn"]), roleAt: below(here, "RoleArn"),
		queue: t.text(template.Object(target, "DeadLetterConfig")["Arn"]), queueAt: below(here, "DeadLetterConfig", "Arn"),
		trust: trust{service: "scheduler.amazonaws.com", source: t.local("scheduler", "schedule-group/"+t.groupOf(id)), bySource: true},
	}
	to := t.text(target["Arn"])
	send := func() (event, bool) {
		text := "{}"
		if target["Input"] != nil {
			text = t.text(target["Input"])
		}
		return t.sendsJSON(below(here, "Input"), t.fillSchedule(id, text))
	}
	if own, _ := t.followOwn(g, to, send); own {
		return
	}
	switch to {
	case t.arn("", "scheduler", "", "", createTrainingJob):
		if e, ok := send(); ok {
			t.followDirect(g, e)
		}
	case t.arn("", "scheduler", "", "", startExecution):
		if e, ok := send(); ok {
			t.followExecution(g, e)
		}
	default:
		if !t.misspelled(g, to) {
			t.elsewhere(g, to, t.fillSchedule(id, t.text(target["Input"])))
		}
	}
}

// followOwn follows a trigger whose target is a function or a state machine of the
// template, and returns a function that starts no job.
func (t *tracer) followOwn(g trigger, to string, send func() (event, bool)) (own bool, idle string) {
	id, isMachine := t.resource(typeMachine, to)
	if !isMachine {
		if id, own = t.resource(typeFunction, to); !own {
			return false, ""
		}
	}
	t.reached[id] = true
	e, sent := send()
	switch {
	case !sent:
	case isMachine:
		t.followMachine(id, g, e, sampleID)
	case !t.followFunction(id, g, e):
		idle = id
	}
	return true, idle
}

// misspelled reports a universal target that is right but for letter case,
// partition, or region and account, which these ARNs do not have.
func (t *tracer) misspelled(g trigger, to string) bool {
	for _, action := range []string{createTrainingJob, startExecution} {
		if n := len(to) - len(action); n > 0 && strings.EqualFold(to[n:], action) {
			t.report(ruleTarget, below(g.at, "Arn"), fmt.Sprintf("%s has the target %s, which does not exist", g.id, to), "want "+t.arn("", "scheduler", "", "", action))
			return true
		}
	}
	return false
}

// fillSchedule replaces the context attributes, as EventBridge Scheduler does
// anywhere in the input: see "Adding context attributes" in its user guide.
func (t *tracer) fillSchedule(id, text string) string {
	if !strings.Contains(text, "<aws.scheduler.") {
		return text
	}
	text = strings.ReplaceAll(text, "<aws.scheduler.execution-id>", sampleID)
	text = strings.ReplaceAll(text, "<aws.scheduler.scheduled-time>", sampleTime)
	text = strings.ReplaceAll(text, "<aws.scheduler.attempt-number>", "1")
	return strings.ReplaceAll(text, "<aws.scheduler.schedule-arn>", t.arnOf(id))
}

// followDirect follows a schedule that calls CreateTrainingJob itself.
func (t *tracer) followDirect(g trigger, e event) {
	request, ok := e.value.(map[string]any)
	if !ok {
		t.report(ruleInput, e.at, "the input is no request of CreateTrainingJob", "want a JSON object with the request's members")
		return
	}
	t.needTrigger(g)
	t.launch(g, nil, caller{role: g.role, at: g.roleAt}, request, e.below())
}

// elsewhere judges a target that starts no training jobs, as far as it is known.
func (t *tracer) elsewhere(g trigger, to, text string) {
	value, err := t.decode(text)
	if err != nil || !carriesRequest(value) {
		return
	}
	here := below(g.at, "Arn")
	if strings.HasPrefix(to, "arn:") && (strings.Contains(to, ":lambda:") || strings.Contains(to, ":states:")) || t.marks.isMark(to) && t.isImported(to) {
		t.report(ruleUnfollowed, here, fmt.Sprintf("%s sends a request to %s, which is not in the template: who calls CreateTrainingJob cannot be proven", g.id, to),
			"its role has to allow sagemaker:CreateTrainingJob, sagemaker:AddTags, and iam:PassRole on the training role")
		return
	}
	t.report(ruleTarget, here, fmt.Sprintf("%s sends a request to %s, which creates no training jobs", g.id, to),
		"want "+t.arn("", "scheduler", "", "", createTrainingJob)+", or the ARN of a function or state machine of the template")
}

// isImported reports whether a mark is no resource of the template.
func (t *tracer) isImported(mark string) bool {
	_, n, _ := t.marks.cut(mark)
	id, _, _ := strings.Cut(t.marks.meaning[n], ".")
	_, own := t.doc.Resources[id]
	return !own
}

// followKept follows the event of a job that nothing starts, which is kept in
// the metadata of a resource that does nothing. A person gives it to the
// function that stands beside it, or to CreateTrainingJob.
func (t *tracer) followKept(id string) {
	text := t.text(t.doc.Resources[id].Metadata["Event"])
	if !strings.Contains(text, `"TrainingJobName"`) {
		return
	}
	pointer := below("/Resources", id, "Metadata", "Event")
	e, ok := t.sendsJSON(pointer, strings.NewReplacer("<run-id>", sampleID, "<run-time>", sampleTime).Replace(text))
	if !ok {
		return
	}
	if template.Object(e.value)["request"] == nil {
		if request, ok := e.value.(map[string]any); ok {
			t.launch(trigger{}, nil, caller{}, request, e.below())
		}
		return
	}
	function := strings.TrimSuffix(id, "Request") + "Function"
	if t.doc.Resources[function].Type == typeFunction && !t.reached[function] {
		t.reached[function] = true
		t.followFunction(function, trigger{}, e)
		return
	}
	if request, ok := template.Object(e.value)["request"].(map[string]any); ok {
		t.launch(trigger{}, nil, caller{}, request, e.below("request"))
	}
}
