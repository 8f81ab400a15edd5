package schedule

import "time"

// LongestInterval returns a time that consecutive runs after from are never
// farther apart than; false means that there are fewer than two. It is exact for
// one run a day over the 28 years in which the calendar and the clock changes
// repeat, runs that a clock change skips included. For more runs a day it may be
// longer than the truth by what clocks are set by, and never shorter.
func (e Expression) LongestInterval(from time.Time, loc *time.Location) (time.Duration, bool) {
	return e.interval(e.cron.longest, from, loc)
}

func (c *cron) longest(from time.Time, loc *time.Location) (time.Duration, bool) {
	var best time.Duration
	var before, until time.Time // the last run so far, and where to stop
	for on := range c.dates(dateOf(from.In(loc))) {
		first, last := c.bounds(on, loc)
		if first.IsZero() || !first.After(from) {
			continue // all of the day's times are skipped, or it has begun
		}
		if until.IsZero() {
			until = first.AddDate(repeats, 0, 0)
		} else {
			best = max(best, first.Sub(before))
		}
		if before = last; first.After(until) {
			break
		}
	}
	if c.open() > 0 && !before.IsZero() {
		inDay := c.longestInDay()
		if loc != time.UTC {
			inDay += largestJump
		}
		best = max(best, inDay)
	}
	return best, best > 0
}

// bounds returns the first and the last run of a day, the zero time if the clock
// jumps over all of them.
func (c *cron) bounds(on date, loc *time.Location) (first, last time.Time) {
	for hour := c.hours.from(0); hour >= 0; hour = c.hours.from(hour + 1) {
		for _, minute := range []int{c.minutes.from(0), c.minutes.last()} {
			run, ok := instant(on.at(hour, minute), loc)
			if !ok {
				continue
			}
			if first.IsZero() {
				first = run
			}
			last = run
		}
	}
	return first, last
}

// longestInDay returns the longest distance between two neighbouring wall times
// of a day.
func (c *cron) longestInDay() time.Duration {
	var best time.Duration
	for distance := range c.distancesInDay {
		best = max(best, distance)
	}
	return best
}
