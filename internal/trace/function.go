package trace

import (
	"encoding/json"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// dataLine starts the line of an inline launcher that holds its data: a JSON
// string literal, which is one of Python's, too.
const dataLine = "DATA: dict[str, Any] = json.loads("

// dataOf is inlineData, decoded once. The request of a launcher is filled in for
// each run, so that data with one is not kept.
func (t *tracer) dataOf(id string) map[string]any {
	data, known := t.data[id]
	if !known {
		data = t.inlineData(id)
		if data["request"] == nil {
			t.data[id] = data
		}
	}
	return data
}

// inlineData returns the data of a function whose code is in the template, and
// nothing for one without.
func (t *tracer) inlineData(id string) map[string]any {
	code, _ := template.Object(t.properties(id), "Code")["ZipFile"].(string)
	before, rest, found := strings.Cut(code, dataLine)
	if !found || before != "" && !strings.HasSuffix(before, "\n") {
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
	return template.Object(data)
}

// followFunction follows a function that gets an event: an inline launcher,
// which has the request in its data, or one of the user's own, which gets it in
// the event and is taken to pass it on as it is. Any other function starts no
// job, which is what the result says.
func (t *tracer) followFunction(id string, g trigger, e event) (launches bool) {
	c := t.callerOf(id)
	data := t.dataOf(id)
	request, isLauncher := data["request"].(map[string]any)
	pointer := at(id, "Code", "ZipFile") + "#/request"
	switch {
	case isLauncher:
		c.describes = true
		if !t.fillHoles(id, request, data, e) {
			return true // it would, and has been reported
		}
	case e.sent:
		request, isLauncher = template.Object(e.value)["request"].(map[string]any)
		pointer = e.below("request")
	}
	if !isLauncher {
		return false
	}
	t.needFunction(id, c, g)
	if data["overlap"] == "skip" {
		t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"sagemaker:ListTrainingJobs"}, on: "*", to: "see whether a run is still going"})
	}
	t.launch(g, []string{id}, c, request, pointer)
	return true
}

// needFunction notes what a function needs to be started, and to run: see "Defining Lambda
// function permissions with an execution role" and "Capturing records of Lambda
// asynchronous invocations" in the Lambda developer guide.
func (t *tracer) needFunction(id string, c caller, g trigger) {
	function := t.arnOf(id)
	if g.rule != "" {
		t.admitToFunction(g, id, function)
	} else if !g.isPerson() {
		t.need(g.role, g.roleAt, need{rule: ruleStart, actions: []string{"lambda:InvokeFunction"}, on: function, to: "invoke the function"})
	}
	t.needTrigger(g)
	if !t.running[id] {
		t.running[id] = true
		t.needToRun(id, c, function)
	}
}

// needToRun notes what a function needs whoever starts it.
func (t *tracer) needToRun(id string, c caller, function string) {
	t.needTrust(c.role, c.at, trust{service: "lambda.amazonaws.com", noSource: true})
	properties := t.properties(id)
	if queue := t.text(template.Object(properties, "DeadLetterConfig")["TargetArn"]); queue != "" {
		t.needDestination(c, queue)
	}
	for _, config := range t.byType["AWS::Lambda::EventInvokeConfig"] {
		settings := t.properties(config)
		if name := t.text(settings["FunctionName"]); name == function || name == t.nameOf(id) {
			for _, outcome := range []string{"OnFailure", "OnSuccess"} {
				t.needDestination(c, t.text(template.Object(settings, "DestinationConfig", outcome)["Destination"]))
			}
		}
	}
	group := t.text(template.Object(properties, "LoggingConfig")["LogGroup"])
	if group == "" {
		group = "/aws/lambda/" + t.nameOf(id)
	}
	log := t.local("logs", "log-group:"+group)
	if _, own := t.byARN[log]; !own {
		t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"logs:CreateLogGroup"}, on: log, or: log + ":*", to: "create the function's log"})
	}
	t.need(c.role, c.at, need{rule: ruleStart, actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}, on: log + ":log-stream:" + sampleID, to: "write the function's log"})
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
	t.need(c.role, c.at, need{rule: ruleStart, actions: []string{action}, on: destination, to: "keep what failed"})
}
