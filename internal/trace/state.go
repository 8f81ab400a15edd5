package trace

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// walk visits the states of a definition, or of a branch of one, from the first.
func (m *machine) walk(definition map[string]any, pointer string, variables map[string]any) {
	states := template.Object(definition, "States")
	first, _ := definition["StartAt"].(string)
	type step struct {
		name      string
		variables map[string]any
	}
	for queue := []step{{first, variables}}; len(queue) > 0; queue = queue[1:] {
		state := template.Object(states, queue[0].name)
		here := below(pointer, "States", queue[0].name)
		if state == nil || m.visited[here] {
			continue
		}
		m.visited[here] = true
		known := m.visit(state, here, queue[0].variables)
		for _, next := range successors(state) {
			queue = append(queue, step{next, known})
		}
		for i, branch := range template.Objects(state["Branches"]) {
			m.walk(branch, below(here, "Branches", strconv.Itoa(i)), known)
		}
		for _, name := range []string{"ItemProcessor", "Iterator"} {
			if inner := template.Object(state, name); inner != nil {
				m.walk(inner, below(here, name), known)
			}
		}
	}
}

// successors are the names of the states that may follow a state.
func successors(state map[string]any) []string {
	var names []string
	for _, name := range []string{"Next", "Default"} {
		next, _ := state[name].(string)
		names = append(names, next)
	}
	for _, list := range []string{"Choices", "Catch"} {
		for _, o := range template.Objects(state[list]) {
			next, _ := o["Next"].(string)
			names = append(names, next)
		}
	}
	return filled(names)
}

// visit judges one state, and returns the variables that are known after it.
func (m *machine) visit(state map[string]any, pointer string, variables map[string]any) map[string]any {
	if language, ok := state["QueryLanguage"].(string); ok {
		outer := m.jsonata
		m.jsonata = language == "JSONata"
		defer func() { m.jsonata = outer }()
	}
	scope := scope{machine: m, variables: variables}
	if resource, ok := state["Resource"].(string); ok && state["Type"] == "Task" {
		field := "Arguments"
		if state[field] == nil {
			field = "Parameters"
		}
		arguments, _ := scope.evaluate(state[field], 0).(map[string]any)
		m.task(resource, arguments, below(pointer, field))
	}
	assigned := template.Object(state, "Assign")
	if assigned == nil {
		return variables
	}
	known := maps.Clone(variables)
	values, _ := scope.evaluate(assigned, 0).(map[string]any)
	maps.Copy(known, values)
	return known
}

// task judges a task by the integration that it uses, such as
// arn:aws:states:::sagemaker:createTrainingJob.sync.
func (m *machine) task(resource string, arguments map[string]any, pointer string) {
	t := m.t
	// Another resource, such as a function's ARN, keeps its prefix and is no case.
	integration := strings.TrimPrefix(resource, t.arn("", "states", "", "", ""))
	switch integration {
	case "sagemaker:createTrainingJob", "sagemaker:createTrainingJob.sync", createTrainingJob:
		if arguments == nil {
			t.report(ruleInput, pointer, "the task sends no request", "want the members of CreateTrainingJob's request")
			return
		}
		m.launches = true
		c := m.caller
		c.waits = strings.HasSuffix(integration, ".sync")
		t.launch(m.trigger, []string{m.id}, c, arguments, pointer)
	case "aws-sdk:sagemaker:listTrainingJobs":
		m.may("sagemaker:ListTrainingJobs", "*", "see whether a run is still going")
	case "aws-sdk:sagemaker:createModelPackage":
		t.needForRegistering(m.caller, raw(arguments["ModelPackageGroupName"]))
	case "aws-sdk:sagemaker:describeTrainingJob":
		m.may("sagemaker:DescribeTrainingJob", t.local("sagemaker", "training-job/"+strings.ToLower(raw(arguments["TrainingJobName"]))), "describe the training job")
	case "lambda:invoke", "lambda:invoke.waitForTaskToken":
		m.may("lambda:InvokeFunction", raw(arguments["FunctionName"]), "invoke the function")
	case "sns:publish":
		m.may("sns:Publish", raw(arguments["TopicArn"]), "publish the message")
	default:
		if looksLikeRequest(arguments) {
			t.report(ruleTarget, pointer, fmt.Sprintf("a task of %s sends a request to %s, which creates no training jobs", m.id, resource),
				"want "+t.arn("", "states", "", "", "sagemaker:createTrainingJob.sync"))
		}
	}
}

func (m *machine) may(action, on, to string) {
	if on != "" {
		m.t.need(m.caller.role, m.caller.at, need{rule: ruleStart, actions: []string{action}, on: on, to: to})
	}
}
