package trace_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// mutation is a template with one change.
type mutation struct {
	resource string // the logical ID
	typeName string
	sid      string // of the statement, empty for what is no policy
	in       string // the statement, or the property, as JSON
	element  string // Statement, Action, Resource, Condition, …
	change   string // remove or alter
	item     string // what was removed or altered, as JSON
	document *template.Document
}

func (m mutation) String() string {
	return fmt.Sprintf("%s %s %s %s %s", m.resource, m.sid, m.change, m.element, m.item)
}

// gone takes a value out of the object or the list that holds it.
type gone struct{}

// edit returns a template in which the value at a path below a resource's
// properties is another one. It copies what it changes, and nothing else.
func edit(d *template.Document, id string, path []any, value any) *template.Document {
	r := d.Resources[id]
	r.Properties, _ = replaced(r.Properties, path, value).(map[string]any)
	return withResource(d, id, &r)
}

// withResource returns a template with another resource, or without it.
func withResource(d *template.Document, id string, r *template.Resource) *template.Document {
	edited := *d
	edited.Resources = maps.Clone(d.Resources)
	if r == nil {
		delete(edited.Resources, id)
	} else {
		edited.Resources[id] = *r
	}
	return &edited
}

func replaced(tree any, path []any, value any) any {
	if len(path) == 0 {
		return value
	}
	switch step := path[0].(type) {
	case string:
		members := maps.Clone(tree.(map[string]any))
		members[step] = replaced(members[step], path[1:], value)
		if members[step] == any(gone{}) {
			delete(members, step)
		}
		return members
	case int:
		list := slices.Clone(tree.([]any))
		list[step] = replaced(list[step], path[1:], value)
		if list[step] == any(gone{}) {
			list = slices.Delete(list, step, step+1)
		}
		return list
	}
	return tree
}

func compactJSON(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSpace(b.String())
}

// altered returns another value in the place of a value of a policy.
func altered(element string, value any) any {
	text, isText := value.(string)
	switch {
	case element == "Action":
		return text + "X"
	case !isText || text == "*":
		return map[string]any{"Fn::ImportValue": "somebody-elses"}
	case strings.HasPrefix(text, "arn:"):
		return "arn:aws:s3:::somebody-elses"
	}
	return "somebody-elses"
}

// policies changes a policy: each statement, and each value in it.
func policies(yield func(mutation), d *template.Document, id string, path []any, document any) {
	typeName := d.Resources[id].Type
	statements, _ := document.(map[string]any)["Statement"].([]any)
	for i, s := range statements {
		statement := s.(map[string]any)
		sid, _ := statement["Sid"].(string)
		in := compactJSON(statement)
		at := append(slices.Clone(path), "Statement", i)
		change := func(element, change string, item any, value any, steps ...any) {
			yield(mutation{id, typeName, sid, in, element, change, compactJSON(item), edit(d, id, append(slices.Clone(at), steps...), value)})
		}
		change("Statement", "remove", sid, gone{})
		change("Effect", "alter", "Allow", "Deny", "Effect")
		for _, element := range []string{"Action", "Resource"} {
			list, _ := statement[element].([]any)
			for k, item := range list {
				if len(list) > 1 { // IAM takes no empty list: that is removing the statement
					change(element, "remove", item, gone{}, element, k)
				}
				change(element, "alter", item, altered(element, item), element, k)
			}
		}
		if principal, ok := statement["Principal"].(map[string]any); ok {
			change("Principal", "alter", principal, map[string]any{"Service": "ec2.amazonaws.com"}, "Principal")
		}
		conditions, _ := statement["Condition"].(map[string]any)
		if conditions != nil {
			change("Condition", "remove", "all", gone{}, "Condition")
		}
		for operator, keys := range conditions {
			for key, values := range keys.(map[string]any) {
				change("Condition", "remove", operator+" "+key, gone{}, "Condition", operator, key)
				for k, value := range values.([]any) {
					if len(values.([]any)) > 1 {
						change("Value", "remove", value, gone{}, "Condition", operator, key, k)
					}
					change("Value", "alter", value, altered("", value), "Condition", operator, key, k)
				}
			}
		}
	}
}

