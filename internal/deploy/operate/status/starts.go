package status

import (
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/timetable"
	"github.com/smgen/smgen/internal/trace"
)

// Start is one way in which a job is started by the template that is deployed.
type Start struct {
	// Job is what its training jobs are called, without the run, and Trigger the
	// logical ID of the schedule or rule.
	Job     string `json:"job"`
	Trigger string `json:"trigger"`
	Kind    Kind   `json:"kind"`
	// At is the next run, for Timed alone.
	At time.Time `json:"at,omitzero"`
	// Words are the schedule's expression in English, empty for an event.
	Words string `json:"words,omitempty"`
}

// Kind is what the next start depends on.
type Kind string

// The kinds.
const (
	// Timed: it starts at a time.
	Timed Kind = "time"
	// Counted: a rate, which counts from a deployment that nobody remembers.
	Counted Kind = "interval"
	// OnEvent: something has to happen first.
	OnEvent Kind = "event"
	// Disabled: the template says that it is off.
	Disabled Kind = "disabled"
	// Over: there are no runs left.
	Over Kind = "over"
)

// starts returns what starts the jobs of a template, the next run first.
func starts(d *template.Document, place trace.Place, now time.Time) []Start {
	evaluate := plan.Values(d)
	list := []Start{}
	for _, l := range trace.Launches(d, place) {
		if l.Trigger == "" {
			continue
		}
		resource := d.Resources[l.Trigger]
		properties, _ := evaluate(resource.Properties).(map[string]any)
		s := Start{Job: strings.TrimSuffix(l.Prefix(), "-"), Trigger: l.Trigger}
		s.decide(resource.Type == "AWS::Events::Rule", properties, now)
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b Start) int {
		if a.At.IsZero() != b.At.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.At.IsZero()]
		}
		return a.At.Compare(b.At)
	})
	return list
}

// decide says when a trigger with the given properties starts something.
func (s *Start) decide(rule bool, properties map[string]any, now time.Time) {
	table := timetable.OfTrigger(rule, properties)
	s.Kind = OnEvent
	if table == nil && properties["ScheduleExpression"] != nil {
		s.Kind = Counted // it has times, and nobody can tell them
	}
	if table != nil {
		s.Words = table.Expression.English()
		next, ok := table.Next(now)
		switch {
		case !ok:
			s.Kind = Over
		case table.FromDeployment():
			s.Kind = Counted
		default:
			s.Kind, s.At = Timed, next.In(table.Zone)
		}
	}
	if properties["State"] == "DISABLED" {
		s.Kind, s.At = Disabled, time.Time{}
	}
}
