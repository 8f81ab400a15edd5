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
	case before.hasTimes() != after.hasTimes():
		return []Line{c.leaves(before), c.arrives(after)}
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
		lines[i].Resource = after.id
	}
	return lines
}

// countsAnew warns where a schedule that counts from its deployment changes in
// something else than its times: what that does to the count is not documented.
// What a schedule sends is a part of it.
func (c *comparison) countsAnew(before, after *trigger, own []Line, sends bool) (Line, bool) {
	if before == nil || after == nil || !after.isOn() || !after.startsAtOnce() {
		return Line{}, false
	}
	changes := func(l Line) bool { return l.Resource == after.id }
	if slices.ContainsFunc(own, func(l Line) bool { return l.has(RunsOnDeploy) }) || !sends && !slices.ContainsFunc(own, changes) {
		return Line{}, false
	}
	return Line{
		Text:     inline(after.id) + " counts from its deployment, and changes: a run may start at once",
		Resource: after.id, Values: []Value{}, Flags: []Flag{RunsOnDeploy},
	}, true
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
		leave = map[string]bool{"GroupName": true, "Tags": true, "KmsKeyArn": true}
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

// hasTimes reports whether a trigger starts something at set times, not for an
// event.
func (t *trigger) hasTimes() bool { return t.properties["ScheduleExpression"] != nil }

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
		return title{text: "longest delay of a start", unit: seconds}
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

// whole says what happens to all of a trigger: schedule added: every day at 02:00
// UTC.
func (t *trigger) whole(action string) string {
	switch {
	case !t.hasTimes():
		return "event rule " + inline(t.id) + " " + action
	case t.table == nil:
		return t.kind() + " " + action + ": " + inline(text(t.properties["ScheduleExpression"]))
	}
	return t.kind() + " " + action + ": " + t.table.Expression.English() + t.zone()
}

// zone is the zone of the times, where they have one.
func (t *trigger) zone() string {
	if t.table.Expression.Kind() == schedule.Rate || !strings.ContainsAny(t.table.Expression.English(), ":,") {
		return "" // an interval, which is the same everywhere
	}
	return " " + t.table.Zone.String()
}
