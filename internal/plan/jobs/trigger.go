package jobs

import (
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/timetable"
)

// trigger is what starts a launch: a schedule or a rule. A person is none.
type trigger struct {
	id     string
	isRule bool
	// properties are those of the resource, in the form of a schedule's for both, with
	// what AWS assumes where nothing is given, and without the request.
	properties map[string]any
	// table is when it starts something; nil for an event, and where that is not known.
	table *timetable.Timetable
}

// triggerOf returns the trigger of a launch, nil if a person starts it.
func triggerOf(l *launch) *trigger {
	if l == nil || l.Trigger == "" {
		return nil
	}
	t := &trigger{id: l.Trigger, properties: l.side.properties(l.Trigger)}
	t.isRule = l.side.document.Resources[l.Trigger].Type != typeSchedule
	pointer := "/Properties/Target"
	if t.isRule {
		pointer = t.takeTarget(l)
	}
	target, _ := t.properties["Target"].(map[string]any)
	for name, value := range target {
		if name == "Input" {
			target[name] = withoutRequest(value, l, t.id, pointer+"/Input")
		}
	}
	if transformer, ok := target["InputTransformer"].(map[string]any); ok {
		transformer["InputTemplate"] = withoutRequest(transformer["InputTemplate"], l, t.id, pointer+"/InputTransformer/InputTemplate")
	}
	t.assume()
	t.table = timetable.OfTrigger(t.isRule, t.properties)
	return t
}

// takeTarget puts a rule's target where a schedule has it, and returns its pointer.
// Of several it is the one that carries the request, or else calls the launcher.
func (t *trigger) takeTarget(l *launch) string {
	targets, _ := t.properties["Targets"].([]any)
	chosen := 0
	for i, v := range targets {
		target, _ := v.(map[string]any)
		to, _ := target["Arn"].(string)
		pointer := "/Resources/" + t.id + "/Properties/Targets/" + strconv.Itoa(i) + "/"
		if strings.HasPrefix(l.At, pointer) || len(l.Via) > 0 && (to == "${"+l.Via[0]+"}" || strings.HasPrefix(to, "${"+l.Via[0]+".")) {
			chosen = i
			break
		}
	}
	if chosen < len(targets) {
		t.properties["Target"] = targets[chosen]
	}
	delete(t.properties, "Targets")
	return "/Properties/Targets/" + strconv.Itoa(chosen)
}

// withoutRequest decodes what a trigger sends, and leaves out the request, which
// is compared by itself.
func withoutRequest(value any, l *launch, id, pointer string) any {
	sent, ok := value.(string)
	if !ok {
		return value
	}
	inner, carries := l.within(id, pointer)
	if carries && inner == "" {
		return map[string]any{}
	}
	tree, err := template.ReadJSON(sent)
	if err != nil && carries {
		return map[string]any{} // never show what may hold secrets
	}
	if err != nil {
		return value
	}
	if members, ok := tree.(map[string]any); ok {
		if carries {
			delete(members, strings.TrimPrefix(inner, "/"))
		}
		if text, ok := members["Input"].(string); ok { // of an execution
			if tree, err := template.ReadJSON(text); err == nil {
				members["Input"] = tree
			}
		}
	}
	return tree
}

// assume fills in what AWS assumes, so that saying so changes nothing. See
// CreateSchedule in the API reference of EventBridge Scheduler, and PutRule in
// that of EventBridge.
func (t *trigger) assume() {
	p := t.properties
	if p == nil {
		return
	}
	if p["State"] == nil {
		p["State"] = "ENABLED"
	}
	if p["ScheduleExpression"] != nil && p["ScheduleExpressionTimezone"] == nil {
		p["ScheduleExpressionTimezone"] = "UTC"
	}
	if window, _ := p["FlexibleTimeWindow"].(map[string]any); window["Mode"] == "OFF" {
		delete(p, "FlexibleTimeWindow")
	}
}

func (t *trigger) text(name string) string {
	s, _ := t.properties[name].(string)
	return s
}

// isOn reports whether the trigger is enabled. A rule has two states that are.
func (t *trigger) isOn() bool { return t.text("State") != "DISABLED" }
