package alerts

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/timetable"
)

// namespace is that of the metric that the notifier counts completed runs with.
const namespace = "smgen"

// The limits of an alarm: it looks back a day with short periods, and a week with
// periods of an hour or more. See "PutMetricAlarm" in the CloudWatch API
// reference.
const (
	day  = 24 * time.Hour
	week = 7 * day
)

// addMissedRun adds the alarm for a job of which no run has completed in time.
//
// The metric has a value for each completed run and none in between. A lack of
// data in the whole time that the alarm looks back on is the missed run: the
// alarm then goes from OK to INSUFFICIENT_DATA, which it tells the topics. A new
// alarm begins in that state, and is silent until the first run has completed. See
// "Configuring how CloudWatch alarms treat missing data" in the user guide: before
// it calls data missing, CloudWatch looks back some periods farther, which is why
// they are short.
func (a *alerts) addMissedRun(j *launch.Job) error {
	path := j.At("alarms.missedRun")
	window, ok := a.window(j, path)
	if !ok {
		return nil
	}
	if a.topicOf(j) == "" {
		a.report(path, "the alarm has nobody to tell", `name a topic: notify: topic: "arn:aws:sns:…", or have one made: notify: emails: ["…"]`)
		return nil
	}
	period := 5 * time.Minute
	if window > day-period {
		period = time.Hour
	}
	m := metric{namespace, "CompletedRuns", [][2]string{{"Stack", a.stack.StackName()}, {"Job", j.Spec.Name}}, "Sum"}
	text := fmt.Sprintf("No run of the training job %s has completed within %s, the schedule's longest interval and the job's maximum runtime.", j.Prefix, schedule.Spoken(window))
	alarm := a.alarm(m, []string{a.topicOf(j)}, text, a.runbook(j))
	alarm.ComparisonOperator = "LessThanThreshold"
	alarm.Threshold = new(1.0)
	alarm.Period = new(int(period / time.Second))
	alarm.EvaluationPeriods = int((window + period - 1) / period)
	alarm.TreatMissingData = new("missing")
	id := j.ID + "MissedRunAlarm"
	a.shared.Origin(id, "", path)
	from := "runbook"
	if j.Spec.Runbook != "" {
		from = j.At("runbook")
	}
	a.noteRunbook(id, from, a.runbook(j))
	return a.template.Add(id, alarm, a.tags())
}

// window returns the longest time that may pass between two completed runs, and
// false where there is no alarm for it: the schedule is disabled, or it was
// reported why.
func (a *alerts) window(j *launch.Job, path string) (time.Duration, bool) {
	s := j.Spec.Schedule
	if s == nil {
		a.report(path, "without a schedule nobody knows when a run is missed", "give the job a schedule, or remove the alarm")
		return 0, false
	}
	// What is wrong with a schedule is reported where it becomes a trigger.
	times, err := timetable.Read(s)
	if !s.Enabled || err != nil {
		return 0, false
	}
	// Intervals do not depend on the year, and a template not on the day.
	interval, ok := times.Expression.LongestInterval(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), times.Zone)
	if !ok {
		a.report(path, "the schedule has no second run that could be missed", "remove the alarm")
		return 0, false
	}
	if s.FlexibleWindowMinutes != nil {
		interval += time.Duration(*s.FlexibleWindowMinutes) * time.Minute
	}
	window := interval + longestRuntime(j)
	if window > week {
		help := "lower maxRuntimeSeconds if runs are shorter, or watch for the model's age where it is used"
		if interval >= week {
			help = "remove the alarm, and watch for the model's age where it is used"
		}
		a.report(path, fmt.Sprintf("runs may complete %s apart (up to %s between two starts, and %s for a run), and an alarm of CloudWatch looks back 7 days at most",
			schedule.Spoken(window), schedule.Spoken(interval), schedule.Spoken(longestRuntime(j))), help)
		return 0, false
	}
	return window, true
}

// longestRuntime is how long a run can take, as its request says: with spot
// machines, the wait for them included.
func longestRuntime(j *launch.Job) time.Duration {
	longest := int64(0)
	for _, member := range []string{"MaxRuntimeInSeconds", "MaxWaitTimeInSeconds"} {
		if number, ok := j.Request.Value("StoppingCondition", member).(json.Number); ok {
			if seconds, err := number.Int64(); err == nil {
				longest = max(longest, seconds)
			}
		}
	}
	return time.Duration(min(longest, math.MaxInt32)) * time.Second
}
