package trace

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/template"
)

// maxExecutionName is the length of the longest name of an execution, see
// StartExecution in the Step Functions API reference.
const maxExecutionName = 80

// followExecution follows a schedule that starts a state machine by the API's
// StartExecution, with a name of its own.
func (t *tracer) followExecution(g trigger, e event) {
	start := template.Object(e.value)
	to := raw(start["StateMachineArn"])
	machine, own := t.resource(typeMachine, to)
	if !own {
		if to == "" || t.byARN[to] != "" {
			t.report(ruleInput, e.below("StateMachineArn"), fmt.Sprintf("%s starts an execution without the ARN of a state machine", g.id), `want "StateMachineArn" with the ARN of a state machine`)
			return
		}
		t.report(ruleUnfollowed, e.below("StateMachineArn"), fmt.Sprintf("%s starts the state machine %s, which is not in the template: what it does cannot be proven", g.id, to),
			"its role has to allow sagemaker:CreateTrainingJob, sagemaker:AddTags, and iam:PassRole on the training role")
		return
	}
	t.reached[machine] = true
	for name := range start {
		if !slices.Contains([]string{"StateMachineArn", "Name", "Input", "TraceHeader"}, name) {
			t.report(ruleInput, e.below(name), fmt.Sprintf("StartExecution has no member %q", name), "want StateMachineArn, Name and Input")
		}
	}
	execution := sampleID
	if start["Name"] != nil {
		execution = raw(start["Name"])
		t.proveExecutionName(execution, e.below("Name"))
	}
	input := event{value: map[string]any{}, at: e.below("Input")}
	if start["Input"] != nil {
		text, isText := start["Input"].(string)
		if !isText {
			t.report(ruleInput, e.below("Input"), "the input of the execution is no string", "want the input's JSON text as a string")
			return
		}
		var ok bool
		if input, ok = t.sendsJSON(e.below("Input"), text); !ok {
			return
		}
	}
	t.followMachine(machine, g, input, execution)
}

func (t *tracer) proveExecutionName(name, pointer string) {
	switch {
	case name == "" || utf8.RuneCountInString(name) > maxExecutionName || strings.ContainsAny(name, "<>{}[]?*\"#%\\^|~`$&,;:/ \t\r\n"):
		t.report(ruleInput, pointer, fmt.Sprintf("%q is no name of an execution", t.describe(name)),
			fmt.Sprintf("want up to %d letters, digits, dashes and underscores, such as <aws.scheduler.execution-id>", maxExecutionName))
	case !t.differsByRun(name):
		t.report(ruleName, pointer, fmt.Sprintf("each execution is named %q, and a state machine takes a name once in 90 days", t.describe(name)),
			"put <aws.scheduler.execution-id> into the name")
	}
}

// differsByRun reports whether a text is another one in each run.
func (t *tracer) differsByRun(text string) bool {
	return strings.Contains(text, sampleID[:34]) || strings.Contains(text, sampleStamp) || strings.Contains(text, sampleTime) || t.marks.differs(text)
}

// definition returns a state machine's definition, and where it stands.
func (t *tracer) definition(id string) (map[string]any, string) {
	properties := t.properties(id)
	substitutions := template.Object(properties, "DefinitionSubstitutions")
	pointer, text := at(id, "DefinitionString"), t.text(properties["DefinitionString"])
	inner := pointer + "#"
	if tree := template.Object(properties, "Definition"); tree != nil {
		resolved, _ := t.resolve(tree).(map[string]any)
		pointer = at(id, "Definition")
		inner = pointer
		if len(substitutions) == 0 {
			return resolved, inner
		}
		text, _ = compact(resolved)
	}
	if text == "" {
		return nil, ""
	}
	for name, value := range substitutions {
		hole := "${" + name + "}"
		replacement, ok := template.Scalar(t.resolve(value))
		if ok && len(text)+strings.Count(text, hole)*len(replacement) < maxText {
			text = strings.ReplaceAll(text, hole, replacement)
		}
	}
	e, ok := t.sendsJSON(pointer, text)
	if !ok {
		return nil, ""
	}
	return template.Object(e.value), inner
}

// machine is one state machine while its states are walked.
type machine struct {
	t        *tracer
	id       string
	jsonata  bool
	trigger  trigger
	caller   caller
	input    any
	context  map[string]any
	visited  map[string]bool
	launches bool // whether one of its states does
}

// followMachine follows a state machine that is started with an input: it walks
// the states from the first one, each once, and keeps the variables.
func (t *tracer) followMachine(id string, g trigger, e event, execution string) {
	definition, pointer := t.definition(id)
	if definition == nil {
		return
	}
	m := &machine{
		t: t, id: id, trigger: g, input: e.value, visited: map[string]bool{},
		caller:  caller{role: t.text(t.properties(id)["RoleArn"]), at: at(id, "RoleArn")},
		jsonata: definition["QueryLanguage"] == "JSONata",
		context: map[string]any{
			"Execution":    map[string]any{"Name": execution, "StartTime": sampleTime, "Input": e.value, "Id": t.local("states", "execution:"+t.nameOf(id)+":"+execution)},
			"StateMachine": map[string]any{"Name": t.nameOf(id), "Id": t.arnOf(id)},
		},
	}
	m.walk(definition, pointer, map[string]any{})
	if m.launches {
		m.needs()
	}
}

// needs notes what the state machine itself needs.
func (m *machine) needs() {
	t, g := m.t, m.trigger
	arn := t.arnOf(m.id)
	t.needTrust(m.caller.role, m.caller.at, trust{service: "states.amazonaws.com", source: arn})
	if !g.isPerson() {
		if g.rule != "" {
			t.needTrust(g.role, g.roleAt, g.trust)
		}
		t.need(g.role, g.roleAt, need{rule: ruleStart, actions: []string{"states:StartExecution"}, on: arn, to: "start the state machine"})
		t.needTrigger(g)
	}
	properties := t.properties(m.id)
	if level := t.text(template.Object(properties, "LoggingConfiguration")["Level"]); level != "" && level != "OFF" {
		t.need(m.caller.role, m.caller.at, need{rule: ruleStart, on: "*", to: "write the state machine's log", actions: []string{
			"logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
			"logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups"}})
	}
}
