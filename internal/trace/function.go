package trace

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// dataLine starts the line of an inline launcher that holds its data: a JSON
// string literal, which is one of Python's, too.
const dataLine = "DATA: dict[str, Any] = json.loads("

// inlineData returns the data of a function whose code is in the template, and
// nothing for one without.
func (t *tracer) inlineData(id string) map[string]any {
	code, _ := object(t.properties(id), "Code")["ZipFile"].(string)
	_, rest, found := strings.Cut("\n"+code, "\n"+dataLine)
	if !found {
		return nil
	}
	line, _, _ := strings.Cut(rest, "\n")
	literal, closed := strings.CutSuffix(strings.TrimRight(line, " \r"), ")")
	var text string
	if !closed || json.Unmarshal([]byte(literal), &text) != nil {
		return nil
	}
	data, err := t.decode(conceal(text))
	if err != nil {
		return nil
	}
	return object(data)
}

// followFunction follows a function that gets an event: an inline launcher,
// which has the request in its data, or one of the user's own, which gets it in
// the event and is taken to pass it on as it is. Any other function starts no
// job.
func (t *tracer) followFunction(id string, g trigger, e event) {
	c := caller{role: t.text(t.properties(id)["Role"]), at: at(id, "Role")}
	data := t.inlineData(id)
	request, isLauncher := data["request"].(map[string]any)
	pointer := at(id, "Code", "ZipFile") + "#/request"
	switch {
	case isLauncher:
		c.describes = true
		if !t.fillHoles(id, request, data["holes"], e) {
			return
		}
	case e.sent:
		request, isLauncher = object(e.value)["request"].(map[string]any)
		pointer = e.below("request")
	}
	if !isLauncher {
		return
	}
	t.needFunction(id, c, g)
	if data["overlap"] == "skip" {
		t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"sagemaker:ListTrainingJobs"}, on: "*", to: "see whether a run is still going"})
	}
	t.launch(g, []string{id}, c, request, pointer)
}

// run returns the ID and the time of a launcher's run: the ID that the event has,
// or else its time as a stamp. Without a time the launcher raises an error.
func (t *tracer) run(e event) (id, when string, ok bool) {
	members := object(e.value)
	when, _ = members["time"].(string)
	if !timePattern.MatchString(when) {
		return "", "", false
	}
	if members["id"] != nil {
		id, _ = members["id"].(string)
		return id, when, runPattern.MatchString(id) || t.marks.differs(id)
	}
	return strings.NewReplacer("-", "", ":", "", "T", "-").Replace(when[:19]), when, true
}