// mutations calls yield with every change that the proof is tried on.
func mutations(d *template.Document, yield func(mutation)) {
	for id, r := range d.Resources {
		property := func(change string, value any, steps ...any) {
			item := fmt.Sprint(steps...)
			yield(mutation{id, r.Type, "", item, item, change, item, edit(d, id, steps, value)})
		}
		switch r.Type {
		case "AWS::IAM::Role":
			policies(yield, d, id, []any{"AssumeRolePolicyDocument"}, r.Properties["AssumeRolePolicyDocument"])
			list, _ := r.Properties["Policies"].([]any)
			for i, policy := range list {
				policies(yield, d, id, []any{"Policies", i, "PolicyDocument"}, policy.(map[string]any)["PolicyDocument"])
			}
		case "AWS::SQS::QueuePolicy":
			yield(mutation{id, r.Type, "", "", "resource", "remove", "", withResource(d, id, nil)})
			policies(yield, d, id, []any{"PolicyDocument"}, r.Properties["PolicyDocument"])
			property("alter", []any{map[string]any{"Ref": "Another"}}, "Queues")
		case "AWS::Lambda::Permission":
			yield(mutation{id, r.Type, "", "", "resource", "remove", "", withResource(d, id, nil)})
			for name := range r.Properties {
				property("alter", "somebody-elses", name)
			}
			property("remove", gone{}, "SourceArn")
			property("remove", gone{}, "SourceAccount")
		case "AWS::Scheduler::Schedule":
			property("alter", map[string]any{"Fn::GetAtt": []any{anotherRole(d, r.Properties), "Arn"}}, "Target", "RoleArn")
			property("alter", "arn:aws:sqs:eu-central-1:123456789012:another", "Target", "DeadLetterConfig", "Arn")
			property("alter", "arn:aws:scheduler:::aws-sdk:sagemaker:createtrainingjob", "Target", "Arn")
			property("alter", "another-group", "GroupName")
			requests(yield, d, id, []any{"Target", "Input"})
		case "AWS::Events::Rule":
			property("alter", "arn:aws:sqs:eu-central-1:123456789012:another", "Targets", 0, "DeadLetterConfig", "Arn")
			property("alter", map[string]any{"id": "$.time", "time": "$.time"}, "Targets", 0, "InputTransformer", "InputPathsMap")
			property("alter", map[string]any{}, "Targets", 0, "InputTransformer", "InputPathsMap")
			requests(yield, d, id, []any{"Targets", 0, "InputTransformer", "InputTemplate"})
		case "AWS::Lambda::Function":
			property("alter", "arn:aws:sqs:eu-central-1:123456789012:another", "DeadLetterConfig", "TargetArn")
			property("alter", "another", "LoggingConfig", "LogGroup")
		}
	}
}

// anotherRole returns a role of the template that is not the trigger's.
func anotherRole(d *template.Document, properties map[string]any) string {
	own := compactJSON(properties)
	for _, id := range slices.Sorted(maps.Keys(d.Resources)) {
		if d.Resources[id].Type == "AWS::IAM::Role" && !strings.Contains(own, `"RoleArn":{"Fn::GetAtt":["`+id+`"`) {
			return id
		}
	}
	return "NoRole"
}

// requests changes words of the text that a trigger sends, which has
// placeholders for what CloudFormation fills in.
func requests(yield func(mutation), d *template.Document, id string, path []any) {
	var value any = d.Resources[id].Properties
	for _, step := range path {
		switch step := step.(type) {
		case string:
			value = value.(map[string]any)[step]
		case int:
			value = value.([]any)[step]
		}
	}
	text := compactJSON(value)
	for _, change := range [][2]string{
		{`<aws.scheduler.execution-id>`, `always`}, {`<aws.scheduler.scheduled-time>`, `always`}, {`<id>`, `always`}, {`<aws.scheduler.execution-id>`, `<aws.scheduler.scheduled-time>`},
		{`\"RoleArn\":`, `\"Role\":`}, {`\"TrainingJobName\":`, `\"Name\":`}, {`ml.m5.large`, `ml.m5.lage`},
		{`\"MaxRuntimeInSeconds\":86400`, `\"MaxRuntimeInSeconds\":\"86400\"`}, {`\"StoppingCondition\":`, `\"Stopping\":`},
		{`s3://acme-models/`, `s3://somebody-elses/`}, {`/train:v1`, `/another:v1`}, {`\"AlgorithmSpecification\":{`, `\"AlgorithmSpecification\":[`},
		{`\"StateMachineArn\":`, `\"Machine\":`},
	} {
		changed := strings.ReplaceAll(text, change[0], change[1])
		if changed == text {
			continue
		}
		var tree any
		decoder := json.NewDecoder(strings.NewReader(changed))
		decoder.UseNumber()
		if decoder.Decode(&tree) != nil {
			continue // a mark was cut
		}
		yield(mutation{id, d.Resources[id].Type, "", text, "request", "alter", change[0] + " to " + change[1], edit(d, id, path, tree)})
	}
}
