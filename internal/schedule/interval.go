package schedule

import "time"

// repeats is the number of years after which the calendar, and with it the
// clock changes that go by the day of week, begin anew.
const repeats = 28

// shortest returns the shortest time between consecutive runs. It counts by the
// calendar alone first, and then looks closely at each clock change: away from
// those, wall times are as far apart as the runs.
func (c *cron) shortest(from time.Time, loc *time.Location) (time.Duration, bool) {
	first, ok := c.next(from, loc)
	if !ok {
		return 0, false
	}
	second, ok := c.next(first, loc)
	if !ok {
		return 0, false
	}
	until := first.AddDate(repeats, 0, 0)
	best := min(second.Sub(first), c.shortestInDay())
	best = min(best, c.shortestOvernight(dateOf(first), dateOf(until), best))
	for change := nextForward(first); best > time.Minute && !change.IsZero() && change.Before(until); change = nextForward(change) {
		best = min(best, c.across(change, first, best, loc))
	}
	return best, true
}

// shortestInDay returns the shortest distance between two wall times of a day.
func (c *cron) shortestInDay() time.Duration {
	best := time.Duration(1<<63 - 1)
	for distance := range c.distancesInDay {
		best = min(best, distance)
	}
	return best
}

// distancesInDay yields the distances between neighbouring wall times of a day,
// some of them more than once.
func (c *cron) distancesInDay(yield func(time.Duration) bool) {
	firstMinute, lastMinute := c.minutes.from(0), c.minutes.last()
	for a, b := firstMinute, c.minutes.from(firstMinute+1); b >= 0; a, b = b, c.minutes.from(b+1) {
		if !yield(time.Duration(b-a) * time.Minute) {
			return
		}
	}
	for a, b := c.hours.from(0), c.hours.from(c.hours.from(0)+1); b >= 0; a, b = b, c.hours.from(b+1) {
		if !yield(time.Duration((b-a)*60+firstMinute-lastMinute) * time.Minute) {
			return
		}
	}
}

// largestJump is more than any zone's clock is set forward at once, two hours at
// Troll station and one elsewhere, since Samoa left out a day of 2011.
const largestJump = 3 * time.Hour

// apart returns a time that runs are apart at least, without a look at the
// calendar: as if each distance had a clock change in it.
func (c *cron) apart() time.Duration {
	overnight := time.Duration(c.days.apart()) * 24 * time.Hour
	return min(c.shortestInDay(), overnight-c.open()) - largestJump
}

// apart returns how many days the days that count are apart at least.
func (d *days) apart() int {
	week := d.ofWeek.values()
	byMonth := len(d.ofMonth.values()) + len(d.nearest.values()) + len(d.lastOf.values())
	for _, special := range []bool{d.last, d.lastWeekday, d.nth > 0} {
		if special {
			byMonth++
		}
	}
	switch {
	case byMonth == 1 && len(week) == 0:
		return 24 // 28, and a weekday may be two days off on either side
	case byMonth > 0 || len(week) == 0:
		return 1
	}
	least := 7 + week[0] - week[len(week)-1]
	for i := 1; i < len(week); i++ {
		least = min(least, week[i]-week[i-1])
	}
	return least
}

// open is the time from the first wall time of a day to the last.
func (c *cron) open() time.Duration {
	return time.Duration((c.hours.last()-c.hours.from(0))*60+c.minutes.last()-c.minutes.from(0)) * time.Minute
}

// shortestOvernight returns the shortest distance from the last wall time of a
// day to the first of the next day that counts, or best if that is shorter than
// any such distance.
func (c *cron) shortestOvernight(from, until date, best time.Duration) time.Duration {
	open := c.open()
	const day = 24 * time.Hour
	limit := until.at(0, 0)
	var before time.Time
	for on := range c.dates(from) {
		midnight := on.at(0, 0)
		if best <= day-open || midnight.After(limit) {
			break
		}
		if !before.IsZero() {
			best = min(best, midnight.Sub(before)-open)
		}
		before = midnight
	}
	return best
}

// across returns the shortest distance between consecutive runs of which the
// first is before the clock change and the second is not, if it is below best.
func (c *cron) across(change, first time.Time, best time.Duration, loc *time.Location) time.Duration {
	start := change.Add(-best)
	if start.Before(first) {
		start = first
	}
	run, ok := c.next(start.Add(-1), loc)
	for ok && run.Before(change) {
		before := run
		if run, ok = c.next(before, loc); ok {
			best = min(best, run.Sub(before))
		}
	}
	return best
}

// nextForward returns the first instant after t at which the clock of t's zone
// is set forward, the zero time if there is none. Setting it back only moves
// runs apart.
func nextForward(t time.Time) time.Time {
	next, shift := nextChange(t)
	for shift < 0 {
		next, shift = nextChange(next)
	}
	return next
}
