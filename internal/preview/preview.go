package preview

import (
	"time"

	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/timetable"
)

// Options say what to list.
type Options struct {
	// Since is when the runs begin that are listed, itself included.
	Since Since
	// Next is how many runs of each schedule are listed, at least 1.
	Next int
	// Viewer is the zone in which times are shown, nil for each schedule's own.
	// Expressions are read in their own zone in any case.
	Viewer *time.Location
}

// Since is an instant, or the beginning of a day wherever that is looked at.
type Since struct {
	// Time is the instant; of a day, its midnight in UTC.
	Time time.Time
	// Day tells that it is a day.
	Day bool
}

// In returns the instant at which it begins in a zone.
func (s Since) In(loc *time.Location) time.Time {
	if !s.Day {
		return s.Time
	}
	year, month, day := s.Time.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, loc)
}

// String returns RFC 3339, of a day its date.
func (s Since) String() string {
	if s.Day {
		return s.Time.Format(time.DateOnly)
	}
	return s.Time.UTC().Format(time.RFC3339)
}

// Job is a job that something starts.
type Job struct {
	// Stack is the stack's name, Dir its directory relative to the repository's
	// root, Name the job's.
	Stack, Dir, Name string
	// Schedule and Event are what starts it, nil for what does not.
	Schedule *Schedule
	Event    *spec.Event
}

// Schedule is a job's schedule and its next runs.
type Schedule struct {
	Spec *spec.Schedule
	// Table is nil for a schedule with a mistake, which Problem says on one line.
	Table   *timetable.Timetable
	Problem string
	// From is the instant from which runs are listed.
	From time.Time
	// Due are the next runs, in order, and the times between them that a clock
	// change skips.
	Due []schedule.Occurrence
	// zone is the one in which times are shown.
	zone *time.Location
}

// mostSkipped bounds the times that are listed of a schedule whose times nearly
// never exist, such as 02:30 on the last Sunday of March.
const mostSkipped = 20

// Of returns the jobs of a stack that a schedule or an event starts, by name.
func Of(stack *spec.Stack, o Options) []Job {
	var jobs []Job
	for _, name := range stack.JobNames() {
		j := stack.Jobs[name]
		if !j.IsTriggered() {
			continue
		}
		job := Job{Stack: stack.StackName(), Dir: stack.Dir, Name: name, Event: j.On}
		if j.Schedule != nil {
			job.Schedule = look(j.Schedule, o)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// look lists the next runs of a schedule.
func look(s *spec.Schedule, o Options) *Schedule {
	table, err := timetable.Read(s)
	if err != nil {
		return &Schedule{Spec: s, Problem: err.Error()}
	}
	zone := o.Viewer
	if zone == nil {
		zone = table.Zone
	}
	found := &Schedule{Spec: s, Table: table, From: o.Since.In(zone), zone: zone}
	runs, skipped := 0, 0
	for due := range table.Occurrences(found.From) {
		found.Due = append(found.Due, due)
		if due.Clock == schedule.Skipped {
			skipped++
		} else {
			runs++
		}
		if runs == o.Next || skipped == mostSkipped {
			break
		}
	}
	return found
}
