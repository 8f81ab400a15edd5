package graph

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// universal is how the ARN of an API call begins that EventBridge Scheduler makes
// itself; such a target is not a box.
const universal = ":aws-sdk:"

// drawLinks connects a resource with what it names.
func (s *drawing) drawLinks(id string) {
	r := s.doc.Resources[id]
	p := r.Properties
	from := "resource " + id
	link := func(value any, k kind, label string, dotted bool) {
		if to := s.named(value, k); to != "" && s.boxes[from] != nil {
			s.connect(edge{from, to, label, dotted})
		}
	}
	failed := func(value any) { link(value, queue, "failed", true) }
	switch r.Type {
	case typeSchedule:
		target := template.Object(p, "Target")
		s.link(from, target["Arn"])
		link(target["RoleArn"], role, "", true)
		failed(template.Object(target, "DeadLetterConfig")["Arn"])
		if groups := references(s.doc, p["GroupName"]); len(groups) == 1 && s.watched[groups[0]] {
			s.connect(edge{from, s.resource(groups[0]), "", true})
		}
	case typeRule:
		for _, target := range template.Objects(p["Targets"]) {
			s.link(from, target["Arn"])
			link(target["RoleArn"], role, "", true)
			failed(template.Object(target, "DeadLetterConfig")["Arn"])
		}
	case typeFunction:
		link(p["Role"], role, "", true)
		failed(template.Object(p, "DeadLetterConfig")["TargetArn"])
		s.drawActs(from, p["Role"])
	case typeMachine:
		link(p["RoleArn"], role, "", true)
		s.drawActs(from, p["RoleArn"])
	case typeQueue:
		failed(template.Object(p, "RedrivePolicy")["deadLetterTargetArn"])
	case typeMapping:
		if queue, function := s.named(p["EventSourceArn"], queue), s.named(p["FunctionName"], launcher); queue != "" && function != "" {
			s.connect(edge{from: queue, to: function})
		}
	case typeConfig:
		if from = s.named(p["FunctionName"], launcher); from != "" {
			failed(template.Object(p, "DestinationConfig", "OnFailure")["Destination"])
			link(template.Object(p, "DestinationConfig", "OnSuccess")["Destination"], other, "succeeded", true)
		}
	case typeAlarm:
		s.drawAlarm(id, r)
	default:
		link(p["RoleArn"], role, "", true)
	}
}

// link connects a trigger with its target, unless that is a call of an API.
func (s *drawing) link(from string, target any) {
	if strings.Contains(text(target), universal) {
		return
	}
	if to := s.named(target, launcher); to != "" {
		s.connect(edge{from: from, to: to})
	}
}

// drawAlarm connects an alarm with what it watches and whom it tells. Alarms of smgen
// on missed runs watch a metric that belongs to no resource; their description names
// the job as its runs are named.
func (s *drawing) drawAlarm(id string, r template.Resource) {
	to := "resource " + id
	for _, watched := range references(s.doc, r.Properties["Dimensions"]) {
		s.connect(edge{s.resource(watched), to, "", true})
	}
	if text(r.Properties["Namespace"]) == "smgen" {
		for i := range s.launches {
			job := strings.TrimSuffix(s.launches[i].Prefix(), "-")
			if job != "" && strings.Contains(text(r.Properties["AlarmDescription"]), "training job "+job+" has") {
				s.connect(edge{jobKey(&s.launches[i]), to, "", true})
			}
		}
	}
	for _, actions := range []string{"AlarmActions", "InsufficientDataActions", "OKActions"} {
		for _, action := range several(r.Properties[actions]) {
			if tells := s.named(action, topic); tells != "" {
				s.connect(edge{to, tells, "", true})
			}
		}
	}
}

// drawActs connects what acts in a role with what the role lets it tell and
// register. The role's policies say so for any code, and without a look at it.
func (s *drawing) drawActs(from string, assumed any) {
	ids := references(s.doc, assumed)
	if len(ids) != 1 || s.doc.Resources[ids[0]].Type != typeRole {
		return
	}
	for _, policy := range template.Objects(s.doc.Resources[ids[0]].Properties["Policies"]) {
		for _, statement := range statements(policy["PolicyDocument"]) {
			actions := several(statement["Action"])
			for _, on := range several(statement["Resource"]) {
				switch {
				case slices.Contains(actions, any("sns:Publish")):
					s.act(from, on, topic, "tells")
				case slices.Contains(actions, any("sagemaker:CreateModelPackage")) && isPackageGroup(s.doc, on):
					s.act(from, on, store, "registers")
				}
			}
		}
	}
}

func (s *drawing) act(from string, on any, k kind, label string) {
	if to := s.named(on, k); to != "" {
		s.connect(edge{from: from, to: to, label: label})
	}
}

// statements are the statements of a policy that allow something.
func statements(document any) []map[string]any {
	list := template.Object(document)["Statement"]
	if one, isObject := list.(map[string]any); isObject {
		list = []any{one}
	}
	return slices.DeleteFunc(template.Objects(list), func(o map[string]any) bool { return o["Effect"] != "Allow" })
}

// isPackageGroup reports whether a policy's resource is a model package group, and
// not a version in one.
func isPackageGroup(d *template.Document, on any) bool {
	for _, id := range references(d, on) {
		return d.Resources[id].Type == typeGroup && !strings.Contains(text(on), ":model-package/")
	}
	return strings.Contains(text(on), ":model-package-group/") || !strings.Contains(text(on), ":model-package/")
}