var (
	timePattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$`)
	runPattern  = regexp.MustCompile(`^([0-9a-f]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{8}-[0-9]{6})$`)
)

// fillHoles puts into an inline launcher's request what it fills in itself.
func (t *tracer) fillHoles(id string, request map[string]any, holes any, e event) bool {
	run, when, ok := t.run(e)
	if !ok {
		t.report(ruleInput, e.at, fmt.Sprintf("what is sent to %s names no run: the launcher wants a time, and takes an id", id),
			`send {"time": "<aws.scheduler.scheduled-time>"} from a schedule, or {"id": <id>, "time": <time>} from a rule`)
		return false
	}
	variables := object(t.properties(id), "Environment", "Variables")
	variable := func(name string) string {
		text := t.text(variables[name])
		if text == "" {
			t.report(ruleInput, at(id, "Environment", "Variables"), fmt.Sprintf("the launcher takes a value from the variable %s, which %s does not have", name, id), "add the variable to the function's environment")
		}
		return text
	}
	for i, hole := range objects(holes) {
		path, _ := hole["at"].([]any)
		value := any(nil)
		if name, isList := hole["list"].(string); isList {
			list := []any{}
			for item := range strings.SplitSeq(variable(name), ",") {
				list = append(list, item)
			}
			value = list
		} else {
			value = joinParts(hole["parts"], run, when, variable)
		}
		if !put(request, path, value) {
			t.report(ruleInput, at(id, "Code", "ZipFile")+fmt.Sprintf("#/holes/%d", i), "the launcher fills in a place that its request does not have", "put an empty string there, or an empty list for a list")
			return false
		}
	}
	return true
}

// joinParts returns the text of a hole.
func joinParts(parts any, run, when string, variable func(string) string) string {
	var b strings.Builder
	list, _ := parts.([]any)
	for _, part := range list {
		switch p := part.(type) {
		case string:
			b.WriteString(p)
		case map[string]any:
			if name, ok := p["env"].(string); ok {
				b.WriteString(variable(name))
			} else if p["run"] == "id" {
				b.WriteString(run)
			} else if p["run"] == "time" {
				b.WriteString(when)
			}
		}
	}
	return b.String()
}

// put sets the value at a path of members and indexes, of which the last may be
// a new member.
func put(tree any, path []any, value any) bool {
	for i, step := range path {
		last := i == len(path)-1
		switch step := step.(type) {
		case string:
			members, ok := tree.(map[string]any)
			if !ok {
				return false
			}
			if last {
				members[step] = value
			}
			tree = members[step]
		case json.Number:
			list, _ := tree.([]any)
			n, err := step.Int64()
			if err != nil || n < 0 || n >= int64(len(list)) {
				return false
			}
			if last {
				list[n] = value
			}
			tree = list[n]
		default:
			return false
		}
	}
	return len(path) > 0
}

// needFunction notes what a launcher needs as a function: see "Defining Lambda
// function permissions with an execution role" and "Capturing records of Lambda
// asynchronous invocations" in the Lambda developer guide.
func (t *tracer) needFunction(id string, c caller, g trigger) {
	t.needTrust(c.role, c.at, trust{service: "lambda.amazonaws.com", noSource: true})
	function := t.arnOf(id)
	if g.rule != "" {
		t.admitToFunction(g, id, function)
	} else if !g.isPerson() {
		t.need(g.role, g.roleAt, need{rule: ruleStart, actions: []string{"lambda:InvokeFunction"}, on: function, to: "invoke the launcher"})
	}
	t.needTrigger(g)
	properties := t.properties(id)
	if queue := t.text(object(properties, "DeadLetterConfig")["TargetArn"]); queue != "" {
		t.needDestination(c, queue)
	}
	for _, config := range t.byType["AWS::Lambda::EventInvokeConfig"] {
		settings := t.properties(config)
		if name := t.text(settings["FunctionName"]); name == function || name == t.nameOf(id) {
			for _, outcome := range []string{"OnFailure", "OnSuccess"} {
				t.needDestination(c, t.text(object(settings, "DestinationConfig", outcome)["Destination"]))
			}
		}
	}
	group := t.text(object(properties, "LoggingConfig")["LogGroup"])
	if group == "" {
		group = "/aws/lambda/" + t.nameOf(id)
	}
	log := t.local("logs", "log-group:"+group)
	if _, own := t.byARN[log]; !own {
		t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"logs:CreateLogGroup"}, on: log, or: log + ":*", to: "create the launcher's log"})
	}
	t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}, on: log + ":log-stream:" + sampleID, to: "write the launcher's log"})
}

// needDestination notes what sending to a queue, a topic, a function or a bus
// takes.
func (t *tracer) needDestination(c caller, destination string) {
	action := ""
	switch {
	case strings.Contains(destination, ":sqs:"):
		action = "sqs:SendMessage"
	case strings.Contains(destination, ":sns:"):
		action = "sns:Publish"
	case strings.Contains(destination, ":lambda:"):
		action = "lambda:InvokeFunction"
	case strings.Contains(destination, ":events:"):
		action = "events:PutEvents"
	default:
		return
	}
	t.need(c.role, c.at, need{rule: ruleStart, actions: []string{action}, on: destination, to: "keep starts that failed"})
}
