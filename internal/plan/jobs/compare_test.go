package jobs_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
	"github.com/smgen/smgen/internal/spectest"
	"github.com/smgen/smgen/internal/template"
)

// summary writes all of the changes.
func summary(c jobs.Changes) []string {
	var out []string
	for _, j := range c.Jobs {
		head := fmt.Sprintf("%s %s %s %v", j.Action, j.Name, j.Launch, j.Triggers)
		if j.NameBefore != "" {
			head += " was " + j.NameBefore
		}
		if j.LaunchBefore != "" {
			head += " was " + string(j.LaunchBefore)
		}
		out = append(out, head)
		for _, l := range j.Lines {
			text := "  " + l.Text
			if l.Resource != "" {
				text += " @" + l.Resource
			}
			for _, f := range l.Flags {
				text += " !" + string(f)
			}
			out = append(out, text)
		}
	}
	return append(out, fmt.Sprint(c.Flags))
}

// TestCompare: what becomes of a job as a whole.
func TestCompare(t *testing.T) {
	custom := launches[jobs.Custom]
	for name, test := range map[string]struct {
		before, after string // empty for no stack
		want          []string
	}{
		"a new stack": {"", at2 + ", maxRuntimeSeconds: 3600", []string{
			"Add churn-staging-train scheduler [TrainSchedule]",
			"  schedule added: every day at 02:00 UTC (first run Fri 2026-11-27 02:00 UTC) @TrainSchedule !costRelevant",
			"  instance ml.m5.large ×1 !costRelevant",
			"  image " + ecr + "train:v3",
			"  volume 30 GB !costRelevant",
			"  maximum runtime 1 h !costRelevant",
			"[costRelevant]"}},
		"a stack that goes": {at2, "", []string{
			"Remove churn-staging-train scheduler [TrainSchedule]",
			"  schedule removed: every day at 02:00 UTC (the next run would have been Fri 2026-11-27 02:00 UTC) @TrainSchedule !scheduleStops",
			"[scheduleStops]"}},
		"a job without a trigger goes": {" ", "", []string{
			"Remove churn-staging-train scheduler []",
			"  was started by hand: nothing in the stack started it @TrainRequest",
			"[]"}},
		"another launch": {at2 + "\nlaunch: scheduler: {}", at2 + "\nlaunch: stepFunctions: {}", []string{
			"Modify churn-staging-train stepFunctions [TrainSchedule] was scheduler",
			"  launch scheduler → stepFunctions @TrainStateMachine",
			"[]"}},
		"a function instead": {at2 + "\nlaunch: custom: " + custom[len("launch: custom: "):], at2 + "\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainSchedule] was custom",
			"  launch custom → lambda @TrainFunction",
			"[]"}},
		"a rule instead of a schedule": {at2 + "\nlaunch: lambda: {}", at2 + ", schedule: via: \"rule\"\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainRule]",
			"  schedule TrainSchedule → rule TrainRule @TrainRule",
			"[]"}},
		"an event": {at2 + "\nlaunch: lambda: {}", "on: pattern: source: [\"acme.data\"]\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainEventRule]",
			"  schedule removed: every day at 02:00 UTC (the next run would have been Fri 2026-11-27 02:00 UTC) @TrainSchedule !scheduleStops",
			"  event rule TrainEventRule added @TrainEventRule !costRelevant",
			"[scheduleStops costRelevant]"}},
		"another event": {"on: pattern: source: [\"acme.data\"]\nlaunch: lambda: {}", "on: pattern: source: [\"acme.files\"]\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainEventRule]",
			"  event pattern source with acme.files, without acme.data @TrainEventRule",
			"[]"}},
		"an event is off": {"on: pattern: source: [\"acme.data\"]\nlaunch: lambda: {}", "on: {pattern: source: [\"acme.data\"], enabled: false}\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainEventRule]",
			"  rule disabled (nothing starts the job in its place) @TrainEventRule !scheduleStops",
			"[scheduleStops]"}},
		"a function's settings": {at2 + "\nlaunch: lambda: {}", at2 + "\nlaunch: lambda: {timeoutSeconds: 120, memoryMB: 512}, launch: overlap: \"skip\"", []string{
			"Modify churn-staging-train lambda [TrainSchedule]",
			"  overlapping runs allow → skip @TrainFunction",
			"  memory of the launcher 256 MB → 512 MB @TrainFunction",
			"  timeout of the launcher 1 min → 2 min @TrainFunction",
			"[]"}},
		"a launcher's environment": {at2 + "\n" + custom + "\nlaunch: custom: environment: {LEVEL: \"1\", DB_PASSWORD: \"one\"}", at2 + "\n" + custom + "\nlaunch: custom: environment: {LEVEL: \"2\", DB_PASSWORD: \"two\"}", []string{
			"Modify churn-staging-train custom [TrainSchedule]",
			"  environment of the launcher DB_PASSWORD (changed) @TrainFunction",
			"  environment of the launcher LEVEL 1 → 2 @TrainFunction",
			"[]"}},
		"a state machine's settings": {at2 + "\nlaunch: stepFunctions: {}", at2 + "\nlaunch: {stepFunctions: capacityRetries: 5, overlap: \"skip\"}", []string{
			"Modify churn-staging-train stepFunctions [TrainSchedule]",
			"  state IsRunning of the state machine added @TrainStateMachine",
			"  state ListRunning of the state machine added @TrainStateMachine",
			"  state Skipped of the state machine added @TrainStateMachine",
			"  further attempts after a lack of capacity 3 → 5 @TrainStateMachine",
			"  overlapping runs allow → skip @TrainStateMachine",
			"  state machine States.Begin.Next Train → ListRunning @TrainStateMachine",
			"  state machine States.WaitForCapacity.Next Train → ListRunning @TrainStateMachine",
			"[]"}},
		"a network less": {at2 + ", vpc: {subnets: [\"subnet-1\"], securityGroups: [\"sg-1\", \"sg-2\"]}", at2, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  security groups removed (was sg-1, sg-2)",
			"  subnets removed (was subnet-1)",
			"[]"}},
		"a rate": {at2, `schedule: expression: "rate(1 day)"`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  schedule every day at 02:00 → every day, counted from its first run (a run starts as soon as this is deployed) @TrainSchedule !runsOnDeploy",
			"[runsOnDeploy]"}},
		"a rate's request": {`schedule: expression: "rate(1 day)", hyperparameters: a: "1"`, `schedule: expression: "rate(1 day)", hyperparameters: a: "2"`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  TrainSchedule counts from its deployment, and changes: a run may start at once @TrainSchedule !runsOnDeploy",
			"  hyperparameter a 1 → 2",
			"[runsOnDeploy]"}},
		"a rate's end": {`schedule: expression: "rate(1 day)"`, `schedule: {expression: "rate(1 day)", end: "2027-01-01T00:00:00Z"}`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  TrainSchedule counts from its deployment, and changes: a run may start at once @TrainSchedule !runsOnDeploy",
			"  end of the schedule 2027-01-01T00:00:00Z added @TrainSchedule",
			"[runsOnDeploy]"}},
		"a rate's start": {`schedule: expression: "rate(1 day)"`, `schedule: {expression: "rate(1 day)", start: "2027-01-01T00:00:00Z"}`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  start of the schedule 2027-01-01T00:00:00Z added (next run Fri 2027-01-01 00:00 UTC) @TrainSchedule",
			"[]"}},
		"a rate is enabled": {`schedule: {expression: "rate(1 day)", enabled: false}`, `schedule: expression: "rate(1 day)"`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  schedule enabled (a run starts as soon as this is deployed) @TrainSchedule !runsOnDeploy !costRelevant",
			"[runsOnDeploy costRelevant]"}},
		"a rate of a rule": {at2 + "\nlaunch: lambda: {}", "schedule: {expression: \"rate(1 day)\", via: \"rule\"}\nlaunch: lambda: {}", []string{
			"Modify churn-staging-train lambda [TrainRule]",
			"  schedule TrainSchedule → rule TrainRule @TrainRule",
			"  schedule every day at 02:00 → every day, counted from its first run (counts from the deployment) @TrainRule",
			"[]"}},
		"a single run": {at2, `schedule: expression: "at(2026-11-01T00:00:00)"`, []string{
			"Modify churn-staging-train scheduler [TrainSchedule]",
			"  schedule every day at 02:00 → once, on Sunday 1 November 2026 at 00:00 UTC (its time has passed; the next run would have been Fri 2026-11-27 02:00 UTC) @TrainSchedule !scheduleStops",
			"[scheduleStops]"}},
		"another name": {at2 + "\ntrainingJobNamePrefix: \"churn-old\"\nlaunch: lambda: {}", at2 + "\ntrainingJobNamePrefix: \"churn-new\"\nlaunch: lambda: {}", []string{
			"Modify churn-new lambda [TrainSchedule] was churn-old",
			"  name of the runs churn-old-* → churn-new-*",
			"[]"}},
	} {
		document := func(fields string) *template.Document {
			if fields == "" {
				return nil
			}
			return compiled(t, spectest.Complete(fields))
		}
		if diff := cmp.Diff(test.want, summary(jobs.Compare(document(test.before), document(test.after), options))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRenamedResources: a job stays the same if its logical IDs change.
func TestRenamedResources(t *testing.T) {
	before := compiled(t, stackOf(launches[jobs.Scheduler], map[string]string{"one": at2 + "\ntrainingJobNamePrefix: \"p\""}))
	after := compiled(t, stackOf(launches[jobs.Scheduler], map[string]string{"two": at2 + "\ntrainingJobNamePrefix: \"p\", volumeSizeGB: 31"}))
	c := jobs.Compare(before, after, options)
	if len(c.Jobs) != 1 || c.Jobs[0].Action != plan.Modify || !slices.Contains(summary(c), "  volume 30 GB → 31 GB !costRelevant") {
		t.Errorf("%v", summary(c))
	}
}

// TestValues: machines get what lines say, in the API's spelling.
func TestValues(t *testing.T) {
	c := jobs.Compare(compiled(t, spectest.Complete(at2+", tags: Owner: \"a\"")), compiled(t, spectest.Complete(at2+", tags: Owner: \"b\", instanceCount: 2, instanceType: \"ml.m5.xlarge\"")), options)
	want := []jobs.Line{
		{Text: "instance ml.m5.large ×1 → ml.m5.xlarge ×2", Flags: []jobs.Flag{jobs.CostRelevant}, Values: []jobs.Value{
			{Path: "ResourceConfig.InstanceCount", Action: plan.Modify, Before: "1", After: "2"},
			{Path: "ResourceConfig.InstanceType", Action: plan.Modify, Before: "ml.m5.large", After: "ml.m5.xlarge"}}},
		{Text: "tag Owner a → b", Flags: []jobs.Flag{}, Values: []jobs.Value{{Path: "Tags[Owner].Value", Action: plan.Modify, Before: "a", After: "b"}}},
	}
	if diff := cmp.Diff(want, c.Jobs[0].Lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
