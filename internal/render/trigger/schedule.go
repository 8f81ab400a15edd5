package trigger

import (
	"fmt"
	"time"

	"github.com/awslabs/goformation/v7/cloudformation/scheduler"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/schedule"
)

// schedulerInput is the most that a schedule's input may hold: 256 KB.
const schedulerInput = 256 * 1024

// schedulerNotation names the context attributes of EventBridge Scheduler,
// which it replaces anywhere in the input.
var schedulerNotation = notation{id: "<aws.scheduler.execution-id>", time: "<aws.scheduler.scheduled-time>"}

// addSchedule adds a schedule of EventBridge Scheduler.
func addSchedule(j *launch.Job, target Target) error {
	s, id := j.Spec.Schedule, j.ScheduleID()
	parsed, text := expression(j, schedule.Scheduler)
	loc := location(j)
	checkBound(j, "schedule.start", s.Start)
	checkBound(j, "schedule.end", s.End)
	checkDescription(j, "schedule", s.Description)
	j.Claim("schedule", s.Name, "schedule.name")
	event, err := input(j, target.Schedule.Input, schedulerNotation)
	if err != nil {
		return err
	}
	checkSize(j, event, schedulerInput, "move large hyperparameters or environment values to a file in S3 that the script reads")
	role, err := target.ScheduleRole()
	if err != nil {
		return err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return err
	}
	if err := j.Shared.Group(); err != nil {
		return err
	}
	window := &scheduler.Schedule_FlexibleTimeWindow{Mode: "OFF"}
	if s.FlexibleWindowMinutes != nil {
		window = &scheduler.Schedule_FlexibleTimeWindow{Mode: "FLEXIBLE", MaximumWindowInMinutes: new(float64(*s.FlexibleWindowMinutes))}
	}
	zone := s.Zone()
	origins(j, id, "/Properties/Target/Input", target.Schedule)
	noteSchedule(j, id, "ScheduleExpression")
	j.Origin(id, "/Properties/ScheduleExpressionTimezone", j.At("schedule.timezone"))
	j.Origin(id, "/Properties/FlexibleTimeWindow", j.At("schedule.flexibleWindowMinutes"))
	if role == j.Out.LaunchRole {
		j.NoteLaunchRole(id, "/Properties/Target/RoleArn")
	}
	j.Out.Schedule = j.Template.GetAtt(id, "Arn")
	return j.Template.Add(id, &scheduler.Schedule{
		Name:                       optional(s.Name),
		Description:                optional(s.Description),
		GroupName:                  new(j.Template.Ref(launch.GroupID)),
		ScheduleExpression:         text,
		ScheduleExpressionTimezone: &zone,
		FlexibleTimeWindow:         window,
		StartDate:                  optional(s.Start),
		EndDate:                    optional(s.End),
		State:                      state(s.Enabled),
		Target: &scheduler.Schedule_Target{
			Arn:              target.Schedule.ARN,
			RoleArn:          role,
			Input:            &event,
			DeadLetterConfig: &scheduler.Schedule_DeadLetterConfig{Arn: &queue},
			RetryPolicy: &scheduler.Schedule_RetryPolicy{
				MaximumRetryAttempts:     new(float64(s.RetryAttempts)),
				MaximumEventAgeInSeconds: new(float64(eventAge(j, parsed, loc))),
			},
		},
	})
}

// checkBound reports a start or an end of a date that does not exist; its form is
// known to be right.
func checkBound(j *launch.Job, field, text string) {
	if _, err := time.Parse(time.RFC3339, text); text != "" && err != nil {
		j.Report(field, fmt.Sprintf("%q is not a time that exists", text), "write one such as 2027-01-01T00:00:00Z")
	}
}

func state(enabled bool) *string {
	if enabled {
		return new("ENABLED")
	}
	return new("DISABLED")
}

// noteSchedule notes the origins that schedules and rules share.
func noteSchedule(j *launch.Job, id, expressionProperty string) {
	j.Origin(id, "", j.At("schedule"))
	j.Origin(id, "/Properties/"+expressionProperty, j.At("schedule.expression"))
	j.Origin(id, "/Properties/State", j.At("schedule.enabled"))
	if j.Spec.Schedule.Name != "" {
		j.Origin(id, "/Properties/Name", j.At("schedule.name"))
	}
	if j.Spec.Schedule.Description != "" {
		j.Origin(id, "/Properties/Description", j.At("schedule.description"))
	}
}

// SchedulerRole adds the role that EventBridge Scheduler assumes to start the
// job, with the given permissions beside that to leave failed starts in the
// queue. The schedule group as source is what AWS documents; the ARN of a
// single schedule makes its creation fail.
func SchedulerRole(j *launch.Job, r launch.Role) (string, error) {
	group, err := j.Shared.GroupARN()
	if err != nil {
		return "", err
	}
	queue, err := j.Shared.Queue()
	if err != nil {
		return "", err
	}
	r.Trust = iam.Trust("scheduler.amazonaws.com",
		iam.StringEquals("aws:SourceAccount", j.Stack.Account),
		iam.StringEquals("aws:SourceArn", group))
	r.Policy.Add(iam.Allow("KeepFailedStarts", iam.On(queue), "sqs:SendMessage"))
	return j.AddRole(r)
}

// InvokeRole returns what adds the role with which EventBridge Scheduler invokes
// the job's launcher, a Lambda function.
func InvokeRole(j *launch.Job, function string) func() (string, error) {
	return func() (string, error) {
		var policy iam.Document
		policy.Add(iam.Allow("InvokeLauncher", iam.On(function), "lambda:InvokeFunction"))
		return SchedulerRole(j, launch.Role{
			ID:          j.ID + "TriggerRole",
			Description: "Invokes the launcher of the training job " + j.Prefix,
			Policy:      policy,
		})
	}
}
