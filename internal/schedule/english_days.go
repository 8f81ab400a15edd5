package schedule

import (
	"fmt"
	"time"
)

const everyDay = "every day"

// dayWords says on which days c runs. saysMonths tells that the months are part
// of it: on the 1st of January.
func (c *cron) dayWords() (text string, saysMonths bool) {
	d := &c.days
	week, month := d.ofWeek.values(), d.monthItems()
	switch {
	case len(d.ofMonth.values()) == 31 || len(week) == 7:
		return everyDay, false
	case len(month) == 0:
		return weekWords(week), false
	case len(week) > 0:
		return weekWords(week) + " and on " + list(month) + " of each month", false
	}
	return "on " + list(month) + " of " + c.monthsOfDays(len(month) == 1), true
}

// weekWords says days of the week, Monday first.
func weekWords(week []int) string {
	if first, last, ok := around(week, 1, 7); ok {
		return dayName(first) + " to " + dayName(last)
	}
	if week[0] == 1 {
		week = append(week[1:], 1)
	}
	var names []string
	for _, v := range week {
		names = append(names, dayName(v))
	}
	return "every " + list(names)
}

// monthItems says the days that count by the month, one by one.
func (d *days) monthItems() []string {
	var items []string
	for _, r := range consecutive(d.ofMonth.values()) {
		switch {
		case r.long():
			items = append(items, fmt.Sprintf("the %s to %s", ordinal(r.first), ordinal(r.last)))
		case r.first < r.last:
			items = append(items, "the "+ordinal(r.first), "the "+ordinal(r.last))
		default:
			items = append(items, "the "+ordinal(r.first))
		}
	}
	const weekday = "weekday (Monday to Friday)"
	for _, n := range d.nearest.values() {
		items = append(items, "the "+weekday+" nearest to the "+ordinal(n))
	}
	if d.lastWeekday {
		items = append(items, "the last "+weekday)
	}
	if d.last {
		items = append(items, "the last day")
	}
	for _, v := range d.lastOf.values() {
		if !d.ofWeek.has(v) {
			items = append(items, "the last "+dayName(v))
		}
	}
	if d.nthDay > 0 {
		nth := [...]string{"first", "second", "third", "fourth", "fifth"}[d.nth-1]
		items = append(items, "the "+nth+" "+dayName(d.nthDay))
	}
	return items
}

// monthsOfDays says the months behind days that count by the month. Where a
// single such day is missing from some months, that is said.
func (c *cron) monthsOfDays(single bool) string {
	months := c.months.values()
	if len(months) == 12 {
		rare := max(c.days.ofMonth.last(), c.days.nearest.last()) > 28 || c.days.nth == 5
		if single && rare {
			return "each month that has one"
		}
		return "each month"
	}
	if first, last, ok := around(months, 1, 12); ok {
		return fmt.Sprintf("each month from %s to %s", time.Month(first), time.Month(last))
	}
	return monthList(months)
}

// dayName is the name of a day of the week, 1 = Sunday.
func dayName(v int) string { return time.Weekday(v - 1).String() }
