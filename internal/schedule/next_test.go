package schedule_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/schedule"
)

func TestRuns(t *testing.T) {
	const (
		berlin  = "Europe/Berlin"
		newYork = "America/New_York"
	)
	for _, test := range []struct {
		name, expression, zone, after string
		want                          []string // all runs if fewer than three
	}{
		{"daily, strictly after", "cron(0 2 * * ? *)", "UTC", "2026-11-23T02:00:00Z",
			[]string{"2026-11-24T02:00:00Z", "2026-11-25T02:00:00Z", "2026-11-26T02:00:00Z"}},
		{"seconds before a run", "cron(0 2 1 * ? *)", "UTC", "2026-12-01T01:59:59Z",
			[]string{"2026-12-01T02:00:00Z", "2027-01-01T02:00:00Z", "2027-02-01T02:00:00Z"}},
		{"seconds after a run", "cron(0 2 1 * ? *)", "UTC", "2026-12-01T02:00:01Z",
			[]string{"2027-01-01T02:00:00Z", "2027-02-01T02:00:00Z", "2027-03-01T02:00:00Z"}},
		{"list of minutes", "cron(5,35 14 * * ? *)", "UTC", "2026-11-23T14:10:00Z",
			[]string{"2026-11-23T14:35:00Z", "2026-11-24T14:05:00Z", "2026-11-24T14:35:00Z"}},
		{"step from a value", "cron(20/25 23 * * ? *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2026-11-23T23:20:00Z", "2026-11-23T23:45:00Z", "2026-11-24T23:20:00Z"}},
		{"step in a range", "cron(0 9-14/3 * * ? *)", "UTC", "2026-11-23T10:00:00Z",
			[]string{"2026-11-23T12:00:00Z", "2026-11-24T09:00:00Z", "2026-11-24T12:00:00Z"}},
		{"wrapped hours, same day", "cron(0/30 20-2 ? * MON-FRI *)", "UTC", "2026-11-22T12:00:00Z",
			[]string{"2026-11-23T00:00:00Z", "2026-11-23T00:30:00Z", "2026-11-23T01:00:00Z"}},
		{"wrapped hours, not into Saturday", "cron(0/30 20-2 ? * MON-FRI *)", "UTC", "2026-11-27T23:00:00Z",
			[]string{"2026-11-27T23:30:00Z", "2026-11-30T00:00:00Z", "2026-11-30T00:30:00Z"}},
		{"step in wrapped hours", "cron(0 21-2/2 1 * ? *)", "UTC", "2026-11-30T23:59:00Z",
			[]string{"2026-12-01T01:00:00Z", "2026-12-01T21:00:00Z", "2026-12-01T23:00:00Z"}},
		{"wrapped months", "cron(0 0 1 DEC-JAN ? *)", "UTC", "2026-06-01T00:00:00Z",
			[]string{"2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-12-01T00:00:00Z"}},

		{"1 is Sunday", "cron(0 6 ? * 1 *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2026-11-29T06:00:00Z", "2026-12-06T06:00:00Z", "2026-12-13T06:00:00Z"}},
		{"1-5 is Sunday to Thursday", "cron(0 6 ? * 1-5 *)", "UTC", "2026-11-26T00:00:00Z",
			[]string{"2026-11-26T06:00:00Z", "2026-11-29T06:00:00Z", "2026-11-30T06:00:00Z"}},
		{"L of the week is Saturday", "cron(0 6 ? * L *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2026-11-28T06:00:00Z", "2026-12-05T06:00:00Z", "2026-12-12T06:00:00Z"}},
		{"6L is the last Friday", "cron(15 10 ? * 6L 2026-2027)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2026-11-27T10:15:00Z", "2026-12-25T10:15:00Z", "2027-01-29T10:15:00Z"}},
		{"names with L", "cron(0 0 ? * SUNL *)", "UTC", "2027-01-01T00:00:00Z",
			[]string{"2027-01-31T00:00:00Z", "2027-02-28T00:00:00Z", "2027-03-28T00:00:00Z"}},
		{"first Monday", "cron(0 9 ? * 2#1 *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2026-12-07T09:00:00Z", "2027-01-04T09:00:00Z", "2027-02-01T09:00:00Z"}},
		{"fifth Friday skips months", "cron(0 9 ? * FRI#5 *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2027-01-29T09:00:00Z", "2027-04-30T09:00:00Z", "2027-07-30T09:00:00Z"}},

		{"last day", "cron(0 0 L * ? *)", "UTC", "2027-12-31T00:00:00Z",
			[]string{"2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z", "2028-03-31T00:00:00Z"}},
		{"last weekday", "cron(0 0 LW * ? *)", "UTC", "2027-01-01T00:00:00Z",
			[]string{"2027-01-29T00:00:00Z", "2027-02-26T00:00:00Z", "2027-03-31T00:00:00Z"}},
		{"15W: Saturday to Friday, Tuesday, Thursday", "cron(0 0 15W * ? *)", "UTC", "2026-08-01T00:00:00Z",
			[]string{"2026-08-14T00:00:00Z", "2026-09-15T00:00:00Z", "2026-10-15T00:00:00Z"}},
		{"15W: Sunday to Monday", "cron(0 0 15W 11 ? *)", "UTC", "2026-11-01T00:00:00Z",
			[]string{"2026-11-16T00:00:00Z", "2027-11-15T00:00:00Z", "2028-11-15T00:00:00Z"}},
		{"1W on a Saturday stays in the month", "cron(0 0 1W 5 ? *)", "UTC", "2027-01-01T00:00:00Z",
			[]string{"2027-05-03T00:00:00Z", "2028-05-01T00:00:00Z", "2029-05-01T00:00:00Z"}},
		{"31W skips short months and stays in the month", "cron(0 0 31W * ? *)", "UTC", "2027-01-01T00:00:00Z",
			[]string{"2027-01-29T00:00:00Z", "2027-03-31T00:00:00Z", "2027-05-31T00:00:00Z"}},
		{"31 skips short months", "cron(0 0 31 * ? *)", "UTC", "2027-01-31T00:00:00Z",
			[]string{"2027-03-31T00:00:00Z", "2027-05-31T00:00:00Z", "2027-07-31T00:00:00Z"}},
		{"leap days", "cron(0 2 29 2 ? *)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2028-02-29T02:00:00Z", "2032-02-29T02:00:00Z", "2036-02-29T02:00:00Z"}},
		{"2100 is no leap year", "cron(0 2 29 2 ? *)", "UTC", "2092-03-01T00:00:00Z",
			[]string{"2096-02-29T02:00:00Z", "2104-02-29T02:00:00Z", "2108-02-29T02:00:00Z"}},

		{"years end", "cron(0 0 1 1 ? 2026-2028)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"}},
		{"years by step", "cron(0 0 1 1 ? 2024/4)", "UTC", "2026-11-23T00:00:00Z",
			[]string{"2028-01-01T00:00:00Z", "2032-01-01T00:00:00Z", "2036-01-01T00:00:00Z"}},
		{"the last year", "cron(59 23 31 12 ? *)", "UTC", "2198-06-01T00:00:00Z",
			[]string{"2198-12-31T23:59:00Z", "2199-12-31T23:59:00Z"}},
		{"a year in the past", "cron(0 0 1 1 ? 2025)", "UTC", "2026-11-23T00:00:00Z", nil},
		{"a year out of range", "cron(0 0 1 1 ? 2500)", "UTC", "2026-11-23T00:00:00Z", nil},
		{"February 30", "cron(0 2 30 2 ? *)", "UTC", "2026-11-23T00:00:00Z", nil},
		{"before the first year", "cron(0 2 * * ? *)", "UTC", "1950-05-05T12:00:00Z",
			[]string{"1970-01-01T02:00:00Z", "1970-01-02T02:00:00Z", "1970-01-03T02:00:00Z"}},

		{"zone", "cron(0 2 * * ? *)", newYork, "2026-11-23T06:59:00Z",
			[]string{"2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z", "2026-11-25T07:00:00Z"}},
		{"the day of the zone", "cron(0 2 ? * MON *)", "Pacific/Auckland", "2026-11-22T12:00:00Z",
			[]string{"2026-11-22T13:00:00Z", "2026-11-29T13:00:00Z", "2026-12-06T13:00:00Z"}},
		{"Berlin's gap is skipped", "cron(30 2 * * ? *)", berlin, "2027-03-27T00:00:00Z",
			[]string{"2027-03-27T01:30:00Z", "2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z"}},
		{"Berlin's gap ends at 03:00", "cron(0 2,3 * * ? *)", berlin, "2027-03-28T00:00:00Z",
			[]string{"2027-03-28T01:00:00Z", "2027-03-29T00:00:00Z", "2027-03-29T01:00:00Z"}},
		{"Berlin's fold counts once, first", "cron(30 2 * * ? *)", berlin, "2026-10-24T12:00:00Z",
			[]string{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z"}},
		{"between the two", "cron(30 2 * * ? *)", berlin, "2026-10-25T01:00:00Z",
			[]string{"2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z", "2026-10-28T01:30:00Z"}},
		{"hourly through Berlin's fold", "cron(0 * * * ? *)", berlin, "2026-10-24T23:00:00Z",
			[]string{"2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"}},
		{"hourly through Berlin's gap", "cron(0 * * * ? *)", berlin, "2027-03-27T23:00:00Z",
			[]string{"2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"}},
		{"New York's gap is skipped", "cron(0 2 * * ? *)", newYork, "2027-03-13T12:00:00Z",
			[]string{"2027-03-15T06:00:00Z", "2027-03-16T06:00:00Z", "2027-03-17T06:00:00Z"}},
		{"New York's fold counts once, first", "cron(30 1 * * ? *)", newYork, "2026-10-31T12:00:00Z",
			[]string{"2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z", "2026-11-03T06:30:00Z"}},
		{"a gap of half an hour", "cron(0,15,30 2 4 10 ? 2026)", "Australia/Lord_Howe", "2026-10-01T00:00:00Z",
			[]string{"2026-10-03T15:30:00Z"}},

		{"rate counts from after", "rate(90 minutes)", berlin, "2026-10-25T00:10:00Z",
			[]string{"2026-10-25T01:40:00Z", "2026-10-25T03:10:00Z", "2026-10-25T04:40:00Z"}},
		{"days of a rate are 24 hours", "rate(1 day)", berlin, "2027-03-27T12:00:00Z",
			[]string{"2027-03-28T12:00:00Z", "2027-03-29T12:00:00Z", "2027-03-30T12:00:00Z"}},
		{"at", "at(2026-12-24T18:00:00)", berlin, "2026-11-23T00:00:00Z", []string{"2026-12-24T17:00:00Z"}},
		{"at, past", "at(2026-12-24T18:00:00)", berlin, "2026-12-24T17:00:00Z", nil},
		{"at in a gap", "at(2027-03-28T02:30:00)", berlin, "2026-11-23T00:00:00Z", nil},
		{"at in a fold", "at(2026-10-25T02:30:00)", berlin, "2026-01-01T00:00:00Z", []string{"2026-10-25T00:30:00Z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			runs := parse(t, test.expression, schedule.Scheduler).Runs(instant(t, test.after), zone(t, test.zone), 3)
			var got []string
			for _, run := range runs {
				got = append(got, run.UTC().Format(time.RFC3339))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s in %s after %s (-want +got):\n%s", test.expression, test.zone, test.after, diff)
			}
		})
	}
}

