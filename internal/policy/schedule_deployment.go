package policy

import (
	"fmt"
	"time"

	"github.com/smgen/smgen/internal/diag"
)

func startsAtOnce() Rule {
	return Rule{
		ID:       "SM303",
		Title:    "a deployment does not start a job",
		Severity: diag.Warning,
		Doc: `A rate counts from the moment at which its schedule is created: EventBridge Scheduler
starts the first run at once, whoever deploys the stack and whenever that is, and all others
follow at that time of day. A cron expression says the times itself.`,
		Good: "schedule: expression: \"cron(0 2 * * ? *)\"",
		Bad:  "schedule: expression: \"rate(1 day)\"",
		Check: func(p *Pass) {
			table := p.enabled()
			if table == nil || table.Rule || !table.FromDeployment() {
				return
			}
			help := "use cron( ) to choose the times"
			if same := table.Expression.OnTheClock(); same != "" {
				help += ", such as " + same
			}
			p.reportSchedule("expression", table.Expression.String()+" starts a job as soon as it is deployed, and counts from there", help)
		},
	}
}

// startMayBeLate is how long after a schedule's start EventBridge Scheduler was
// seen to take it still.
const startMayBeLate = 5 * time.Minute

func staleStart() Rule {
	return Rule{
		ID:       "SM307",
		Title:    "a schedule has no start that will have passed",
		Severity: diag.Warning,
		Doc: `EventBridge Scheduler refuses a start that passed more than five minutes ago, when a
schedule is created and whenever it is updated. A start that is right today makes the first
change after that day fail, most often one that has nothing to do with it.`,
		Good: "schedule: {expression: \"cron(0 2 * * ? *)\", end: \"2030-01-01T00:00:00Z\"}",
		Bad:  "schedule: {expression: \"cron(0 2 * * ? *)\", start: \"2029-01-01T00:00:00Z\"}",
		Check: func(p *Pass) {
			if p.Job.Schedule == nil || p.Job.Schedule.Start == "" {
				return
			}
			table := p.times()
			if table == nil || table.Start.IsZero() {
				return
			}
			start := table.Start.Format(time.RFC3339)
			message := fmt.Sprintf("from %s on, AWS refuses each change of the schedule: its start will have passed", start)
			if !p.Now.IsZero() && p.Now.After(table.Start.Add(startMayBeLate)) {
				message = fmt.Sprintf("the start, %s, has passed: AWS refuses to create or to change the schedule", start)
			}
			p.reportSchedule("start", message, "remove it: deploy the schedule when it is to begin, or with enabled: false until then")
		},
	}
}
