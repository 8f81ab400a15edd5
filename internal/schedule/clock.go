package schedule

import (
	"iter"
	"time"
)

// Clock is what the clock of a time zone makes of a wall time.
type Clock int

// What a clock makes of a wall time. AWS documents what follows ("Daylight
// savings time on EventBridge Scheduler"): a time that is skipped gives no run,
// one that comes twice gives one, at the first of the two. For schedules that run
// many times an hour it says nothing of the repeated hour.
const (
	Once    Clock = iota // the clock shows it once
	Skipped              // the clock is set forward past it: no run
	Twice                // the clock is set back behind it: one run, the first time
)

// Occurrence is one time at which an expression is due.
type Occurrence struct {
	// Wall is the time on the clock of the zone, held as if it were UTC.
	Wall time.Time
	// Run is the run, in the zone; the zero time if the clock skips it.
	Run   time.Time
	Clock Clock
	// Change is the instant at which the clock is set, unless it shows the time
	// once; Shift is by how much, less than nothing where it is set back.
	Change time.Time
	Shift  time.Duration
}

// Occurrences yields the times at which the expression is due strictly after the
// given instant, in the order of the clock: what [Expression.Runs] returns, and
// between those the times that the clock skips. The zone is that of
// [Expression.Next].
func (e Expression) Occurrences(after time.Time, loc *time.Location) iter.Seq[Occurrence] {
	if loc == nil || e.dialect == Rule {
		loc = time.UTC
	}
	return func(yield func(Occurrence) bool) {
		if e.kind == Rate {
			for run := after.In(loc).Add(e.every); yield(Occurrence{Wall: wallOf(run), Run: run}); run = run.Add(e.every) {
			}
			return
		}
		for wall := range e.walls(wallOf(after.In(loc))) {
			o := occurrence(wall, loc)
			if (o.Clock == Skipped && o.Change.After(after) || o.Run.After(after)) && !yield(o) {
				return
			}
		}
	}
}

// ClockChanges yields the times at which the expression is due and which the clock
// skips or shows twice, of the clock changes from one instant to the other. A
// rate is never due at such a time: it does not go by the clock.
func (e Expression) ClockChanges(from, until time.Time, loc *time.Location) iter.Seq[Occurrence] {
	return func(yield func(Occurrence) bool) {
		if loc == nil || loc == time.UTC || e.dialect == Rule || e.kind == Rate {
			return
		}
		for change, shift := nextChange(from.In(loc)); !change.IsZero() && change.Before(until); change, shift = nextChange(change) {
			// What the clock shows at the change, after it and before it.
			low := wallOf(change)
			high := low.Add(-shift)
			if shift > 0 {
				low, high = high, low
			}
			for wall := range e.walls(low) {
				if !wall.Before(high) {
					break
				}
				if !yield(occurrence(wall, loc)) {
					return
				}
			}
		}
	}
}

// walls yields the wall times of cron and at that are not before the minute of
// the given one.
func (e Expression) walls(from time.Time) iter.Seq[time.Time] {
	if e.kind == At {
		return func(yield func(time.Time) bool) {
			if !e.wall.Before(from) {
				yield(e.wall)
			}
		}
	}
	return e.cron.walls(from)
}

// wallOf returns what the clock of t's zone shows, as if that were UTC.
func wallOf(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// occurrence says what the clock of loc makes of a wall time.
func occurrence(wall time.Time, loc *time.Location) Occurrence {
	run, ok := instant(wall, loc)
	if !ok {
		// Of a time that does not exist, time.Date makes one on either side.
		year, month, day := wall.Date()
		near := time.Date(year, month, day, wall.Hour(), wall.Minute(), wall.Second(), 0, loc)
		change, end := near.ZoneBounds()
		if wallOf(near).Before(wall) {
			change = end
		}
		return Occurrence{Wall: wall, Clock: Skipped, Change: change, Shift: shiftAt(change)}
	}
	o := Occurrence{Wall: wall, Run: run}
	if _, end := run.ZoneBounds(); end.After(run) {
		if shift := shiftAt(end); !run.Add(-shift).Before(end) {
			o.Clock, o.Change, o.Shift = Twice, end, shift
		}
	}
	return o
}

// shiftAt returns by how much a clock is set at an instant.
func shiftAt(change time.Time) time.Duration {
	_, before := change.Add(-1).Zone()
	_, after := change.Zone()
	return time.Duration(after-before) * time.Second
}

// nextChange returns the first instant after t at which the clock of t's zone is
// set, and by how much; the zero time if there is none.
func nextChange(t time.Time) (time.Time, time.Duration) {
	for {
		_, next := t.ZoneBounds()
		if next.IsZero() {
			return next, 0
		}
		// Past its tables, package time ends a zone's year after 365 days, which
		// on December 31 of a leap year is before t.
		if !next.After(t) {
			next = t.Add(24 * time.Hour)
		}
		_, before := t.Zone()
		if _, after := next.Zone(); after != before {
			return next, time.Duration(after-before) * time.Second
		}
		t = next
	}
}