func TestNextLocation(t *testing.T) {
	after, berlin := instant(t, "2026-11-23T00:00:00Z"), zone(t, "Europe/Berlin")
	for _, test := range []struct {
		dialect schedule.Dialect
		loc     *time.Location
		want    string
	}{
		{schedule.Scheduler, berlin, "2026-11-23T02:00:00+01:00"},
		{schedule.Scheduler, nil, "2026-11-23T02:00:00Z"},
		{schedule.Rule, berlin, "2026-11-23T02:00:00Z"},
	} {
		run, _ := parse(t, "cron(0 2 * * ? *)", test.dialect).Next(after, test.loc)
		if got := run.Format(time.RFC3339); got != test.want {
			t.Errorf("next run for %s in %v = %s, want %s", test.dialect, test.loc, got, test.want)
		}
	}
}

func TestZeroExpression(t *testing.T) {
	var e schedule.Expression
	if run, ok := e.Next(time.Unix(0, 0), nil); ok {
		t.Errorf("the zero expression runs at %s", run)
	}
	if d, ok := e.ShortestInterval(time.Unix(0, 0), nil); ok {
		t.Errorf("the zero expression has the interval %s", d)
	}
}

func parse(t testing.TB, text string, d schedule.Dialect) schedule.Expression {
	t.Helper()
	e, err := schedule.Parse(text, d)
	if err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	return e
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := schedule.LoadLocation(name)
	if err != nil {
		t.Fatalf("load %s: %v", name, err)
	}
	return loc
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatalf("parse %s: %v", text, err)
	}
	return at
}
