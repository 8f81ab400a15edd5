package trace

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

func (t *tracer) followRule(id string) {
	targets, _ := t.properties(id)["Targets"].([]any)
	for i, target := range targets {
		t.followTarget(id, at(id, "Targets", strconv.Itoa(i)), template.Object(target))
	}
}

func (t *tracer) followTarget(id, here string, target map[string]any) {
	rule := t.arnOf(id)
	g := trigger{
		id: id, at: here, rule: rule,
		role: t.text(target["RoleArn"]), roleAt: below(here, "RoleArn"),
		queue: t.text(template.Object(target, "DeadLetterConfig")["Arn"]), queueAt: below(here, "DeadLetterConfig", "Arn"),
		trust: trust{service: "events.amazonaws.com", source: rule},
	}
	to := t.text(target["Arn"])
	own, idle := t.followOwn(g, to, func() (event, bool) { return t.ruleEvent(id, here, target) })
	if idle != "" {
		t.needForDelivery(idle, g)
	}
	if own {
		return
	}
	if transformer := template.Object(target, "InputTransformer"); transformer != nil {
		t.elsewhere(g, to, t.fillRule(id, transformer))
		return
	}
	t.elsewhere(g, to, t.text(target["Input"]))
}

// ruleEvent returns what a rule sends to a target: a constant, a template, or
// the event itself. See "Amazon EventBridge input transformation".
func (t *tracer) ruleEvent(id, here string, target map[string]any) (event, bool) {
	if transformer := template.Object(target, "InputTransformer"); transformer != nil {
		return t.sendsJSON(below(here, "InputTransformer", "InputTemplate"), t.fillRule(id, transformer))
	}
	if target["Input"] != nil {
		return t.sendsJSON(below(here, "Input"), t.text(target["Input"]))
	}
	sample := map[string]any{}
	for _, name := range []string{"id", "time", "account", "region", "source", "detail-type", "version"} {
		sample[name], _ = t.fromEvent(id, "$."+name)
	}
	if path := t.text(target["InputPath"]); path != "" && path != "$" {
		value, _ := t.fromEvent(id, path)
		return event{value: value, at: here}, true
	}
	return event{value: sample, at: here}, true
}

// fillRule replaces the placeholders of an input transformer, those that its
// paths name and EventBridge's own.
func (t *tracer) fillRule(id string, transformer map[string]any) string {
	text := t.text(transformer["InputTemplate"])
	if !strings.Contains(text, "<") {
		return text
	}
	for name, path := range template.Object(transformer, "InputPathsMap") {
		if placeholder := "<" + name + ">"; strings.Contains(text, placeholder) {
			value, _ := t.fromEvent(id, t.text(path))
			text = strings.ReplaceAll(text, placeholder, value)
		}
	}
	return strings.NewReplacer(
		"<aws.events.event.ingestion-time>", sampleTime,
		"<aws.events.rule-arn>", t.marks.of("aws.events.rule-arn"),
		"<aws.events.rule-name>", t.marks.of("aws.events.rule-name"),
	).Replace(text)
}

// awaited is what the names of the training jobs start with that a rule waits
// for, if its pattern says so.
func (t *tracer) awaited(id string) string {
	names, _ := template.Object(t.properties(id), "EventPattern", "detail")["TrainingJobName"].([]any)
	if len(names) != 1 {
		return ""
	}
	return t.text(template.Object(names[0])["prefix"])
}

// fromEvent returns what a JSON path finds in the event that fires a rule, see
// "AWS service event metadata" in the EventBridge user guide.
func (t *tracer) fromEvent(id, path string) (value string, known bool) {
	switch path {
	case "$.detail.TrainingJobName":
		if prefix := t.awaited(id); prefix != "" {
			return prefix + sampleID, true
		}
	case "$.id":
		return sampleID, true
	case "$.time":
		return sampleTime, true
	case "$.account":
		return t.account(), true
	case "$.region":
		return t.region(), true
	case "$.version":
		return "0", true
	}
	if strings.HasPrefix(path, "$.detail") || strings.HasPrefix(path, "$.resources") {
		return t.marks.ofRun(conceal(path)), true
	}
	return t.marks.of(fmt.Sprintf("event %s", conceal(path))), false
}
