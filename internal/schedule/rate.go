package schedule

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// parseRate reads the inside of rate( ): a whole number and a unit.
func (e *Expression) parseRate(body string) *SyntaxError {
	number, unit, two := strings.Cut(body, " ")
	if !two {
		return fault("rate", "", "rate takes a number and a unit, not %q", body).orElse("write one such as rate(1 day)")
	}
	length := unitLength(unit)
	value, err := strconv.ParseInt(number, 10, 64)
	if length == 0 || err != nil || strconv.FormatInt(value, 10) != number || value < 1 {
		return wrongRate(number, unit)
	}
	if value > math.MaxInt64/int64(length) {
		return fault("rate", "use cron( ) with a year, or disable the schedule", "rate(%s) is longer than 292 years", body)
	}
	grammatical := strings.TrimSuffix(unit, "s")
	if value > 1 {
		grammatical += "s"
	}
	// Scheduler's documentation also lists the plural with 1.
	if unit != grammatical && (value > 1 || e.dialect == Rule) {
		return fault("rate", "", "rate(%s): the unit of %s is %s", body, number, grammatical).
			mend("rate(" + number + " " + grammatical + ")")
	}
	e.kind = Rate
	e.text = "rate(" + number + " " + grammatical + ")"
	e.every = time.Duration(value) * length
	return nil
}

// OnTheClock returns a cron expression that runs as often as a rate does, at set
// times; nothing where there is none, or for another kind.
func (e Expression) OnTheClock() string {
	const day = 24 * time.Hour
	switch every := e.every; {
	case e.kind != Rate:
		return ""
	case every == 7*day:
		return "cron(0 2 ? * SUN *)"
	case every == day:
		return "cron(0 2 * * ? *)"
	case every == time.Hour:
		return "cron(0 * * * ? *)"
	case every == time.Minute:
		return "cron(* * * * ? *)"
	case every < time.Hour && time.Hour%every == 0:
		return "cron(0/" + strconv.Itoa(int(every/time.Minute)) + " * * * ? *)"
	case every < day && day%every == 0 && every%time.Hour == 0:
		return "cron(0 0/" + strconv.Itoa(int(every/time.Hour)) + " * * ? *)"
	}
	return ""
}

// unitLength returns the length of a unit that AWS takes, 0 for another text. A
// day is always 24 hours: rates know no time zone.
func unitLength(unit string) time.Duration {
	switch unit {
	case "minute", "minutes":
		return time.Minute
	case "hour", "hours":
		return time.Hour
	case "day", "days":
		return 24 * time.Hour
	}
	return 0
}

// wrongRate is the error for a number that is not whole and positive, or an
// unknown unit.
func wrongRate(number, unit string) *SyntaxError {
	var err *SyntaxError
	value, notNumber := strconv.ParseFloat(number, 64)
	length := looseUnit(unit)
	switch {
	case notNumber != nil || !(value > 0 && value <= 1e6): // so that NaN fails, too
		return fault("rate", "write one such as rate(1 day)", "rate takes a whole number from 1, not %q", number)
	case strings.HasPrefix(strings.ToLower(unit), "month"), strings.HasPrefix(strings.ToLower(unit), "year"):
		return fault("rate", "months and years need cron, such as cron(0 0 1 * ? *)", "rate takes minutes, hours or days, not %q", unit)
	case unitLength(unit) == 0:
		err = fault("rate", "", "rate takes minutes, hours or days, not %q", unit)
	default:
		err = fault("rate", "", "rate takes a whole number without sign and leading zeros, not %q", number)
	}
	return err.mend(rateOf(time.Duration(value*float64(length)), length)).orElse("write one such as rate(1 day)")
}

// looseUnit returns the length of what people write for a unit.
func looseUnit(unit string) time.Duration {
	switch strings.TrimSuffix(strings.ToLower(unit), "s") {
	case "second", "sec":
		return time.Second
	case "minute", "min", "m":
		return time.Minute
	case "hour", "hr", "h":
		return time.Hour
	case "day", "d":
		return 24 * time.Hour
	case "week", "wk", "w":
		return 7 * 24 * time.Hour
	}
	return 0
}

// rateOf writes d, rounded up to whole minutes, in the largest unit that fits
// and is no longer than the one that was given.
func rateOf(d, given time.Duration) string {
	minutes := (d + time.Minute - 1) / time.Minute
	units := []struct {
		name    string
		minutes time.Duration
	}{{"day", 1440}, {"hour", 60}, {"minute", 1}}
	for _, u := range units {
		if minutes%u.minutes != 0 || u.minutes*time.Minute > max(given, time.Minute) {
			continue
		}
		text := "rate(" + strconv.FormatInt(int64(minutes/u.minutes), 10) + " " + u.name
		if minutes > u.minutes {
			text += "s"
		}
		return text + ")"
	}
	return ""
}
