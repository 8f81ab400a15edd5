package policy

import (
	"fmt"
	"math"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/schedule"
)

func selfOverlap() Rule {
	return Rule{
		ID:       "SM302",
		Title:    "a run ends before the next one starts",
		Severity: diag.Warning,
		Doc: `A run may take as long as its maximum runtime, with spot machines the wait for them
included. Where that is longer than the shortest time between two runs, and the launch does
not leave out a run that meets another (overlap: "skip"), two runs of the job train at the
same time: they cost twice, and may write to the same place. The hour that a clock change
takes is not counted, and neither is a custom launcher, whose code may look itself.`,
		Good: "maxRuntimeSeconds: 3600\nschedule: expression: \"cron(0 0/6 * * ? *)\"",
		Bad:  "maxRuntimeSeconds: 43200\nschedule: expression: \"cron(0 0/6 * * ? *)\"",
		Check: func(p *Pass) {
			table := p.enabled()
			if table == nil || p.Job.Launch.Overlap == "skip" || p.Job.Launch.Custom != nil {
				return
			}
			limits, longest := p.limits()
			// Intervals do not depend on the year, and findings not on the day.
			from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			interval, ok := table.Expression.IntervalWithin(longest-time.Second, from, time.UTC)
			if !ok {
				return
			}
			guard := `launch: {stepFunctions: {}, overlap: "skip"}`
			if p.Job.Launch.Lambda != nil || p.Job.Launch.StepFunctions != nil {
				guard = `launch: overlap: "skip"`
			}
			p.reportSchedule("expression",
				fmt.Sprintf("a run may take %s, and the next one starts after %s", schedule.Spoken(longest), schedule.Spoken(interval)),
				fmt.Sprintf("set %s to %d or less, or let a run give way to the one in progress: %s", limits, int64(interval/time.Second), guard))
		},
	}
}

// limits returns how long a run can be in progress, as its request says, and the
// fields that say so.
func (p *Pass) limits() (fields string, longest time.Duration) {
	runtime := p.Request.Value("StoppingCondition", "MaxRuntimeInSeconds")
	wait := p.Request.Value("StoppingCondition", "MaxWaitTimeInSeconds")
	fields = "maxRuntimeSeconds"
	if number(wait) > 0 {
		fields = "maxRuntimeSeconds and spot: maxWaitSeconds"
	}
	return fields, time.Duration(min(max(number(runtime), number(wait)), math.MaxInt32)) * time.Second
}
