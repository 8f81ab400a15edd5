package graph

import (
	"strings"

	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// listener is a rule that waits for training jobs.
type listener struct {
	rule string
	// prefixes are what the names of the jobs begin with, as text writes them; none
	// means all jobs.
	prefixes []string
	statuses string
	// roles are the logical IDs of the training roles that it asks for, if any.
	roles []string
}

// listeners are the rules of a template that wait for training jobs.
func listeners(d *template.Document, ids []string) []listener {
	var list []listener
	for _, id := range ids {
		pattern := template.Object(d.Resources[id].Properties, "EventPattern")
		if d.Resources[id].Type != typeRule || !isJobEvent(pattern) {
			continue
		}
		detail := template.Object(pattern, "detail")
		l := listener{rule: id, statuses: strings.Join(words(detail["TrainingJobStatus"]), " or "), roles: references(d, detail["RoleArn"])}
		for _, name := range several(detail["TrainingJobName"]) {
			prefix := template.Object(name)["prefix"]
			if prefix == nil {
				prefix = name
			}
			l.prefixes = append(l.prefixes, text(prefix))
		}
		list = append(list, l)
	}
	return list
}

// hears reports whether a listener waits for the job of a launch, by its names
// alone: EventBridge compares how they begin.
func (l listener) hears(job *trace.Launch) bool {
	for _, prefix := range l.prefixes {
		if job.Prefix() != "" && strings.HasPrefix(job.Prefix(), prefix) {
			return true
		}
	}
	return len(l.prefixes) == 0
}

// hearsOwn reports so for a job of the same template, whose role is known.
func (l listener) hearsOwn(job *trace.Launch) bool {
	return l.hears(job) && (len(l.roles) == 0 || len(l.roles) == 1 && l.roles[0] == job.TrainingRole.ID)
}

// drawListeners connects jobs and state machines with the rules that wait for
// them. Jobs that the template does not start are outside of it.
func (s *drawing) drawListeners() {
	for _, l := range listeners(s.doc, s.ids) {
		found := false
		for i := range s.launches {
			if l.hearsOwn(&s.launches[i]) {
				found = true
				s.connect(edge{from: jobKey(&s.launches[i]), to: "resource " + l.rule, label: l.statuses})
			}
		}
		for _, prefix := range l.prefixes {
			if !found {
				s.connect(edge{from: s.outside(prefix+"…", job), to: "resource " + l.rule, label: l.statuses})
			}
		}
	}
	for _, id := range s.ids {
		r := s.doc.Resources[id]
		if r.Type != typeRule {
			continue
		}
		detail := template.Object(r.Properties, "EventPattern", "detail")
		for _, machine := range references(s.doc, detail["stateMachineArn"]) {
			s.connect(edge{from: s.resource(machine), to: "resource " + id, label: strings.Join(words(detail["status"]), " or ")})
		}
	}
}
