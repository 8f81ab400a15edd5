package trigger

import (
	"github.com/awslabs/goformation/v7/cloudformation/events"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/template"
)

// ruleInput is the most characters that a rule's input template may hold.
const ruleInput = 8192

// ruleNotation names the values that a rule takes out of the event that fired
// it: the event's ID is different for each run, its time the scheduled one.
var ruleNotation = notation{id: "<id>", time: "<time>"}

// RuleID is the logical ID of the job's rule.
func RuleID(j *launch.Job) string { return j.ID + "Rule" }

// addRule adds a classic EventBridge rule.
func addRule(j *launch.Job, target Target) error {
	s, id := j.Spec.Schedule, RuleID(j)
	checkRule(j)
	checkDescription(j)
	j.Claim("rule", s.Name, "schedule.name")
	parsed, text := expression(j, schedule.Rule)
	event, err := input(j, target.Event, ruleNotation)
	if err != nil {
		return err
	}
	checkSize(j, event, ruleInput, `leave out via: "rule": EventBridge Scheduler carries 262144 characters`)
	queue, err := j.Shared.Queue()
	if err != nil {
		return err
	}
	rule := j.Template.GetAtt(id, "Arn")
	if err := j.Shared.AllowRule(id, rule); err != nil {
		return err
	}
	origins(j, id, "/Properties/Targets/0/InputTransformer/InputTemplate", target)
	noteSchedule(j, id, "ScheduleExpression")
	j.Out.Rule = rule
	err = j.Template.Add(id, &events.Rule{
		Name:               optional(s.Name),
		Description:        optional(s.Description),
		ScheduleExpression: &text,
		State:              state(j),
		Targets: []events.Rule_Target{{
			Id:  "Launch",
			Arn: target.ARN,
			InputTransformer: &events.Rule_InputTransformer{
				InputPathsMap: map[string]string{"id": "$.id", "time": "$.time"},
				InputTemplate: event,
			},
			DeadLetterConfig: &events.Rule_DeadLetterConfig{Arn: &queue},
			RetryPolicy: &events.Rule_RetryPolicy{
				MaximumRetryAttempts:     ptr(int(s.RetryAttempts)),
				MaximumEventAgeInSeconds: ptr(eventAge(j, parsed, nil)),
			},
		}},
	}, template.Set("Tags", launch.Tags(j.Stack, j.Spec)))
	if err != nil {
		return err
	}
	return j.Template.Add(j.ID+"Permission", &lambda.Permission{
		Action:        "lambda:InvokeFunction",
		FunctionName:  j.Template.GetAtt(target.FunctionID, "Arn"),
		Principal:     "events.amazonaws.com",
		SourceArn:     &rule,
		SourceAccount: &j.Stack.Account,
	})
}

// checkRule reports the settings that only EventBridge Scheduler knows.
func checkRule(j *launch.Job) {
	s := j.Spec.Schedule
	const help = `leave out via: "rule" to use EventBridge Scheduler`
	if s.Timezone != "" && s.Timezone != "UTC" {
		j.Report("schedule.timezone", "an EventBridge rule knows UTC only", help)
	}
	if s.FlexibleWindowMinutes != nil {
		j.Report("schedule.flexibleWindowMinutes", "an EventBridge rule has no flexible window", help)
	}
	if s.Start != "" {
		j.Report("schedule.start", "an EventBridge rule has no start", help)
	}
	if s.End != "" {
		j.Report("schedule.end", "an EventBridge rule has no end", help)
	}
}
