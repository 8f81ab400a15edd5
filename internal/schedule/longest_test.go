package schedule_test

import (
	"testing"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

func TestLongestInterval(t *testing.T) {
	for _, test := range []intervalTest{
		{"cron(0 2 * * ? *)", "UTC", day},
		{"cron(0 2 * * ? *)", "Europe/Berlin", 2*day - time.Hour}, // skipped on the day of 23 hours
		{"cron(0 4 * * ? *)", "Europe/Berlin", day + time.Hour},   // the day of 25 hours
		{"cron(0 2 ? * MON-FRI *)", "UTC", 3 * day},
		{"cron(0 4 ? * SUN *)", "America/New_York", 7*day + time.Hour},
		{"cron(0 8 1 * ? *)", "UTC", 31 * day},
		{"cron(0 0,6 * * ? *)", "UTC", 18 * time.Hour},
		{"cron(0 0,18 * * ? *)", "UTC", 18 * time.Hour},
		{"cron(0/10 * * * ? *)", "UTC", 10 * time.Minute},
		{"cron(0 0 29 2 ? *)", "UTC", 1461 * day},
		{"cron(0 0 1 1 ? 2030)", "UTC", never},
		{"cron(0 2 30 2 ? *)", "UTC", never},
		{"rate(90 minutes)", "Europe/Berlin", 90 * time.Minute},
		{"at(2027-12-24T18:00:00)", "UTC", never},
	} {
		checkInterval(t, "longest", schedule.Expression.LongestInterval, test)
	}
}

// TestLongestIntervalAgainstRuns lists every run of some years: none may be
// farther apart, and the answer may be too long by a clock change at most.
func TestLongestIntervalAgainstRuns(t *testing.T) {
	from := instant(t, "2026-11-23T00:00:00Z")
	for _, zoneName := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		for _, text := range []string{
			"cron(15 3 * * ? *)", "cron(0 1,3,22 * * ? *)", "cron(30 2 ? * SAT-MON *)", "cron(0 3 L * ? *)",
			"cron(10 0/9 ? * 1L *)", "cron(0,40 2,3 * * ? *)", "cron(30 0,2,5 * * ? *)",
		} {
			e, loc := parse(t, text, schedule.Scheduler), zone(t, zoneName)
			var longest time.Duration
			run, _ := e.Next(from, loc)
			for run.Year() < 2041 {
				next, _ := e.Next(run, loc)
				longest = max(longest, next.Sub(run))
				run = next
			}
			got, _ := e.LongestInterval(from, loc)
			if got < longest || got > longest+3*time.Hour {
				t.Errorf("%s in %s: longest interval %s, and runs are %s apart", text, zoneName, got, longest)
			}
		}
	}
}
