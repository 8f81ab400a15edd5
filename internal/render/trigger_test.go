package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

const customLaunch = "\nlaunch: custom: {code: \"code\", handler: \"launcher.main\"}\n"

// TestSchedule holds the properties of a schedule, all but its input.
func TestSchedule(t *testing.T) {
	target := map[string]any{
		"Arn":              "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
		"RoleArn":          "${TrainLaunchRole.Arn}",
		"DeadLetterConfig": map[string]any{"Arn": "${DeadLetterQueue.Arn}"},
		"RetryPolicy":      map[string]any{"MaximumRetryAttempts": 3.0, "MaximumEventAgeInSeconds": 3600.0},
	}
	for _, test := range []struct {
		name, schedule string
		want           map[string]any
	}{
		{"the least", `expression: "cron(0 2 * * ? *)"`, map[string]any{
			"GroupName": "${ScheduleGroup}", "ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": "UTC",
			"FlexibleTimeWindow": map[string]any{"Mode": "OFF"}, "State": "ENABLED", "Target": target,
		}},
		{"the most", `expression: "cron(0 2 * * ? *)", timezone: "Europe/Berlin", enabled: false, flexibleWindowMinutes: 15,
				start: "2027-01-01T00:00:00Z", end: "2028-01-01T00:00:00Z", retryAttempts: 0, maxEventAgeSeconds: 60, name: "Nightly", description: "every night"`, map[string]any{
			"GroupName": "${ScheduleGroup}", "ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin",
			"FlexibleTimeWindow": map[string]any{"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15.0}, "State": "DISABLED",
			"StartDate": "2027-01-01T00:00:00Z", "EndDate": "2028-01-01T00:00:00Z", "Name": "Nightly", "Description": "every night",
			"Target": map[string]any{
				"Arn": target["Arn"], "RoleArn": target["RoleArn"], "DeadLetterConfig": target["DeadLetterConfig"],
				"RetryPolicy": map[string]any{"MaximumRetryAttempts": 0.0, "MaximumEventAgeInSeconds": 60.0},
			},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := renderStack(t, spectest.Load(t, spectest.Complete("schedule: {"+test.schedule+"}")), noAssets)
			schedule := got.resources["TrainSchedule"].Properties
			delete(schedule["Target"].(map[string]any), "Input")
			if diff := cmp.Diff(test.want, schedule); diff != "" {
				t.Errorf("schedule (-want +got):\n%s", diff)
			}
			queue := got.resources["DeadLetterQueue"].Properties
			if queue["MessageRetentionPeriod"] != 1209600.0 {
				t.Errorf("the queue keeps messages for %v seconds, want two weeks", queue["MessageRetentionPeriod"])
			}
		})
	}
}

// TestEventAge bounds how late a job may start by its schedule's own interval.
func TestEventAge(t *testing.T) {
	for _, test := range []struct {
		schedule string
		want     float64
	}{
		{`expression: "rate(1 minute)"`, 60},
		{`expression: "rate(2 minutes)"`, 60},
		{`expression: "rate(5 minutes)"`, 240},
		{`expression: "cron(0/15 * * * ? *)"`, 840},
		{`expression: "cron(0 * * * ? *)"`, 3540},
		{`expression: "cron(0 0/2 * * ? *)"`, 3600},
		{`expression: "cron(0 2 * * ? *)"`, 3600},
		{`expression: "at(2099-01-01T00:00:00)"`, 3600},
		{`expression: "rate(5 minutes)", maxEventAgeSeconds: 7200`, 7200},
		{`expression: "cron(0 2,3 * * ? *)", timezone: "Europe/Berlin"`, 3540},
	} {
		got := renderStack(t, spectest.Load(t, spectest.Complete("schedule: {"+test.schedule+"}")), noAssets)
		target := got.resources["TrainSchedule"].Properties["Target"].(map[string]any)
		if age := target["RetryPolicy"].(map[string]any)["MaximumEventAgeInSeconds"]; age != test.want {
			t.Errorf("%s: tried for %v seconds, want %v", test.schedule, age, test.want)
		}
	}
}

// TestRule holds a classic rule with its permissions, all but its input.
func TestRule(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Complete(`schedule: {expression: "rate(1 day)", via: "rule", name: "Daily", description: "d", enabled: false, retryAttempts: 1}`+customLaunch)), oneAsset)
	rule := got.resources["TrainRule"].Properties
	delete(rule, "Tags")
	transformer := rule["Targets"].([]any)[0].(map[string]any)["InputTransformer"].(map[string]any)
	delete(transformer, "InputTemplate")
	if diff := cmp.Diff(map[string]any{
		"Name": "Daily", "Description": "d", "ScheduleExpression": "rate(1 day)", "State": "DISABLED",
		"Targets": []any{map[string]any{
			"Id": "Launch", "Arn": "${TrainFunction.Arn}",
			"DeadLetterConfig": map[string]any{"Arn": "${DeadLetterQueue.Arn}"},
			"RetryPolicy":      map[string]any{"MaximumRetryAttempts": 1.0, "MaximumEventAgeInSeconds": 3600.0},
			"InputTransformer": map[string]any{"InputPathsMap": map[string]any{"id": "$.id", "time": "$.time"}},
		}},
	}, rule); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{
		"Action": "lambda:InvokeFunction", "FunctionName": "${TrainFunction.Arn}", "Principal": "events.amazonaws.com",
		"SourceArn": "${TrainRule.Arn}", "SourceAccount": "123456789012",
	}, got.resources["TrainPermission"].Properties); diff != "" {
		t.Errorf("permission (-want +got):\n%s", diff)
	}
	policy := got.resources["DeadLetterQueuePolicy"].Properties
	statement := policy["PolicyDocument"].(map[string]any)["Statement"].([]any)[0].(map[string]any)
	delete(statement, "Sid")
	if diff := cmp.Diff(map[string]any{
		"Effect": "Allow", "Action": []any{"sqs:SendMessage"}, "Resource": []any{"${DeadLetterQueue.Arn}"},
		"Principal": map[string]any{"Service": []any{"events.amazonaws.com"}},
		"Condition": map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": []any{"123456789012"}},
			"ArnEquals":    map[string]any{"aws:SourceArn": []any{"${TrainRule.Arn}"}},
		},
	}, statement); diff != "" {
		t.Errorf("queue policy (-want +got):\n%s", diff)
	}
	for _, id := range []string{"ScheduleGroup", "TrainTriggerRole", "TrainSchedule"} {
		if _, there := got.resources[id]; there {
			t.Errorf("there is %s, which a rule does not need", id)
		}
	}
}

