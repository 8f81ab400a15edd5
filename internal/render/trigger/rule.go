package trigger

import (
	"cmp"

	"github.com/awslabs/goformation/v7/cloudformation/events"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/schedule"
)

// ruleInput is the most characters that a rule's input template may hold.
const ruleInput = 8192

// ruleNotation names the values that a rule takes out of the event that fired
// it: the event's ID is different for each run, its time the scheduled one.
var ruleNotation = notation{id: "<id>", time: "<time>"}

// addScheduledRule adds a classic EventBridge rule that fires at set times.
func addScheduledRule(j *launch.Job, target Target) error {
	s, id := j.Spec.Schedule, j.RuleID()
	checkRule(j)
	parsed, text := expression(j, schedule.Rule)
	noteSchedule(j, id, "ScheduleExpression")
	rule := &events.Rule{
		Name:               optional(s.Name),
		Description:        optional(s.Description),
		ScheduleExpression: &text,
		State:              state(s.Enabled),
	}
	j.Out.Rule = j.Template.GetAtt(id, "Arn")
	return addRule(j, rule, delivery{
		id: id, permission: j.ID + "Permission", field: "schedule",
		call: target.Rule, attempts: s.RetryAttempts, age: eventAge(j, parsed, nil),
		help: `leave out via: "rule": EventBridge Scheduler carries 262144 characters`,
	}, target)
}

// delivery is how a rule hands its event to the target.
type delivery struct {
	id, permission string // logical IDs
	field          string // of the job
	call           Call
	attempts       int64
	age            int
	idPath         string // in the event
	help           string // for an input that is too large
}

// addRule adds a rule with the target, and what lets the rule call it.
func addRule(j *launch.Job, rule *events.Rule, d delivery, target Target) error {
	if rule.Name != nil {
		j.Claim("rule", *rule.Name, d.field+".name")
	}
	if rule.Description != nil {
		checkDescription(j, d.field, *rule.Description)
	}
	text, err := input(j, d.call.Input, ruleNotation)
	if err != nil {
		return err
	}
	checkSize(j, text, ruleInput, d.help)
	var role *string
	if target.RuleRole != nil {
		added, err := target.RuleRole()
		if err != nil {
			return err
		}
		role = &added
	}
	origins(j, d.id, "/Properties/Targets/0/InputTransformer/InputTemplate", d.call)
	_, err = j.Shared.AddRule(launch.Rule{
		ID: d.id, PermissionID: d.permission, FunctionID: target.FunctionID, Job: j.Spec, Rule: rule,
		Target: events.Rule_Target{
			Id:      "Launch",
			Arn:     d.call.ARN,
			RoleArn: role,
			InputTransformer: &events.Rule_InputTransformer{
				InputPathsMap: map[string]string{"id": cmp.Or(d.idPath, "$.id"), "time": "$.time"},
				InputTemplate: text,
			},
			RetryPolicy: &events.Rule_RetryPolicy{
				MaximumRetryAttempts:     new(int(d.attempts)),
				MaximumEventAgeInSeconds: new(d.age),
			},
		},
	})
	return err
}

// checkRule reports the settings that only EventBridge Scheduler knows.
func checkRule(j *launch.Job) {
	s := j.Spec.Schedule
	const help = `leave out via: "rule" to use EventBridge Scheduler`
	if s.Zone() != "UTC" {
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
