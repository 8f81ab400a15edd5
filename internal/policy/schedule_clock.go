package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/timetable"
)

// clockYears is how far ahead clock changes are looked at: far enough for a day
// of the month to meet one, near enough for the zones' rules to hold.
const clockYears = 5

func clockChange() Rule {
	return Rule{
		ID:       "SM305",
		Title:    "a schedule's time exists on each of its days",
		Severity: diag.Note,
		Doc: `When a clock is set forward, the times in between do not exist on that day, and
EventBridge Scheduler leaves out a run at one of them. Schedules that run within an hour of the
change anyway are not mentioned, nor are times that come twice when a clock is set back: AWS
starts one run, at the first.`,
		Good: "schedule: {expression: \"cron(30 4 * * ? *)\", timezone: \"Europe/Berlin\"}",
		Bad:  "schedule: {expression: \"cron(30 2 * * ? *)\", timezone: \"Europe/Berlin\"}",
		Check: func(p *Pass) {
			table := p.enabled()
			if table == nil || p.Now.IsZero() {
				return
			}
			for o := range table.Expression.ClockChanges(p.Now, p.Now.AddDate(clockYears, 0, 0), table.Zone) {
				if o.Clock == schedule.Skipped && table.Within(o) && !isCovered(table, o) {
					p.reportSkipped(o, table.Zone)
					return
				}
			}
		},
	}
}

// reportSkipped names the time and the hour around it, in which other times would
// be no better.
func (p *Pass) reportSkipped(o schedule.Occurrence, zone *time.Location) {
	_, offset := o.Change.Zone()
	after := o.Change.UTC().Add(time.Duration(offset) * time.Second)
	before := after.Add(-o.Shift)
	p.reportSchedule("expression",
		fmt.Sprintf("%s does not exist in %s, where the clock is set forward: AWS leaves the run out", o.Wall.Format("2006-01-02 15:04"), zone),
		fmt.Sprintf("choose a time outside %s to %s, or a zone without clock changes, such as UTC", before.Format("15:04"), after.Format("15:04")))
}

// isCovered reports whether the schedule has another run as near to the clock
// change as the clock is set by: of runs every hour, none is missed.
func isCovered(table *timetable.Timetable, o schedule.Occurrence) bool {
	run, ok := table.Expression.Next(o.Change.Add(-o.Shift-1), table.Zone)
	return ok && run.Before(o.Change.Add(o.Shift))
}