// TestRuleFindings refuses what only EventBridge Scheduler can do.
func TestRuleFindings(t *testing.T) {
	for _, test := range []struct {
		job  string
		want []string
	}{
		{`schedule: {expression: "rate(1 day)", timezone: "UTC"}`, nil},
		{`schedule: {expression: "rate(1 day)", timezone: "Europe/Berlin", flexibleWindowMinutes: 5, start: "2027-01-01T00:00:00Z", end: "2027-01-02T00:00:00Z"}`, []string{
			"error jobs.train.schedule.timezone: an EventBridge rule knows UTC only",
			"error jobs.train.schedule.flexibleWindowMinutes: an EventBridge rule has no flexible window",
			"error jobs.train.schedule.start: an EventBridge rule has no start",
			"error jobs.train.schedule.end: an EventBridge rule has no end",
		}},
		{`schedule: expression: "rate(1 day)"` + "\nenvironment: A: \"" + strings.Repeat("x", 512) + "\"\nhyperparameters: {q: p, r: p, p: \"" + strings.Repeat("y", 2500) + "\"}", []string{"error jobs.train.request: the request has about 8967 characters as the trigger carries it, and the limit is 8192"}},
	} {
		got := renderStack(t, spectest.Load(t, spectest.Complete(test.job+"\nschedule: via: \"rule\""+customLaunch)), oneAsset).found
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%.80s: findings (-want +got):\n%s", test.job, diff)
		}
	}
}

// TestUnscheduled keeps the event of a job without a schedule, and nothing that
// could start it.
func TestUnscheduled(t *testing.T) {
	got := renderStack(t, spectest.Load(t, spectest.Complete(`environment: ID: {run: "id"}`)), noAssets)
	ids := map[string]string{}
	for id, r := range got.resources {
		ids[id] = r.Type
	}
	want := map[string]string{"TrainTrainingRole": "AWS::IAM::Role", "TrainRequest": "AWS::CloudFormation::WaitConditionHandle"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	event, _ := got.resources["TrainRequest"].Metadata["Event"].(string)
	if !strings.Contains(event, `"ID":"<run-id>"`) || !strings.Contains(event, `"RoleArn":"${TrainTrainingRole.Arn}"`) {
		t.Errorf("the event is %s", event)
	}
}
