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
		Title:    "a schedule's time exists once on each of its days",
		Severity: diag.Note,
		Doc: `When a clock is set forward, the times in between do not exist on that day, and
EventBridge Scheduler leaves out a run at one of them. When it is set back, some times come
twice, and the run is at the first. Schedules that run within an hour of the change anyway are
not mentioned.`,
		Good: "schedule: {expression: \"cron(30 4 * * ? *)\", timezone: \"Europe/Berlin\"}",
		Bad:  "schedule: {expression: \"cron(30 2 * * ? *)\", timezone: \"Europe/Berlin\"}",
		Check: func(p *Pass) {
			table := p.enabled()
			if table == nil || p.Now.IsZero() {
				return
			}
			var repeated *schedule.Occurrence
			for o := range table.Expression.ClockChanges(p.Now, p.Now.AddDate(clockYears, 0, 0), table.Zone) {
				if !table.Within(o) || covered(table, o) {
					continue
				}
				if o.Clock == schedule.Skipped {
					p.reportClock(o, table.Zone, "does not exist", "forward: AWS leaves the run out")
					return
				}
				if repeated == nil {
					repeated = &o
				}
			}
			if repeated != nil {
				p.reportClock(*repeated, table.Zone, "comes twice", "back: AWS starts one run, at the first of the two")
			}
		},
	}
}

// reportClock names the time and the hour around it, in which other times would
// be no better.
func (p *Pass) reportClock(o schedule.Occurrence, zone *time.Location, what, then string) {
	_, offset := o.Change.Zone()
	after := o.Change.UTC().Add(time.Duration(offset) * time.Second)
	before := after.Add(-o.Shift)
	if o.Shift < 0 {
		before, after = after, before
	}
	p.reportSchedule("expression",
		fmt.Sprintf("%s %s in %s, where the clock is set %s", o.Wall.Format("2006-01-02 15:04"), what, zone, then),
		fmt.Sprintf("choose a time outside %s to %s, or a zone without clock changes, such as UTC", before.Format("15:04"), after.Format("15:04")))
}

// covered tells whether the schedule has another run as near to the clock change
// as the clock is set by: of runs every hour, none is missed.
func covered(table *timetable.Timetable, o schedule.Occurrence) bool {
	near := o.Shift.Abs()
	if o.Clock == schedule.Skipped {
		run, ok := table.Expression.Next(o.Change.Add(-near-1), table.Zone)
		return ok && run.Before(o.Change.Add(near))
	}
	run, ok := table.Expression.Next(o.Run, table.Zone)
	return ok && run.Sub(o.Run) <= 2*near
}
