package schedule

import (
	"slices"
	"time"
)

// Dialect is the service that reads an expression.
type Dialect int

// The dialects.
const (
	Scheduler Dialect = iota // EventBridge Scheduler: cron, rate and at, in a time zone
	Rule                     // an EventBridge rule: cron and rate, in UTC
)

// String returns the name of the service, as used in a sentence.
func (d Dialect) String() string {
	if d == Rule {
		return "an EventBridge rule"
	}
	return "EventBridge Scheduler"
}

// Kind is the form of an expression.
type Kind int

// The kinds.
const (
	Cron Kind = iota // at times of the clock and days of the calendar
	Rate             // at a fixed interval from the deployment on
	At               // once
)

// String returns the word before the parenthesis: cron, rate or at.
func (k Kind) String() string {
	switch k {
	case Rate:
		return "rate"
	case At:
		return "at"
	default:
		return "cron"
	}
}

// Expression is a valid schedule expression. The zero value never runs.
type Expression struct {
	dialect  Dialect
	kind     Kind
	text     string
	warnings []Warning

	cron  cron          // of kind Cron
	every time.Duration // of kind Rate
	wall  time.Time     // of kind At: the wall time, held as if it were UTC
}

// Kind returns the form of the expression.
func (e Expression) Kind() Kind { return e.kind }

// String returns the canonical form, which is what goes into a template: names
// and letters in upper case, the unit of a rate in agreement with its number,
// all else as it was written.
func (e Expression) String() string { return e.text }

// Warnings returns what AWS accepts and the author may not have meant.
func (e Expression) Warnings() []Warning { return slices.Clone(e.warnings) }

// Next returns the first run strictly after the given instant; false means that
// the schedule never runs again. Cron and at are read on the clock of loc (nil
// is UTC); the expression of a rule is read in UTC whatever loc is. A rate has
// no times of its own, it counts from its deployment: Next counts from after,
// as if the schedule were deployed then. Runs end with the year 2199.
func (e Expression) Next(after time.Time, loc *time.Location) (time.Time, bool) {
	if loc == nil || e.dialect == Rule {
		loc = time.UTC
	}
	switch {
	case e.kind == Rate:
		return after.In(loc).Add(e.every), true
	case e.kind == At:
		run, ok := instant(e.wall, loc)
		return run, ok && run.After(after)
	default:
		return e.cron.next(after, loc)
	}
}

// Runs returns the first n runs strictly after the given instant, or fewer if
// the schedule ends before; see [Expression.Next].
func (e Expression) Runs(after time.Time, loc *time.Location, n int) []time.Time {
	var runs []time.Time
	for len(runs) < n {
		run, ok := e.Next(after, loc)
		if !ok {
			break
		}
		runs = append(runs, run)
		after = run
	}
	return runs
}

// ShortestInterval returns the shortest time between two consecutive runs after
// from; false means that there are fewer than two. It is exact for the 28 years
// after the first run, in which the calendar and the clock changes repeat, with
// one exception: times of the day that never meet because each day of the
// schedule is that of a clock change count as if they met, so that the answer
// is too short rather than too long.
func (e Expression) ShortestInterval(from time.Time, loc *time.Location) (time.Duration, bool) {
	return e.interval(e.cron.shortest, from, loc)
}

// interval returns that of a rate, or what ofCron says on the clock that counts.
func (e Expression) interval(ofCron func(time.Time, *time.Location) (time.Duration, bool), from time.Time, loc *time.Location) (time.Duration, bool) {
	if loc == nil || e.dialect == Rule {
		loc = time.UTC
	}
	switch e.kind {
	case Rate:
		return e.every, true
	case At:
		return 0, false
	default:
		return ofCron(from, loc)
	}
}

// IntervalWithin returns what [Expression.ShortestInterval] does if that is at
// most limit; false means that all intervals are longer, or that there is none.
// It costs next to nothing for schedules whose times and days lie hours farther
// apart than limit, which are most: those need no look at the calendar.
func (e Expression) IntervalWithin(limit time.Duration, from time.Time, loc *time.Location) (time.Duration, bool) {
	if e.kind == Cron && e.cron.apart() > limit {
		return 0, false
	}
	interval, ok := e.ShortestInterval(from, loc)
	return interval, ok && interval <= limit
}
