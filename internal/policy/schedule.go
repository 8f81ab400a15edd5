package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

func neverFires() Rule {
	return Rule{
		ID:    "SM301",
		Title: "a schedule has a next run",
		Doc: `AWS accepts expressions that never match, such as 30 February, and times that have
passed. Nothing would ever start, and nothing would say so.`,
		Good: `schedule: expression: "cron(0 2 1 * ? *)"`,
		Bad:  `schedule: expression: "cron(0 2 30 2 ? *)"`,
		Check: func(p *Pass) {
			s := p.Job.Schedule
			if s == nil || !s.Enabled || p.Now.IsZero() {
				return
			}
			e, err := schedule.Parse(s.Expression, schedule.Scheduler)
			if err != nil {
				return
			}
			loc := time.UTC
			if named, err := schedule.LoadLocation(s.Zone()); err == nil {
				loc = named
			}
			if _, ok := e.Next(p.Now, loc); !ok {
				p.Report(p.Job.Path()+".schedule.expression",
					fmt.Sprintf("the schedule has no run after %s", p.Now.UTC().Format(time.RFC3339)),
					"change the expression, or set enabled: false")
			}
		},
	}
}
