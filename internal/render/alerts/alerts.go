package alerts

import (
	"slices"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// Add adds the topic, the notifier and the alarms of a stack, whose jobs were
// rendered before. What is wrong with the spec is among the findings.
func Add(stack *spec.Stack, t *template.Template, shared *launch.Shared, jobs []*launch.Job) ([]diag.Diagnostic, error) {
	a := &alerts{stack: stack, template: t, shared: shared, jobs: jobs}
	var err error
	if a.topic, err = a.addTopic(); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.Spec.Notify.HasTopic() {
			a.checkTopic(j.Spec.Notify.Topic, j.At("notify.topic"))
		}
	}
	if a.isNotified() {
		if err := a.addNotifier(); err != nil {
			return nil, err
		}
	}
	if err := a.addAlarms(); err != nil {
		return nil, err
	}
	return a.diags, a.addOutputs()
}

// addOutputs shows where failed starts are kept, and the topic that the stack has
// made.
func (a *alerts) addOutputs() error {
	if queue := a.keptIn(); queue != "" {
		if err := a.shared.AddOutput("FailedStartsQueueUrl", "Queue in which failed starts are kept", a.template.Ref(queue)); err != nil {
			return err
		}
	}
	if a.topic == "" || a.stack.Notify.HasTopic() {
		return nil
	}
	return a.shared.AddOutput("FailureTopicArn", "Topic that hears of failures", a.template.Ref(topicID))
}

// keptIn is the logical ID of the queue in which failed starts are kept: the second
// one where the notifier reads the first. It is empty where nothing can fail.
func (a *alerts) keptIn() string {
	switch {
	case a.isNotified():
		return launch.KeptQueueID
	case a.shared.HasQueue():
		return launch.QueueID
	}
	return ""
}

// alerts is what is added to one stack.
type alerts struct {
	stack    *spec.Stack
	template *template.Template
	shared   *launch.Shared
	jobs     []*launch.Job
	// topic is the ARN of the stack's topic, empty without one.
	topic string
	diags []diag.Diagnostic
}

func (a *alerts) report(path, message, help string) {
	a.diags = append(a.diags, diag.Diagnostic{Pos: a.stack.Origins.At(path).Pos, Path: path, Message: message, Help: help})
}

// isNotified reports whether the stack needs the notifier: somebody wants to be
// told, or completed runs are counted.
func (a *alerts) isNotified() bool {
	return a.countsAny() || len(a.jobs) > 0 && len(a.topics()) > 0
}

func (a *alerts) countsAny() bool { return slices.ContainsFunc(a.jobs, countsRuns) }

// countsRuns reports whether a job has an alarm that counts its completed runs.
func countsRuns(j *launch.Job) bool {
	s := j.Spec.Schedule
	return j.Spec.Alarms != nil && j.Spec.Alarms.MissedRun && s != nil && s.Enabled
}
