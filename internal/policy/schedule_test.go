package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/spectest"
)

// TestSchedules holds what the rules say about schedules, on the first day of
// 2027.
func TestSchedules(t *testing.T) {
	const (
		guard   = `launch: {stepFunctions: {}, overlap: "skip"}`
		overlap = ` (set maxRuntimeSeconds to 21600 or less, or let a run give way to the one in progress: launch: {stepFunctions: {}, overlap: "skip"})`
		once    = "SM303 warning expression: rate(1 day) starts a job as soon as it is deployed, and counts from there (use cron( ) to choose the times, such as cron(0 2 * * ? *))"
		hour    = " (choose a time outside 02:00 to 03:00, or a zone without clock changes, such as UTC)"
		skipped = "SM305 note expression: 2027-03-28 02:30 does not exist in Europe/Berlin, where the clock is set forward: AWS leaves the run out" + hour
	)
	for name, test := range map[string]struct {
		job  string
		want []string
	}{
		"nothing wrong": {`schedule: expression: "cron(0 2 * * ? *)"`, nil},

		"never": {`schedule: expression: "cron(0 2 31 6 ? *)"`,
			[]string{"SM301 error expression: the schedule has no run after 2027-01-01T00:00:00Z (change the expression, or set enabled: false)"}},
		"ended": {`schedule: {expression: "cron(0 2 * * ? *)", end: "2026-12-31T23:00:00Z"}`,
			[]string{"SM301 error end: the schedule has no run after 2027-01-01T00:00:00Z, to its end, 2026-12-31T23:00:00Z (move the end, or set enabled: false)"}},
		"no run within the bounds": {`schedule: {expression: "cron(0 2 1 * ? *)", start: "2027-02-02T00:00:00Z", end: "2027-02-28T00:00:00Z"}`, []string{
			"SM301 error end: the schedule has no run from its start, 2027-02-02T00:00:00Z, to its end, 2027-02-28T00:00:00Z (move the end, or set enabled: false)",
			"SM307 warning start: from 2027-02-02T00:00:00Z on, AWS refuses each change of the schedule: its start will have passed (remove it: deploy the schedule when it is to begin, or with enabled: false until then)",
		}},
		"a start after the last run": {`schedule: {expression: "cron(0 2 1 * ? 2027)", start: "2028-02-02T00:00:00Z"}`, []string{
			"SM301 error expression: the schedule has no run from its start, 2028-02-02T00:00:00Z (change the expression, or set enabled: false)",
			"SM307 warning start: from 2028-02-02T00:00:00Z on, AWS refuses each change of the schedule: its start will have passed (remove it: deploy the schedule when it is to begin, or with enabled: false until then)",
		}},
		"an end in the far future": {`schedule: {expression: "cron(0 2 * * ? *)", end: "2030-01-01T00:00:00Z"}`, nil},
		"an ended rate": {`schedule: {expression: "rate(1 day)", end: "2026-12-31T23:00:00Z"}`, []string{
			"SM301 error end: the schedule has no run after 2027-01-01T00:00:00Z, to its end, 2026-12-31T23:00:00Z (move the end, or set enabled: false)", once,
		}},
		"ended and off":           {`schedule: {expression: "cron(0 2 * * ? *)", end: "2026-12-31T23:00:00Z", enabled: false}`, nil},
		"at does not heed an end": {`schedule: {expression: "at(2027-05-01T00:00:00)", end: "2026-12-31T23:00:00Z"}`, nil},

		"longer than the interval": {"maxRuntimeSeconds: 21601\n" + `schedule: expression: "cron(0 0/6 * * ? *)"`,
			[]string{"SM302 warning expression: a run may take 6 hours 1 minute, and the next one starts after 6 hours" + overlap}},
		"as long as the interval": {"maxRuntimeSeconds: 21600\n" + `schedule: expression: "cron(0 0/6 * * ? *)"`, nil},
		"a wait for spot machines": {"maxRuntimeSeconds: 3600\nspot: maxWaitSeconds: 86400\n" + `schedule: expression: "cron(0 0/6 * * ? *)"`,
			[]string{"SM302 warning expression: a run may take 1 day, and the next one starts after 6 hours" + strings.Replace(overlap, "Seconds", "Seconds and spot: maxWaitSeconds", 1)}},
		"a day each day, in a zone with clock changes": {`schedule: {expression: "cron(0 4 * * ? *)", timezone: "Europe/Berlin"}`, nil},
		"longer than the interval, of a launch that can look": {"launch: lambda: {}\n" + `schedule: expression: "cron(0 0/6 * * ? *)"`,
			[]string{`SM302 warning expression: a run may take 1 day, and the next one starts after 6 hours (set maxRuntimeSeconds to 21600 or less, or let a run give way to the one in progress: launch: overlap: "skip")`}},
		"longer than the interval, and guarded": {guard + "\n" + `schedule: expression: "cron(0 0/6 * * ? *)"`, nil},
		"longer than the interval, and off":     {`schedule: {expression: "cron(0 0/6 * * ? *)", enabled: false}`, nil},
		"a rate shorter than the runtime": {`schedule: expression: "rate(6 hours)"`, []string{
			"SM302 warning expression: a run may take 1 day, and the next one starts after 6 hours" + overlap,
			"SM303 warning expression: rate(6 hours) starts a job as soon as it is deployed, and counts from there (use cron( ) to choose the times, such as cron(0 0/6 * * ? *))",
		}},

		"a rate": {`schedule: expression: "rate(1 day)"`, []string{once}},
		"a rate that no cron has": {`schedule: expression: "rate(2 days)"`,
			[]string{"SM303 warning expression: rate(2 days) starts a job as soon as it is deployed, and counts from there (use cron( ) to choose the times)"}},
		"a rate of a rule":    {"launch: lambda: {}\n" + `schedule: {expression: "rate(1 day)", via: "rule"}`, nil},
		"a rate that is off":  {`schedule: {expression: "rate(1 day)", enabled: false}`, nil},
		"a rate with a start": {`schedule: {expression: "rate(1 day)", start: "2026-12-31T23:00:00Z"}`, []string{"SM307 warning start: the start, 2026-12-31T23:00:00Z, has passed: AWS refuses to create or to change the schedule (remove it: deploy the schedule when it is to begin, or with enabled: false until then)"}},

		"Sunday": {`schedule: expression: "cron(0 2 ? * 1 *)"`,
			[]string{"SM304 warning expression: day of week 1 is Sunday: AWS counts from 1 = SUN, and Unix from 1 = MON (write SUN for what it says, or MON for what it says in Unix cron)"}},
		"days that Unix numbers differently, off": {`schedule: {expression: "cron(0 2 ? * 1-5 *)", enabled: false}`,
			[]string{"SM304 warning expression: day of week 1-5 is Sunday to Thursday: AWS counts from 1 = SUN, and Unix from 1 = MON (write SUN-THU for what it says, or MON-FRI for what it says in Unix cron)"}},
		"days by name": {`schedule: expression: "cron(0 2 ? * SUN-THU *)"`, nil},
		"each minute": {"maxRuntimeSeconds: 60\n" + `schedule: expression: "cron(* 2 * * ? *)"`,
			[]string{"SM304 warning expression: minutes * is each minute of the hour, 60 runs a day (write 0 for the full hour)"}},
		"a step that does not come out even": {"maxRuntimeSeconds: 60\n" + `schedule: expression: "cron(0/45 * * * ? *)"`,
			[]string{"SM304 warning expression: minutes 0/45 starts anew with each hour: from the last to the next 0 there are 15 minutes (take a step that divides 60, or list the minutes)"}},

		"a time that is skipped":  {`schedule: {expression: "cron(30 2 * * ? *)", timezone: "Europe/Berlin"}`, []string{skipped}},
		"a time that comes twice": {`schedule: {expression: "cron(30 1 * * ? *)", timezone: "America/New_York"}`, nil},
		"two times that are skipped": {"maxRuntimeSeconds: 60\n" + `schedule: {expression: "cron(0,30 2 * * ? *)", timezone: "Europe/Berlin"}`,
			[]string{"SM305 note expression: 2027-03-28 02:00 does not exist in Europe/Berlin, where the clock is set forward: AWS leaves the run out" + hour}},
		"a skipped time among others": {"maxRuntimeSeconds: 60\n" + `schedule: {expression: "cron(0 * * * ? *)", timezone: "Europe/Berlin"}`, nil},
		"a skipped time of one in two hours": {"maxRuntimeSeconds: 60\n" + `schedule: {expression: "cron(0 0/2 * * ? *)", timezone: "Europe/Berlin"}`,
			[]string{"SM305 note expression: 2027-03-28 02:00 does not exist in Europe/Berlin, where the clock is set forward: AWS leaves the run out" + hour}},
		"a clock that changes on another day": {`schedule: {expression: "cron(30 2 ? * MON *)", timezone: "Europe/Berlin"}`, nil},
		"a clock that changes after the end":  {`schedule: {expression: "cron(30 2 * * ? *)", timezone: "Europe/Berlin", end: "2027-03-27T00:00:00Z"}`, nil},
		"a day of the month that meets a change": {`schedule: {expression: "cron(30 2 26 * ? *)", timezone: "Europe/Berlin"}`,
			[]string{"SM305 note expression: 2028-03-26 02:30 does not exist in Europe/Berlin, where the clock is set forward: AWS leaves the run out" + hour}},
		"one run that does not exist": {`schedule: {expression: "at(2027-03-28T02:30:00)", timezone: "Europe/Berlin"}`, []string{
			"SM301 error expression: the schedule has no run after 2027-01-01T00:00:00Z (change the expression, or set enabled: false)", skipped,
		}},

		"a list with L": {`schedule: expression: "cron(0 2 1,L * ? *)"`,
			[]string{"SM306 warning expression: day of month 1,L: AWS does not document L and W inside a list (a schedule for each is certain)"}},
		"a month that wraps around": {`schedule: expression: "cron(0 2 1 NOV-FEB ? *)"`,
			[]string{"SM306 warning expression: month NOV-FEB wraps around, which AWS documents for hours only (write NOV-DEC,JAN-FEB)"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range inFamily("SM3", check(t, spectest.Load(t, spectest.Complete(test.job+"\n"+told)))) {
				got = append(got, d.Rule+" "+d.Severity.String()+" "+d.Path[len("jobs.train.schedule."):]+": "+d.Message+" ("+d.Help+")")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
