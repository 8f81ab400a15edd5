package trigger

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/schedule"
)

// Target is what a trigger starts.
type Target struct {
	// Schedule is what a schedule of EventBridge Scheduler calls; Rule what a
	// rule calls at set times, and Event when something happens.
	Schedule, Rule, Event Call
	// Chains tells that the target makes the run's ID of the name of the completed
	// training job that it comes after, which it then gets as the ID: SageMaker may
	// tell a completion more than once, each time by an event of another ID.
	Chains bool
	// FunctionID is the logical ID of the target if it is a Lambda function of
	// the template: rules invoke it by a permission, not by a role.
	FunctionID string
	// ScheduleRole and RuleRole add the roles with which a schedule and a rule
	// start the target. A rule needs none for a function.
	ScheduleRole, RuleRole func() (string, error)
}

// Call is a target of EventBridge and what it gets.
type Call struct {
	// ARN is what EventBridge calls it, which may be a token.
	ARN string
	// Input is a tree as in a request's document.
	Input map[string]any
	// Request is the JSON Pointer of the request in the input, nil if the target
	// has the request already.
	Request *string
}

// Nested is a tree in an input that the target gets as JSON text.
type Nested map[string]any

// Add adds the triggers of the job: its schedule, its event, or both. The input
// that nothing sends is kept in a resource that does nothing, if it holds the
// request.
func Add(j *launch.Job, target Target) error {
	if s := j.Spec.Schedule; s != nil {
		add := addSchedule
		if s.Via == "rule" {
			add = addScheduledRule
		}
		if err := add(j, target); err != nil {
			return err
		}
	}
	if j.Spec.On != nil {
		return addEventRule(j, target)
	}
	if j.Spec.Schedule == nil && target.Schedule.Request != nil {
		return addUnscheduled(j, target.Schedule)
	}
	return nil
}

// expression returns the parsed expression of the job's schedule. A mistake in
// it is reported, and the text stands as it is.
func expression(j *launch.Job, dialect schedule.Dialect) (schedule.Expression, string) {
	s := j.Spec.Schedule
	e, err := schedule.Parse(s.Expression, dialect)
	if err != nil {
		reportSyntax(j, "schedule.expression", err)
		return e, s.Expression
	}
	return e, e.String()
}

// maxDescription is how many characters schedules and rules take.
const maxDescription = 512

func checkDescription(j *launch.Job, field, text string) {
	if n := utf8.RuneCountInString(text); n > maxDescription {
		j.Report(field+".description", fmt.Sprintf("the description has %d characters, and EventBridge allows %d", n, maxDescription), "shorten it")
	}
}

func reportSyntax(j *launch.Job, field string, err error) {
	if syntax, ok := err.(*schedule.SyntaxError); ok {
		j.Report(field, syntax.Message, syntax.Help)
		return
	}
	j.Report(field, err.Error(), "")
}

// location returns the time zone of the job's schedule.
func location(j *launch.Job) *time.Location {
	loc, err := schedule.LoadLocation(j.Spec.Schedule.Zone())
	if err != nil {
		reportSyntax(j, "schedule.timezone", err)
		return time.UTC
	}
	return loc
}

// The limits of EventBridge for how long an event is tried, in seconds.
const (
	leastEventAge   = 60
	defaultEventAge = 3600
)

// eventAge bounds how late a start may be: what the user says, or an hour, and
// below the schedule's own interval, so that a late run never meets the next.
func eventAge(j *launch.Job, e schedule.Expression, loc *time.Location) int {
	age := latest(j, e, loc)
	j.Out.EventAge = max(j.Out.EventAge, age)
	return age
}

func latest(j *launch.Job, e schedule.Expression, loc *time.Location) int {
	// Intervals do not depend on the year, and a template not on the day.
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if given := j.Spec.Schedule.MaxEventAgeSeconds; given != nil {
		if interval, ok := e.IntervalWithin(time.Duration(*given)*time.Second, from, loc); ok {
			j.Warn("schedule.maxEventAgeSeconds",
				fmt.Sprintf("a start may be %d seconds late, when the next one is due after %d", *given, interval/time.Second),
				"a late run then meets the next: set less than the interval")
		}
		return int(*given)
	}
	interval, ok := e.IntervalWithin(defaultEventAge*time.Second, from, loc)
	if !ok {
		return defaultEventAge
	}
	return max(leastEventAge, int(interval/time.Second)-leastEventAge)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
