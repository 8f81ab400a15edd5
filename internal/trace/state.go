package trace

import (
	"fmt"
	"maps"
	"strings"
)

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
	assigned := object(state, "Assign")
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
		t.needForRegistering(m.caller, t.marksOf(arguments["ModelPackageGroupName"]))
	case "aws-sdk:sagemaker:describeTrainingJob":
		m.may("sagemaker:DescribeTrainingJob", t.local("sagemaker", "training-job/"+strings.ToLower(t.marksOf(arguments["TrainingJobName"]))), "describe the training job")
	case "lambda:invoke", "lambda:invoke.waitForTaskToken":
		m.may("lambda:InvokeFunction", t.marksOf(arguments["FunctionName"]), "invoke the function")
	case "sns:publish":
		m.may("sns:Publish", t.marksOf(arguments["TopicArn"]), "publish the message")
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
