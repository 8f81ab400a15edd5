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
	return "on " + list(month) + " of " + c.monthsOfDays(), true
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
	dates := d.ofMonth.values()
	if step := distance(dates); step > 1 && len(dates) > 3 {
		first, last := ordinal(dates[0]), ordinal(dates[len(dates)-1])
		items = append(items, fmt.Sprintf("every %s day from the %s to the %s", ordinal(step), first, last))
		dates = nil
	}
	for _, r := range consecutive(dates) {
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

// monthsOfDays says the months behind days that count by the month. Where there
// is a single such day, which some months do not have, that is said.
func (c *cron) monthsOfDays() string {
	months := c.months.values()
	if len(months) == 12 {
		day := append(c.days.ofMonth.values(), c.days.nearest.values()...)
		if others := c.days.last || c.days.lastWeekday; c.days.nth == 5 || len(day) == 1 && day[0] > 28 && !others {
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
