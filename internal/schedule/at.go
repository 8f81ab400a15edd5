package schedule

import (
	"fmt"
	"strings"
	"time"
)

// atLayout is the only form that AWS takes inside at( ).
const atLayout = "2006-01-02T15:04:05"

// parseAt reads the inside of at( ): a date and a wall time.
func (e *Expression) parseAt(body string) *SyntaxError {
	wall, err := time.Parse(atLayout, body)
	// time.Parse is lenient about fractions and single digits.
	valid := err == nil && wall.Format(atLayout) == body
	switch {
	case e.dialect == Rule:
		err := fault("at", "use EventBridge Scheduler, or a cron of that year", "a rule takes cron and rate, not at")
		if valid {
			err.mend(fmt.Sprintf("cron(%d %d %d %d ? %04d)", wall.Minute(), wall.Hour(), wall.Day(), wall.Month(), wall.Year()))
		}
		return err
	case !valid:
		return wrongAt(body)
	}
	e.kind = At
	e.text = "at(" + body + ")"
	e.wall = wall
	return nil
}

// wrongAt is the error for anything but a date and a time that exist.
func wrongAt(body string) *SyntaxError {
	err := fault("at", "", "at takes yyyy-mm-ddThh:mm:ss, a date and time that exist, not %q", body)
	// The zone is looked for behind the date, which has dashes of its own.
	if i := strings.LastIndexAny(body, "Zz+-"); i > len("2006-01-02") {
		err = fault("at", "the schedule's time zone applies", "at takes no zone or offset, such as %q", body[i:])
		body = body[:i]
	}
	body, _, _ = strings.Cut(body, ".")
	if len(body) > len("2006-01-02") {
		body = body[:10] + "T" + body[11:]
	}
	return err.mend("at("+body+")", "at("+body+":00)", "at("+body+"T00:00:00)").
		orElse("write one such as at(2026-12-24T18:00:00)")
}
