package trace_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// mutations calls yield with every change that the proof is tried on.
func mutations(whole *template.Document, try func(mutation)) {
	parts := neighbourhoods(whole)
	for id, r := range whole.Resources {
		d := parts[id]
		inline := servesInline(d, id)
		yield := func(m mutation) {
			m.inline, m.of = inline, d
			try(m)
		}
		property := func(change string, value any, steps ...any) {
			item := strings.Trim(fmt.Sprintf("%v", steps), "[]")
			if valueAt(r.Properties, steps[:len(steps)-1]) != nil {
				yield(mutation{id, r.Type, "", false, item, item, change, item, nil, edit(d, id, steps, value)})
			}
		}
		remove := func() {
			yield(mutation{id, r.Type, "", false, "", "resource", "remove", "", nil, withResource(d, id, nil)})
		}
		another := map[string]any{"Fn::GetAtt": []any{anotherRole(d, r.Properties), "Arn"}}
		const queue = "arn:aws:sqs:eu-central-1:123456789012:another"
		switch r.Type {
		case "AWS::IAM::Role":
			remove()
			policies(yield, d, id, []any{"AssumeRolePolicyDocument"}, r.Properties["AssumeRolePolicyDocument"])
			for i := range list(r.Properties["Policies"]) {
				at := []any{"Policies", i, "PolicyDocument"}
				policies(yield, d, id, at, valueAt(r.Properties, at))
			}
		case "AWS::SQS::QueuePolicy":
			remove()
			policies(yield, d, id, []any{"PolicyDocument"}, r.Properties["PolicyDocument"])
			property("alter", []any{map[string]any{"Ref": "Another"}}, "Queues")
		case "AWS::Lambda::Permission":
			remove()
			for name := range r.Properties {
				property("alter", "somebody-elses", name)
			}
			property("remove", gone{}, "SourceArn")
			property("remove", gone{}, "SourceAccount")
		case "AWS::Scheduler::Schedule":
			property("alter", another, "Target", "RoleArn")
			property("remove", gone{}, "Target", "RoleArn")
			property("alter", queue, "Target", "DeadLetterConfig", "Arn")
			property("alter", "arn:aws:scheduler:::aws-sdk:sagemaker:createtrainingjob", "Target", "Arn")
			property("alter", "another-group", "GroupName")
			texts(yield, d, id, "Target", "Input")
		case "AWS::Events::Rule":
			property("alter", queue, "Targets", 0, "DeadLetterConfig", "Arn")
			property("alter", map[string]any{"id": "$.time", "time": "$.time"}, "Targets", 0, "InputTransformer", "InputPathsMap")
			property("alter", map[string]any{}, "Targets", 0, "InputTransformer", "InputPathsMap")
			if valueAt(r.Properties, []any{"Targets", 0, "RoleArn"}) != nil {
				property("alter", another, "Targets", 0, "RoleArn")
				property("remove", gone{}, "Targets", 0, "RoleArn")
			}
			texts(yield, d, id, "Targets", 0, "InputTransformer", "InputTemplate")
		case "AWS::Lambda::Function":
			property("alter", another, "Role")
			property("alter", queue, "DeadLetterConfig", "TargetArn")
			property("alter", "another", "LoggingConfig", "LogGroup")
			if isInline(r) {
				texts(yield, d, id, "Code", "ZipFile")
			}
		case "AWS::Lambda::EventSourceMapping":
			property("alter", queue, "EventSourceArn")
		case "AWS::Lambda::EventInvokeConfig":
			property("alter", queue, "DestinationConfig", "OnFailure", "Destination")
		case "AWS::StepFunctions::StateMachine":
			property("alter", another, "RoleArn")
			texts(yield, d, id, "DefinitionString")
		}
	}
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

// valueAt returns the value at a path, nil if there is none.
func valueAt(value any, path []any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			members, _ := value.(map[string]any)
			value = members[step]
		case int:
			if items := list(value); step < len(items) {
				value = items[step]
			} else {
				value = nil
			}
		}
	}
	return value
}

// isInline reports whether a resource is a launcher whose code is in the
// template: the others have their request from the event.
func isInline(r template.Resource) bool {
	return strings.Contains(compactJSON(valueAt(r.Properties, []any{"Code", "ZipFile"})), `\\\"request\\\"`)
}

// servesInline reports whether a resource is the role of such a launcher, or the
// trigger that starts it.
func servesInline(d *template.Document, id string) bool {
	for function, r := range d.Resources {
		names := func(value any) bool { return strings.Contains(compactJSON(value), `"Fn::GetAtt":["`+id+`"`) }
		starts := strings.Contains(compactJSON(d.Resources[id].Properties), `"Fn::GetAtt":["`+function+`"`)
		if r.Type == "AWS::Lambda::Function" && isInline(r) && (names(r.Properties["Role"]) || starts) {
			return true
		}
	}
	return false
}

// anotherRole returns a role of the template that the properties do not name.
func anotherRole(d *template.Document, properties map[string]any) string {
	own := compactJSON(properties)
	for _, id := range slices.Sorted(maps.Keys(d.Resources)) {
		if d.Resources[id].Type == "AWS::IAM::Role" && !strings.Contains(own, `{"Fn::GetAtt":["`+id+`"`) {
			return id
		}
	}
	return "NoRole"
}

// changes of words in a text that carries a request, or starts what does.
func wordChanges() [][2]string {
	return [][2]string{
		{`<aws.scheduler.execution-id>`, `always`}, {`<aws.scheduler.execution-id>`, `<aws.scheduler.scheduled-time>`},
		{`<aws.scheduler.scheduled-time>`, `always`}, {`<id>`, `always`},
		{`TrainingJobName`, `Name`}, {`OutputDataConfig`, `Output`}, {`StoppingCondition`, `Stopping`}, {`MaxRuntimeInSeconds`, `MaxRuntime`},
		{`ml.m5.large`, `ml.m5.lage`}, {`s3://acme-models/`, `s3://somebody-elses/`}, {`/train:v1`, `/another:v1`},
		{`StateMachineArn`, `Machine`}, {`VALUE_1`, `VALUE_9`}, {`$run `, `$none `}, {` $run`, ` \"1\"`},
		{`"DATA: dict`, `"DATE: dict`}, {`sagemaker:createTrainingJob.sync`, `sagemaker:createTrainingJobs.sync`},
	}
}

// texts changes words of the text at a path, which has placeholders for what
// CloudFormation fills in.
func texts(yield func(mutation), d *template.Document, id string, path ...any) {
	value := valueAt(d.Resources[id].Properties, path)
	if value == nil {
		return
	}
	text := compactJSON(value)
	for _, change := range wordChanges() {
		changed := strings.ReplaceAll(text, change[0], change[1])
		if changed == text {
			continue
		}
		var tree any
		decoder := json.NewDecoder(strings.NewReader(changed))
		decoder.UseNumber()
		if err := decoder.Decode(&tree); err != nil {
			panic(fmt.Sprintf("%v breaks the template: %v", change, err))
		}
		yield(mutation{id, d.Resources[id].Type, "", false, text, "text", "alter", change[0] + " to " + change[1], nil, edit(d, id, path, tree)})
	}
}
