package alerts

import (
	"fmt"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/cloudwatch"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/template"
)

// metric names what an alarm watches.
type metric struct {
	namespace, name string
	dimensions      [][2]string
	statistic       string
}

// addAlarms adds the alarms that every stack has, and those that the spec asks
// for.
func (a *alerts) addAlarms() error {
	if queue := a.keptIn(); queue != "" {
		depth := metric{"AWS/SQS", "ApproximateNumberOfMessagesVisible", [][2]string{{"QueueName", a.template.GetAtt(queue, "QueueName")}}, "Maximum"}
		err := a.addAlarm("FailedStartsAlarm", depth, "notify", "Starts of training jobs have failed, and wait in the queue for somebody to look at them.")
		if err != nil {
			return err
		}
	}
	if err := a.addScheduleAlarms(); err != nil {
		return err
	}
	for _, j := range a.jobs {
		if err := a.addJobAlarms(j); err != nil {
			return err
		}
	}
	return nil
}

// addScheduleAlarms adds the alarms on the stack's schedules, whose metrics exist
// for the group as a whole.
func (a *alerts) addScheduleAlarms() error {
	wanted := a.stack.Alarms
	if !a.shared.HasGroup() {
		return nil
	}
	for _, alarm := range []struct {
		id, metric, path, text string
		on                     bool
	}{
		{"ScheduleErrorAlarm", "TargetErrorCount", "notify", "What a schedule calls has answered with an error.", true},
		{"DroppedStartsAlarm", "InvocationDroppedCount", "alarms.dropped", "EventBridge Scheduler has given up a start.", wanted != nil && wanted.Dropped},
		{"ThrottledStartsAlarm", "InvocationThrottleCount", "alarms.throttled", "EventBridge Scheduler puts off starts: the account is at its limit.", wanted != nil && wanted.Throttled},
	} {
		if !alarm.on {
			continue
		}
		m := metric{"AWS/Scheduler", alarm.metric, [][2]string{{"ScheduleGroup", a.template.Ref(launch.GroupID)}}, "Sum"}
		if err := a.addAlarm(alarm.id, m, alarm.path, alarm.text); err != nil {
			return err
		}
	}
	return nil
}

// addAlarm adds an alarm that goes off when the metric is above zero in five
// minutes. No data is no news, and good.
func (a *alerts) addAlarm(id string, m metric, path, text string) error {
	alarm := a.alarm(m, a.topics(), text, a.stack.Runbook)
	alarm.ComparisonOperator = "GreaterThanThreshold"
	alarm.Threshold = new(0.0)
	alarm.Period = new(300)
	alarm.EvaluationPeriods = 1
	alarm.TreatMissingData = new("notBreaching")
	alarm.AlarmActions = alarm.InsufficientDataActions
	alarm.InsufficientDataActions = nil
	a.shared.Origin(id, "", path)
	a.noteRunbook(id, "runbook", a.stack.Runbook)
	return a.template.Add(id, alarm, a.tags())
}

// noteRunbook notes where the end of an alarm's description comes from.
func (a *alerts) noteRunbook(id, path, runbook string) {
	if runbook != "" {
		a.shared.Origin(id, "/Properties/AlarmDescription", path)
	}
}

// alarm is an alarm on a metric without a comparison, with the topics as its
// actions for a lack of data.
func (a *alerts) alarm(m metric, topics []string, text, runbook string) *cloudwatch.Alarm {
	description := []string{text, "Stack: " + a.stack.StackName() + "."}
	if a.stack.Owner != "" {
		description = append(description, "Owner: "+a.stack.Owner+".")
	}
	if runbook != "" {
		description = append(description, "Runbook: "+runbook)
	}
	alarm := &cloudwatch.Alarm{
		AlarmDescription:        new(cut(strings.Join(description, " "))),
		Namespace:               &m.namespace,
		MetricName:              &m.name,
		Statistic:               &m.statistic,
		InsufficientDataActions: topics[:min(len(topics), maxActions)],
	}
	for _, d := range m.dimensions {
		alarm.Dimensions = append(alarm.Dimensions, cloudwatch.Alarm_Dimension{Name: d[0], Value: d[1]})
	}
	return alarm
}

// maxAlarmDescription is how many characters AlarmDescription takes.
const maxAlarmDescription = 1024

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxAlarmDescription {
		return string(runes[:maxAlarmDescription])
	}
	return text
}

// tags gives a resource the stack's tags, where goformation's struct has no field
// for them.
func (a *alerts) tags() template.Option { return template.Set("Tags", launch.Tags(a.stack, nil)) }

// addJobAlarms adds what a job asks for.
func (a *alerts) addJobAlarms(j *launch.Job) error {
	wanted := j.Spec.Alarms
	if wanted == nil {
		return nil
	}
	if wanted.MissedRun {
		if err := a.addMissedRun(j); err != nil {
			return err
		}
	}
	if !wanted.LauncherErrors {
		return nil
	}
	if j.Out.Function == "" {
		a.report(j.At("alarms.launcherErrors"), "the job has no launcher of which an error could be seen", "remove it, or choose launch: lambda or custom")
		return nil
	}
	m := metric{"AWS/Lambda", "Errors", [][2]string{{"FunctionName", j.Out.FunctionName}}, "Sum"}
	return a.addAlarm(j.ID+"LauncherAlarm", m, j.At("alarms.launcherErrors"), fmt.Sprintf("The launcher of the training job %s has raised an error.", j.Prefix))
}
