package schedule

import (
	"fmt"
	"strings"
	"time"
)

// English says in words when the expression runs, such as "every day at 02:00"
// or "every 15 minutes from 08:00 to 17:45, Monday to Friday". It follows from
// what the fields mean and not from how they are written: expressions of the same
// times and days read the same, others differ. Days of the week have their names.
// The time zone is not in it, and the first run of a rate, which depends on the
// deployment, is called so.
func (e Expression) English() string {
	switch {
	case e.text == "":
		return "never"
	case e.kind == Rate:
		return e.rateWords()
	case e.kind == At:
		layout := "Monday 2 January 2006 at 15:04"
		if e.wall.Second() > 0 {
			layout += ":05"
		}
		return "once, on " + e.wall.Format(layout)
	default:
		return e.cron.english()
	}
}

// rateWords says the interval in the unit that it was written in.
func (e Expression) rateWords() string {
	amount := strings.TrimSuffix(strings.TrimPrefix(e.text, "rate("), ")")
	return "every " + strings.TrimPrefix(amount, "1 ") + ", counted from its first run"
}

func (c *cron) english() string {
	times := c.timeWords()
	days, saysMonths := c.dayWords()
	text := times.text
	switch {
	case times.listed:
		text = days + " " + times.text
	case !times.roundTheClock || days != everyDay:
		text = times.text + ", " + days
	}
	var only []string
	if months := c.months.values(); !saysMonths && len(months) < 12 {
		only = append(only, "only "+monthsAlone(months))
	}
	if years := c.yearWords(); years != "" {
		only = append(only, years)
	}
	if len(only) > 0 {
		text += ", " + strings.Join(only, ", and ")
	}
	return text
}

// yearWords says the years, nothing if they are all.
func (c *cron) yearWords() string {
	years := c.years.values()
	for i := range years {
		years[i] += firstYear
	}
	const all = lastYear - firstYear + 1
	switch n := len(years); {
	case n == all:
		return ""
	case n == 0:
		return fmt.Sprintf("in no year from %d to %d", firstYear, lastYear)
	case n > 3 && distance(years) > 1:
		return fmt.Sprintf("only every %d years from %d to %d", distance(years), years[0], years[n-1])
	}
	runs := consecutive(years)
	if len(runs) == 1 && runs[0].long() {
		if runs[0].last == lastYear {
			return fmt.Sprintf("only from %d on", runs[0].first)
		}
		return fmt.Sprintf("only from %d to %d", runs[0].first, runs[0].last)
	}
	return "only in " + list(spans(runs, "%d"))
}

// monthsAlone says months behind the days, when those are not days of a month.
func monthsAlone(months []int) string {
	if first, last, ok := around(months, 1, 12); ok {
		return fmt.Sprintf("from %s to %s", time.Month(first), time.Month(last))
	}
	return "in " + monthList(months)
}

func monthList(months []int) string {
	var names []string
	for _, m := range months {
		names = append(names, time.Month(m).String())
	}
	return list(names)
}
