package schedule

import (
	"iter"
	"math/bits"
	"time"
)

// date is a day of the calendar, in no zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	year, month, day := t.Date()
	return date{year, month, day}
}

// at returns the wall time of a minute on the day, held as if it were UTC.
func (d date) at(hour, minute int) time.Time {
	return time.Date(d.year, d.month, d.day, hour, minute, 0, 0, time.UTC)
}

// dates yields the days on which c runs, from the given one on.
func (c *cron) dates(from date) iter.Seq[date] {
	return func(yield func(date) bool) {
		for year := c.years.from(max(0, from.year-firstYear)); year >= 0; year = c.years.from(year + 1) {
			for month := c.months.from(1); month >= 0; month = c.months.from(month + 1) {
				on := date{year: year + firstYear, month: time.Month(month)}
				if on.year == from.year && on.month < from.month {
					continue
				}
				mask := c.days.in(on.year, on.month)
				if on.year == from.year && on.month == from.month {
					mask &= ^uint64(0) << from.day
				}
				for ; mask != 0; mask &= mask - 1 {
					on.day = bits.TrailingZeros64(mask)
					if !yield(on) {
						return
					}
				}
			}
		}
	}
}

// walls yields the wall times of c, from the minute of the given one on, each
// held as if it were UTC.
func (c *cron) walls(from time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		first := dateOf(from)
		for on := range c.dates(first) {
			firstHour, firstMinute := 0, 0
			if on == first {
				firstHour, firstMinute = from.Hour(), from.Minute()
			}
			for hour := c.hours.from(firstHour); hour >= 0; hour = c.hours.from(hour + 1) {
				if hour > firstHour {
					firstMinute = 0
				}
				for minute := c.minutes.from(firstMinute); minute >= 0; minute = c.minutes.from(minute + 1) {
					if !yield(on.at(hour, minute)) {
						return
					}
				}
			}
		}
	}
}

// next returns the first run after the given instant. The order of runs is that
// of their wall times, as a wall time that occurs twice counts by its first
// occurrence: so no run after the instant has a wall time before the instant's.
func (c *cron) next(after time.Time, loc *time.Location) (time.Time, bool) {
	for wall := range c.walls(after.In(loc)) {
		if run, ok := instant(wall, loc); ok && run.After(after) {
			return run, true
		}
	}
	return time.Time{}, false
}

// instant returns when the clock of loc first shows the given wall time, which
// is held as if it were UTC; false if the clock jumps over it.
func instant(wall time.Time, loc *time.Location) (time.Time, bool) {
	if loc == time.UTC {
		return wall, true
	}
	year, month, day := wall.Date()
	hour, minute, second := wall.Clock()
	t := time.Date(year, month, day, hour, minute, second, 0, loc)
	_, offset := t.Zone()
	if t.Unix()+int64(offset) != wall.Unix() {
		return time.Time{}, false
	}
	// Of two occurrences, time.Date promises neither.
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t, true
	}
	_, before := start.Add(-1).Zone()
	if earlier := t.Add(time.Duration(offset-before) * time.Second); earlier.Before(start) {
		return earlier, true
	}
	return t, true
}
