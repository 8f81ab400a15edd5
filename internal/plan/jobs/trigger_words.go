package jobs

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/schedule"
)

// triggers says what changes in what starts a launch. Either may be nil: a person
// starts the job then.
func (c *comparison) triggers(before, after *trigger, sameLaunch bool) []Line {
	switch {
	case before == nil && after == nil:
		return nil
	case before == nil:
		return []Line{c.arrives(after)}
	case after == nil:
		return []Line{c.leaves(before)}
	}
	b, a := comparable(before, after, sameLaunch)
	var lines []Line
	if before.isRule != after.isRule {
		lines = append(lines, Line{Text: before.kind() + " " + inline(before.id) + arrow + after.kind() + " " + inline(after.id), Values: []Value{}})
	}
	found := differences(nil, object(b), object(a))
	found = slices.DeleteFunc(found, c.isRenaming)
	if timing := take(&found, isTiming); len(timing) > 0 {
		lines = append(lines, c.timing(before, after, timing)...)
	}
	if window := take(&found, func(p path) bool { return p.at(0) == "FlexibleTimeWindow" }); len(window) > 0 {
		lines = append(lines, c.line(moves("flexible window", windowOf(before), windowOf(after)), window))
	}
	for _, d := range found {
		lines = append(lines, c.line(c.say(titleOfTrigger(d.path), d), []difference{d}))
	}
	for i := range lines {
		lines[i].Resource, lines[i].Flags = after.id, slices.DeleteFunc(lines[i].Flags, func(f Flag) bool { return f == "" })
	}
	if len(lines) > 0 && !lines[0].has(RunsOnDeploy) && after.isOn() && after.startsAtOnce() {
		// What UpdateSchedule does to when a rate counts from is not documented.
		lines[0].Text += "; as " + inline(after.id) + " counts from its deployment, a run may start at once"
		lines[0].Flags = append(lines[0].Flags, RunsOnDeploy)
	}
	return lines
}

func (l Line) has(f Flag) bool { return slices.Contains(l.Flags, f) }

// take removes the differences for which is holds, and returns them.
func take(found *[]difference, is func(path) bool) []difference {
	var taken []difference
	*found = slices.DeleteFunc(*found, func(d difference) bool {
		if is(d.path) {
			taken = append(taken, d)
		}
		return is(d.path)
	})
	return taken
}

// comparable returns the properties of two triggers that can be compared: what
// belongs to the launch cannot where another takes its place, nor what only one of
// schedule and rule has.
func comparable(before, after *trigger, sameLaunch bool) (b, a map[string]any) {
	leave := map[string]bool{}
	inTarget := map[string]bool{}
	if before.isRule != after.isRule {
		leave = map[string]bool{"GroupName": true, "Tags": true, "ScheduleExpressionTimezone": !zoned(before, after), "KmsKeyArn": true}
		inTarget["Id"] = true
	}
	if !sameLaunch || before.isRule != after.isRule {
		for _, name := range []string{"Arn", "RoleArn", "Input", "InputTransformer", "InputPath"} {
			inTarget[name] = true
		}
	}
	without := func(t *trigger) map[string]any {
		out := map[string]any{}
		for name, value := range t.properties {
			if target, ok := value.(map[string]any); ok && name == "Target" {
				kept := map[string]any{}
				for name, value := range target {
					if !inTarget[name] {
						kept[name] = value
					}
				}
				value = kept
			}
			if !leave[name] {
				out[name] = value
			}
		}
		return out
	}
	return without(before), without(after)
}

// zoned reports whether the time zone of two triggers is another: a rule's is UTC.
func zoned(before, after *trigger) bool {
	return before.text("ScheduleExpressionTimezone") != after.text("ScheduleExpressionTimezone")
}

func (t *trigger) kind() string {
	if t.isRule {
		return "rule"
	}
	return "schedule"
}

// startsAtOnce reports whether a schedule starts its first run as soon as it is
// deployed: a rate without a start does ("Rate-based schedules" in the user guide of
// EventBridge Scheduler), while a rule waits for its first interval.
func (t *trigger) startsAtOnce() bool { return t.table != nil && !t.isRule && t.table.FromDeployment() }

// windowOf writes a flexible time window, empty if there is none.
func windowOf(t *trigger) string {
	window, _ := t.properties["FlexibleTimeWindow"].(map[string]any)
	if window == nil {
		return ""
	}
	if most := text(member(window, "MaximumWindowInMinutes")); most != "" {
		return minutes.in(most)
	}
	return inline(text(window))
}

// titleOfTrigger returns the words for a property of a trigger.
func titleOfTrigger(p path) title {
	switch p.String() {
	case "EventBusName":
		return title{text: "event bus"}
	case "Target.RetryPolicy.MaximumRetryAttempts":
		return title{text: "further attempts to start"}
	case "Target.RetryPolicy.MaximumEventAgeInSeconds":
		return title{text: "a start may be late by", unit: seconds}
	case "Target.DeadLetterConfig.Arn":
		return title{text: "queue of failed starts"}
	case "Target.RoleArn":
		return title{text: "role of the start"}
	case "Target.Arn":
		return title{text: "target"}
	case "GroupName":
		return title{text: "schedule group"}
	case "KmsKeyArn":
		return title{text: "key of the schedule"}
	}
	if p.at(0) == "EventPattern" {
		return title{text: "event pattern " + inline(strings.TrimPrefix(p[1:].String(), ".")), set: true}
	}
	return title{text: "trigger " + inline(p.String())}
}

// spoken writes when a table starts something: every day at 02:00 UTC.
func (t *trigger) spoken() string {
	if t.table == nil {
		return inline(t.text("ScheduleExpression"))
	}
	if t.table.Expression.Kind() == schedule.Rate {
		return t.table.Expression.English()
	}
	return t.table.Expression.English() + " " + t.table.Zone.String()
}
