package graph

import (
	"strings"

	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/template"
)

// The types that drawings know more of than their name.
const (
	typeSchedule = "AWS::Scheduler::Schedule"
	typeRule     = "AWS::Events::Rule"
	typeFunction = "AWS::Lambda::Function"
	typeMachine  = "AWS::StepFunctions::StateMachine"
	typeAlarm    = "AWS::CloudWatch::Alarm"
	typeRole     = "AWS::IAM::Role"
	typeMapping  = "AWS::Lambda::EventSourceMapping"
	typeConfig   = "AWS::Lambda::EventInvokeConfig"
	typeQueue    = "AWS::SQS::Queue"
	typeTopic    = "AWS::SNS::Topic"
	typeGroup    = "AWS::SageMaker::ModelPackageGroup"
	typeMlflow   = "AWS::SageMaker::Mlflow"
)

func kindOf(typeName string) kind {
	switch typeName {
	case typeSchedule, typeRule:
		return trigger
	case typeFunction, typeMachine:
		return launcher
	case typeTopic:
		return topic
	case typeQueue:
		return queue
	case typeGroup, typeMlflow + "App", typeMlflow + "TrackingServer":
		return store
	case typeAlarm:
		return alarm
	case typeRole:
		return role
	}
	return other
}

// isPlumbing reports whether resources of a type only connect others.
func isPlumbing(typeName string) bool {
	switch typeName {
	case "AWS::Lambda::Permission", typeMapping, typeConfig, "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy",
		"AWS::Logs::LogGroup", "AWS::Scheduler::ScheduleGroup", "AWS::CloudFormation::WaitConditionHandle",
		"AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy":
		return true
	}
	return false
}

// describe returns the lines of a resource's box.
func describe(id string, r template.Resource) []string {
	p := r.Properties
	lines := []string{id, strings.TrimPrefix(r.Type, "AWS::")}
	switch r.Type {
	case typeSchedule:
		lines = append(lines[:1], english(text(p["ScheduleExpression"]), schedule.Scheduler, text(p["ScheduleExpressionTimezone"])))
	case typeRule:
		lines = lines[:1]
		if expression := text(p["ScheduleExpression"]); expression != "" {
			lines = append(lines, english(expression, schedule.Rule, ""))
		}
		if pattern := template.Object(p["EventPattern"]); pattern != nil {
			lines = append(lines, patternWords(pattern))
		}
	default:
		if known := noun(r.Type); known != "" {
			lines[1] = known
		}
	}
	if text(p["State"]) == "DISABLED" && kindOf(r.Type) == trigger {
		lines = append(lines, "disabled")
	}
	return lines
}

// noun returns what a type is called in a box, nothing for most.
func noun(typeName string) string {
	switch typeName {
	case typeFunction:
		return "function"
	case typeMachine:
		return "state machine"
	case typeAlarm:
		return "alarm"
	case typeQueue:
		return "queue"
	case typeTopic:
		return "topic"
	case typeRole:
		return "role"
	case typeGroup:
		return "model package group"
	case typeMlflow + "App":
		return "MLflow App"
	case typeMlflow + "TrackingServer":
		return "MLflow tracking server"
	case "AWS::Scheduler::ScheduleGroup":
		return "schedule group"
	}
	return ""
}

// ownName returns the end of the ARN of a resource whose template names it, for
// the types that others name by their ARN; else nothing.
func ownName(r template.Resource) string {
	prefix, property := "", ""
	switch r.Type {
	case typeTopic:
		property = "TopicName"
	case typeQueue:
		property = "QueueName"
	case typeFunction:
		prefix, property = "function:", "FunctionName"
	case typeMachine:
		prefix, property = "stateMachine:", "StateMachineName"
	case typeGroup:
		prefix, property = "model-package-group/", "ModelPackageGroupName"
	case typeMlflow + "TrackingServer":
		prefix, property = "mlflow-tracking-server/", "TrackingServerName"
	}
	if name, given := r.Properties[property].(string); given {
		return prefix + name
	}
	return ""
}

// english returns a schedule expression in words and its zone, or as it is where
// nobody can read it.
func english(expression string, d schedule.Dialect, zone string) string {
	words := expression
	if e, err := schedule.Parse(expression, d); err == nil {
		words = e.English()
		if e.Kind() == schedule.Rate {
			return words
		}
	}
	if zone == "" {
		zone = "UTC" // what a schedule without a zone counts in, and each rule
	}
	return words + " " + zone
}

// patternWords says what a rule waits for.
func patternWords(pattern map[string]any) string {
	detail := template.Object(pattern, "detail")
	switch bucket := template.Object(detail, "bucket"); {
	case isJobEvent(pattern):
		return "training job " + strings.Join(words(detail["TrainingJobStatus"]), " or ")
	case bucket != nil:
		place := "s3://" + strings.Join(words(bucket["name"]), " or ")
		if key := strings.Join(words(template.Object(detail, "object")["key"]), " or "); key != "" {
			place += "/" + key
		}
		return place
	}
	all := append(words(pattern["source"]), words(pattern["detail-type"])...)
	return "event " + strings.Join(all, " ")
}

// isJobEvent reports whether a pattern waits for training jobs: see "Amazon
// SageMaker training job state change" in the developer guide of SageMaker.
func isJobEvent(pattern map[string]any) bool {
	return strings.Join(words(pattern["detail-type"]), "") == "SageMaker Training Job State Change"
}

// words are the values that a pattern lists, and what it says of others as
// prefix… or as its operator.
func words(value any) []string {
	var list []string
	for _, item := range several(value) {
		operator, argument := "", any(nil)
		if o, isObject := item.(map[string]any); isObject {
			operator, argument = single(o)
		}
		switch {
		case operator == "prefix":
			list = append(list, text(argument)+"…")
		case operator == "" || operator == "Ref" || strings.HasPrefix(operator, "Fn::"):
			list = append(list, text(item))
		default:
			list = append(list, operator+" "+text(argument))
		}
	}
	return list
}
