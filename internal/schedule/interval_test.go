package schedule_test

import (
	"testing"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

const (
	never = time.Duration(-1) // there are no two runs
	day   = 24 * time.Hour
)

type intervalTest struct {
	expression, zone string
	want             time.Duration
}

// checkInterval asks an expression for an interval.
func checkInterval(t *testing.T, kind string, interval func(schedule.Expression, time.Time, *time.Location) (time.Duration, bool), test intervalTest) {
	t.Helper()
	got, ok := interval(parse(t, test.expression, schedule.Scheduler), instant(t, "2026-11-23T00:00:00Z"), zone(t, test.zone))
	if !ok {
		got = never
	}
	if got != test.want {
		t.Errorf("%s in %s: %s interval %s, want %s", test.expression, test.zone, kind, got, test.want)
	}
}

func TestShortestInterval(t *testing.T) {
	for _, test := range []intervalTest{
		{"cron(0 2 * * ? *)", "UTC", day},
		{"cron(0 2 * * ? *)", "Europe/Berlin", day},             // skipped on the day of 23 hours
		{"cron(0 4 * * ? *)", "Europe/Berlin", day - time.Hour}, // runs on it
		{"cron(0 4 ? * MON-FRI *)", "Europe/Berlin", day},       // the clock changes on Sundays
		{"cron(0 0,3 * * ? *)", "Europe/Berlin", 2 * time.Hour},
		{"cron(0 0,3 * * ? *)", "UTC", 3 * time.Hour},
		{"cron(0 0,20 * * ? *)", "UTC", 4 * time.Hour},   // overnight
		{"cron(0 1,22 1,2 * ? *)", "UTC", 3 * time.Hour}, // overnight, not the first pair
		{"cron(5,35 14 * * ? *)", "UTC", 30 * time.Minute},
		{"cron(0,50 * * * ? *)", "UTC", 10 * time.Minute}, // over the hour
		{"cron(0/7 * * * ? *)", "UTC", 4 * time.Minute},
		{"cron(* * * * ? *)", "Europe/Berlin", time.Minute},
		{"cron(0 * * * ? *)", "Europe/Berlin", time.Hour},
		{"cron(0 8 1 * ? *)", "UTC", 28 * day},
		{"cron(0 0 29 2 ? *)", "UTC", 1461 * day},
		{"cron(0 0 1 1 ? 2030,2090)", "UTC", 21915 * day}, // beyond the look-ahead
		{"cron(0 0 28,29 2 ? *)", "UTC", day},             // only in leap years
		{"cron(0 6 ? * SUN *)", "America/New_York", 7*day - time.Hour},
		// The clock changes on a 31st, after a 30th, in some years only.
		{"cron(0 12 30,31 3 ? *)", "Europe/Berlin", day - time.Hour},
		{"cron(0 2 30 2 ? *)", "UTC", never},
		{"cron(0 0 1 1 ? 2030)", "UTC", never},
		{"rate(90 minutes)", "Europe/Berlin", 90 * time.Minute},
		{"rate(3 days)", "Europe/Berlin", 3 * day},
		{"at(2027-12-24T18:00:00)", "UTC", never},
	} {
		checkInterval(t, "shortest", schedule.Expression.ShortestInterval, test)
	}
}

// TestShortestIntervalAgainstRuns lists every run of many years instead.
func TestShortestIntervalAgainstRuns(t *testing.T) {
	from := instant(t, "2026-11-23T00:00:00Z")
	for _, zoneName := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"} {
		for _, text := range []string{
			"cron(15 3 * * ? *)", "cron(0 1,3,22 * * ? *)", "cron(30 2 ? * SAT-MON *)", "cron(0 3 L * ? *)",
			"cron(0 3 31W * ? *)", "cron(0 5 29-31 * ? *)", "cron(10 0/9 ? * 1L *)", "cron(0 4 ? * 1#5 *)",
			"cron(0 23-1 ? * SUN *)", "cron(0 3 28 3 ? 2027/2)",
		} {
			loc := zone(t, zoneName)
			e := parse(t, text, schedule.Scheduler)
			last, _ := e.Next(from, loc)
			until, want := last.AddDate(28, 0, 0), time.Duration(0)
			for last.Before(until) {
				run, ok := e.Next(last, loc)
				if !ok {
					break
				}
				if d := run.Sub(last); want == 0 || d < want {
					want = d
				}
				last = run
			}
			if got, ok := e.ShortestInterval(from, loc); !ok || got != want {
				t.Errorf("%s in %s: shortest interval %s, its runs say %s", text, zoneName, got, want)
			}
		}
	}
}

// TestIntervalWithin compares the short way with the long one.
func TestIntervalWithin(t *testing.T) {
	from := instant(t, "2026-01-01T00:00:00Z")
	for _, zoneName := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll"} {
		for _, text := range []string{
			"cron(30 1 * * ? *)", "cron(30 2 * * ? *)", "cron(0 1,3,22 * * ? *)", "cron(0 0/12 * * ? *)", "cron(0 0/6 ? * SUN *)",
			"cron(0 23,0 ? * MON *)", "cron(0 4 ? * SUN,TUE *)", "cron(0 4 ? * SAT,SUN *)", "cron(0 4 ? * FRI *)", "cron(0 4 31W * ? *)",
			"cron(0 4 L * ? *)", "cron(0 4 1,L * ? *)", "cron(0 4 ? * 1#1 *)", "cron(0 4 ? * 1L,2L *)", "cron(0/20 2 * * ? *)", "cron(0 3 28 3 ? 2027)", "cron(0 3 28 3 ? 2027/28)", "rate(1 hour)", "at(2027-01-01T00:00:00)",
		} {
			loc, e := zone(t, zoneName), parse(t, text, schedule.Scheduler)
			interval, ok := e.ShortestInterval(from, loc)
			for limit := 15 * time.Minute; limit <= 400*24*time.Hour; limit += max(15*time.Minute, limit/8) {
				got, within := e.IntervalWithin(limit, from, loc)
				if want := ok && interval <= limit; within != want || within && got != interval {
					t.Errorf("%s in %s: within %s is %s, %t; the shortest interval is %s, %t", text, zoneName, limit, got, within, interval, ok)
				}
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := schedule.Parse("cron(0/15 8-18 ? * MON-FRI *)", schedule.Scheduler); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShortestInterval(b *testing.B) {
	loc, from := zone(b, "Europe/Berlin"), instant(b, "2026-11-23T00:00:00Z")
	for _, text := range []string{"cron(0 2 * * ? *)", "cron(0 2 ? * MON *)", "cron(0/5 * * * ? *)", "cron(0/2 * ? * SUN *)"} {
		e := parse(b, text, schedule.Scheduler)
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				e.ShortestInterval(from, loc)
			}
		})
		b.Run("within an hour "+text, func(b *testing.B) {
			for b.Loop() {
				e.IntervalWithin(time.Hour, from, loc)
			}
		})
	}
}
