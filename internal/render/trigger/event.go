package trigger

import (
	"fmt"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/events"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// busPattern is that of EventBusName in EventBridge's PutRule.
var busPattern = lazyregexp.New(`^(arn:aws[a-z-]*:events:[a-z]{2,3}(-[a-z]+)+-[0-9]+:[0-9]{12}:event-bus/)?[/.\-_A-Za-z0-9]{1,256}$`)

// addEventRule adds a rule that waits for the job's event.
func addEventRule(j *launch.Job, target Target) error {
	on, id := j.Spec.On, j.EventRuleID()
	rule := &events.Rule{
		Name:         optional(on.Name),
		Description:  optional(on.Description),
		EventPattern: eventPattern(j),
		State:        state(on.Enabled),
	}
	if !on.Bus.IsZero() {
		rule.EventBusName = new(j.Text(on.Bus))
		if bus, literal := on.Bus.Literal(); literal && bus != "" && !busPattern().MatchString(bus) {
			j.Report("on.bus", fmt.Sprintf("%q is neither the name nor the ARN of an event bus", bus), "want at most 256 letters, digits and /.-_, or arn:aws:events:<region>:<account>:event-bus/<name>")
		}
		if on.Pattern == nil {
			j.Report("on.bus", "events of AWS's own services arrive on the account's default bus", "remove bus, or write a pattern for the events of your own bus")
		}
	}
	j.Origin(id, "", j.At("on"))
	for property, name := range map[string]string{"EventPattern": "pattern", "State": "enabled", "Name": "name", "Description": "description", "EventBusName": "bus"} {
		j.Origin(id, "/Properties/"+property, j.At("on."+name))
	}
	j.Out.EventRule = j.Template.GetAtt(id, "Arn")
	j.Out.EventAge = max(j.Out.EventAge, int(on.MaxEventAgeSeconds))
	idPath := ""
	if target.Chains && on.Completed != nil {
		idPath = "$.detail.TrainingJobName"
	}
	return addRule(j, rule, delivery{
		idPath: idPath,
		id:     id, permission: j.ID + "EventPermission", field: "on",
		call: target.Event, attempts: on.RetryAttempts, age: int(on.MaxEventAgeSeconds),
		help: "let smgen's own launcher carry the request: launch: lambda: {}",
	}, target)
}

// eventPattern returns the pattern that the job waits for. What is wrong with it
// is reported.
func eventPattern(j *launch.Job) map[string]any {
	on := j.Spec.On
	var given []string
	var pattern map[string]any
	if !on.S3.IsZero() {
		given, pattern = append(given, "s3"), createdBelow(j, on.S3)
	}
	if on.Completed != nil {
		given, pattern = append(given, "completed"), completed(j, on.Completed)
	}
	if on.Pattern != nil {
		given, pattern = append(given, "pattern"), on.Pattern
		checkPattern(j, on.Pattern)
	}
	switch len(given) {
	case 0:
		j.Report("on", "the event says nothing to wait for", `give s3: "s3://bucket/prefix/", completed: job: "name", or pattern: {source: […]}`)
	case 1:
	default:
		j.Report("on", "the event has "+strings.Join(given, " and ")+", and can have one", "keep one; for another event write a second job")
	}
	return pattern
}

// createdBelow matches objects that are created below a place in S3, see "Using
// EventBridge" in the S3 user guide.
func createdBelow(j *launch.Job, uri spec.Text) map[string]any {
	bucket, prefix, _ := strings.Cut(strings.TrimPrefix(j.Text(uri), "s3://"), "/")
	detail := map[string]any{"bucket": map[string]any{"name": []any{bucket}}}
	if prefix != "" {
		detail["object"] = map[string]any{"key": []any{map[string]any{"prefix": prefix}}}
	}
	checkOwnOutput(j, uri)
	j.Note("on.s3", fmt.Sprintf("the bucket of %s has to send its events to EventBridge, which is off in a new bucket", uri),
		"turn it on where the bucket is defined: NotificationConfiguration: EventBridgeConfiguration: {EventBridgeEnabled: true}")
	return map[string]any{"source": []any{"aws.s3"}, "detail-type": []any{"Object Created"}, "detail": detail}
}

// checkOwnOutput reports outputs of the job below the place that it waits on:
// the job would start itself for ever.
func checkOwnOutput(j *launch.Job, uri spec.Text) {
	place := j.Text(uri)
	if !strings.Contains(strings.TrimPrefix(place, "s3://"), "/") {
		place += "/"
	}
	check := func(path, out string) {
		// Each run writes to a folder with its own name.
		if strings.HasPrefix(strings.TrimSuffix(out, "/")+"/"+j.Prefix+"-", place) {
			j.ReportAt(path, fmt.Sprintf("what the job writes here is below %s, and would start the job again, for ever", uri), "write to another prefix, or wait on a narrower one")
		}
	}
	j.Request.Values(func(pointer, path string, value any) {
		if pointer != "/CheckpointConfig/S3Uri" && !strings.HasSuffix(pointer, "/S3OutputPath") {
			return
		}
		check(path, j.Text(spec.AsText(value)))
	})
	if m := j.Stack.MlflowOf(j.Spec); m != nil && !m.Artifacts.IsZero() {
		check(j.At("mlflow.artifacts"), j.Text(m.Artifacts))
	}
}

// After is what the names of the training jobs start with that the job comes
// after, the dash included; empty for a job that comes after none.
func After(j *launch.Job) string {
	if j.Spec.On == nil || j.Spec.On.Completed == nil {
		return ""
	}
	c := j.Spec.On.Completed
	if other := j.Stack.Jobs[c.Job]; other != nil {
		return launch.Prefix(j.Stack, other) + "-"
	}
	return c.TrainingJobNamePrefix + "-"
}

// completed matches the completed runs of another job. A job of this stack is
// known by its role, too: another job's prefix may start with this one's.
func completed(j *launch.Job, c *spec.Completed) map[string]any {
	const oneOfBoth = `give one of job: "name" and trainingJobNamePrefix: "prefix"`
	var roles []any
	prefix := After(j)
	switch other := j.Stack.Jobs[c.Job]; {
	case c.Job == "" && c.TrainingJobNamePrefix == "":
		j.Report("on.completed", "the event names no job", oneOfBoth)
	case c.Job != "" && c.TrainingJobNamePrefix != "":
		j.Report("on.completed", "the event names two jobs", oneOfBoth)
	case c.Job != "" && other == nil:
		j.Report("on.completed.job", fmt.Sprintf("the stack has no job %q", c.Job), "it has "+strings.Join(j.Stack.JobNames(), ", ")+"; for another stack's job give its trainingJobNamePrefix")
	case other != nil:
		checkCycle(j)
		roles = []any{launch.TrainingRoleARN(j.Template, other)}
	case strings.HasPrefix(j.Prefix+"-", prefix):
		j.Report("on.completed.trainingJobNamePrefix", fmt.Sprintf("the job's own names, %s-…, start with the prefix: it would start itself for ever", j.Prefix), "name the whole prefix of the job to wait for")
	default:
		checkCycle(j)
	}
	return launch.EndedPattern([]any{"Completed"}, []any{map[string]any{"prefix": prefix}}, roles)
}

// followed is the job of this stack that a job comes after, by its name or its
// prefix; empty for a job of another stack.
func followed(j *launch.Job, c *spec.Completed) string {
	for _, name := range j.Stack.JobNames() {
		if c.Job == "" && launch.Prefix(j.Stack, j.Stack.Jobs[name]) == c.TrainingJobNamePrefix {
			return name
		}
	}
	return c.Job
}

// checkCycle reports jobs of the stack that start one another in a circle.
func checkCycle(j *launch.Job) {
	way := []string{j.Spec.Name}
	for at := j.Spec; at != nil && at.On != nil && at.On.Completed != nil && len(way) <= len(j.Stack.Jobs); {
		next := followed(j, at.On.Completed)
		way = append(way, next)
		if next == j.Spec.Name {
			field := "on.completed.job"
			if j.Spec.On.Completed.Job == "" {
				field = "on.completed.trainingJobNamePrefix"
			}
			j.Report(field, "the jobs start one another for ever: "+strings.Join(way, " after "), "give one of them a schedule instead")
			return
		}
		at = j.Stack.Jobs[next]
	}
}
