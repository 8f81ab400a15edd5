package policy

import (
	"sync"
	"time"

	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/timetable"
)

// readOnce returns what reads the job's schedule when it is asked first. It
// returns nil for a job that has none, and for one with mistakes, which are
// reported where it becomes a trigger.
func readOnce(job *spec.Job) func() *timetable.Timetable {
	return sync.OnceValue(func() *timetable.Timetable {
		if job.Schedule == nil {
			return nil
		}
		table, err := timetable.Read(job.Schedule)
		if err != nil {
			return nil
		}
		return table
	})
}

// enabled returns the job's schedule if it starts runs.
func (p *Pass) enabled() *timetable.Timetable {
	if s := p.Job.Schedule; s == nil || !s.Enabled {
		return nil
	}
	return p.times()
}

// reportSchedule adds a finding at a field of the job's schedule.
func (p *Pass) reportSchedule(field, message, help string) {
	p.Report(spec.Join(p.Job.Path()+".schedule", field), message, help)
}

func neverFires() Rule {
	return Rule{
		ID:    "SM301",
		Title: "a schedule has a next run",
		Doc: `AWS accepts expressions that never match, such as 30 February, times that have
passed, and a start and an end with no run in between. Nothing would ever start, and nothing
would say so.`,
		Good: "schedule: expression: \"cron(0 2 1 * ? *)\"",
		Bad:  "schedule: expression: \"cron(0 2 30 2 ? *)\"",
		Check: func(p *Pass) {
			table := p.enabled()
			if table == nil || p.Now.IsZero() {
				return
			}
			if _, ok := table.Next(p.Now.Add(1)); ok {
				return
			}
			from, since := p.Now, "after "
			if table.Start.After(from) {
				from, since = table.Start, "from its start, "
			}
			message := "the schedule has no run " + since + from.UTC().Format(time.RFC3339)
			if _, later := table.Expression.Next(from, table.Zone); !later || table.End.IsZero() {
				p.reportSchedule("expression", message, "change the expression, or set enabled: false")
				return
			}
			message += ", to its end, " + table.End.Format(time.RFC3339)
			p.reportSchedule("end", message, "move the end, or set enabled: false")
		},
	}
}
