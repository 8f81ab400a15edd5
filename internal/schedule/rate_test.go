package schedule_test

import (
	"testing"

	"github.com/smgen/smgen/internal/schedule"
)

func TestOnTheClock(t *testing.T) {
	for given, want := range map[string]string{
		"rate(1 minute)":          "cron(* * * * ? *)",
		"rate(15 minutes)":        "cron(0/15 * * * ? *)",
		"rate(60 minutes)":        "cron(0 * * * ? *)",
		"rate(1 hour)":            "cron(0 * * * ? *)",
		"rate(12 hours)":          "cron(0 0/12 * * ? *)",
		"rate(24 hours)":          "cron(0 2 * * ? *)",
		"rate(1 day)":             "cron(0 2 * * ? *)",
		"rate(7 days)":            "cron(0 2 ? * SUN *)",
		"rate(7 minutes)":         "",
		"rate(90 minutes)":        "",
		"rate(5 hours)":           "",
		"rate(2 days)":            "",
		"cron(0 2 * * ? *)":       "",
		"at(2026-12-24T18:00:00)": "",
	} {
		e := parse(t, given, schedule.Scheduler)
		got := e.OnTheClock()
		if got != want {
			t.Errorf("%s on the clock is %q, want %q", given, got, want)
		}
		if got == "" {
			continue
		}
		from := instant(t, "2027-01-01T00:00:00Z")
		interval, _ := e.ShortestInterval(from, nil)
		same := parse(t, got, schedule.Scheduler)
		shortest, _ := same.ShortestInterval(from, nil)
		if longest, _ := same.LongestInterval(from, nil); shortest != interval || longest != interval || len(same.Warnings()) > 0 {
			t.Errorf("%s has runs %s apart, and %s %s to %s with warnings %v", given, interval, got, shortest, longest, same.Warnings())
		}
	}
}
