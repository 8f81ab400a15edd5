package timetable

import (
	"fmt"
	"iter"
	"time"

	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
)

// Timetable is the schedule of a job.
type Timetable struct {
	Expression schedule.Expression
	// Zone is the one whose clock the expression is read on: UTC for a rule.
	Zone *time.Location
	// Start and End bound the runs, which may be at both; the zero time is no bound.
	// Neither a rule nor at has any: AWS ignores them for a single run.
	Start, End time.Time
	// Rule tells that an EventBridge rule starts the job, not EventBridge Scheduler.
	Rule bool
}

// Read reads a schedule. The error says what is wrong with it on one line; for
// the expression and the zone it is a [*schedule.SyntaxError].
func Read(s *spec.Schedule) (*Timetable, error) {
	t := &Timetable{Zone: time.UTC, Rule: s.Via == "rule"}
	dialect := schedule.Scheduler
	if t.Rule {
		dialect = schedule.Rule
	}
	var err error
	if t.Expression, err = schedule.Parse(s.Expression, dialect); err != nil {
		return nil, err
	}
	if t.Rule {
		return t, nil
	}
	if t.Zone, err = schedule.LoadLocation(s.Zone()); err != nil {
		return nil, err
	}
	if t.Expression.Kind() == schedule.At {
		return t, nil
	}
	if t.Start, err = bound("start", s.Start); err != nil {
		return nil, err
	}
	t.End, err = bound("end", s.End)
	return t, err
}

func bound(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %q is not a time that exists", field, text)
	}
	return at, nil
}

// FromDeployment tells that the runs count from the deployment, which no spec
// knows. That is so for a rate without a start ("Rate-based schedules" in the
// guide of EventBridge Scheduler): a schedule then starts at once, a rule after
// its first interval.
func (t *Timetable) FromDeployment() bool {
	return t.Expression.Kind() == schedule.Rate && t.Start.IsZero()
}

// Occurrences yields the times at which a run is due, from the given instant on,
// and within the bounds; those that the clock skips are among them. Where they
// count from the deployment, it is as if that were at the instant.
func (t *Timetable) Occurrences(from time.Time) iter.Seq[schedule.Occurrence] {
	return func(yield func(schedule.Occurrence) bool) {
		for o := range t.Expression.Occurrences(t.before(from), t.Zone) {
			if !t.End.IsZero() && moment(o).After(t.End) || !yield(o) {
				return
			}
		}
	}
}

// Next returns the first run from the given instant on; false if there is none.
func (t *Timetable) Next(from time.Time) (time.Time, bool) {
	run, ok := t.Expression.Next(t.before(from), t.Zone)
	return run, ok && (t.End.IsZero() || !run.After(t.End))
}

// Within tells whether an occurrence lies within the bounds.
func (t *Timetable) Within(o schedule.Occurrence) bool {
	at := moment(o)
	return !at.Before(t.Start) && (t.End.IsZero() || !at.After(t.End))
}

// before returns the instant that runs come after, if none is before from.
func (t *Timetable) before(from time.Time) time.Time {
	if t.Start.After(from) {
		from = t.Start
	}
	if t.Expression.Kind() != schedule.Rate {
		return from.Add(-1)
	}
	every, _ := t.Expression.ShortestInterval(from, t.Zone)
	switch {
	case t.Start.IsZero() && t.Rule:
		return from
	case t.Start.IsZero():
		return from.Add(-every)
	}
	// The last start of an interval before from.
	passed := (from.Sub(t.Start) + every - 1) / every
	return t.Start.Add((passed - 1) * every)
}

// moment is when an occurrence is, or when the clock skips it.
func moment(o schedule.Occurrence) time.Time {
	if o.Clock == schedule.Skipped {
		return o.Change
	}
	return o.Run
}
