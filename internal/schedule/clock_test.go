package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/schedule"
)

// show writes an occurrence on one line.
func show(o schedule.Occurrence) string {
	text := o.Wall.Format("2006-01-02T15:04")
	switch o.Clock {
	case schedule.Skipped:
		text += " skipped"
	case schedule.Twice:
		text += " twice, first " + o.Run.UTC().Format("15:04Z")
	default:
		return text + " " + o.Run.UTC().Format("15:04Z")
	}
	return text + fmt.Sprintf(", clock set by %s at %s", o.Shift, o.Change.UTC().Format("15:04Z"))
}

func TestOccurrences(t *testing.T) {
	const berlin, newYork = "Europe/Berlin", "America/New_York"
	for _, test := range []struct {
		expression, zone, after string
		want                    []string
	}{
		{"cron(30 2 * * ? *)", berlin, "2027-03-26T12:00:00Z", []string{
			"2027-03-27T02:30 01:30Z", "2027-03-28T02:30 skipped, clock set by 1h0m0s at 01:00Z", "2027-03-29T02:30 00:30Z"}},
		{"cron(30 2 * * ? *)", berlin, "2026-10-23T12:00:00Z", []string{
			"2026-10-24T02:30 00:30Z", "2026-10-25T02:30 twice, first 00:30Z, clock set by -1h0m0s at 01:00Z", "2026-10-26T02:30 01:30Z"}},
		// The first and the last minute of both.
		{"cron(0,59 1-3 * * ? *)", berlin, "2027-03-28T00:30:00Z", []string{
			"2027-03-28T01:59 00:59Z", "2027-03-28T02:00 skipped, clock set by 1h0m0s at 01:00Z",
			"2027-03-28T02:59 skipped, clock set by 1h0m0s at 01:00Z", "2027-03-28T03:00 01:00Z"}},
		{"cron(0,59 1-3 * * ? *)", berlin, "2026-10-24T23:30:00Z", []string{
			"2026-10-25T01:59 23:59Z", "2026-10-25T02:00 twice, first 00:00Z, clock set by -1h0m0s at 01:00Z",
			"2026-10-25T02:59 twice, first 00:59Z, clock set by -1h0m0s at 01:00Z", "2026-10-25T03:00 02:00Z"}},
		{"cron(30 2 * * ? *)", berlin, "2026-10-25T00:30:00Z", []string{"2026-10-26T02:30 01:30Z"}},
		{"cron(30 2 * * ? *)", berlin, "2026-10-25T01:10:00Z", []string{"2026-10-26T02:30 01:30Z"}},
		{"cron(30 2 * * ? *)", berlin, "2027-03-28T01:00:00Z", []string{"2027-03-29T02:30 00:30Z"}},
		{"cron(30 1 * * ? *)", newYork, "2026-10-31T12:00:00Z", []string{"2026-11-01T01:30 twice, first 05:30Z, clock set by -1h0m0s at 06:00Z"}},
		{"cron(15,30 2 * * ? *)", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", []string{
			"2026-10-04T02:15 skipped, clock set by 30m0s at 15:30Z", "2026-10-04T02:30 15:30Z"}},
		{"at(2027-03-28T02:30:00)", berlin, "2026-01-01T00:00:00Z", []string{"2027-03-28T02:30 skipped, clock set by 1h0m0s at 01:00Z"}},
		{"at(2027-03-27T02:30:00)", berlin, "2026-01-01T00:00:00Z", []string{"2027-03-27T02:30 01:30Z"}},
		{"at(2027-03-27T02:30:00)", berlin, "2027-03-27T01:30:00Z", nil},
		{"rate(1 hour)", berlin, "2027-03-28T00:30:00Z", []string{"2027-03-28T03:30 01:30Z", "2027-03-28T04:30 02:30Z"}},
		{"cron(0 2 30 2 ? *)", berlin, "2027-03-28T00:30:00Z", nil},
	} {
		var got []string
		for o := range parse(t, test.expression, schedule.Scheduler).Occurrences(instant(t, test.after), zone(t, test.zone)) {
			if got = append(got, show(o)); len(got) >= len(test.want) {
				break
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s in %s after %s (-want +got):\n%s", test.expression, test.zone, test.after, diff)
		}
	}
}

func TestClockChanges(t *testing.T) {
	for _, test := range []struct {
		expression, zone string
		dialect          schedule.Dialect
		want             []string
	}{
		{"cron(30 2 * * ? *)", "Europe/Berlin", schedule.Scheduler, []string{
			"2027-03-28T02:30 skipped, clock set by 1h0m0s at 01:00Z", "2027-10-31T02:30 twice, first 00:30Z, clock set by -1h0m0s at 01:00Z",
			"2028-03-26T02:30 skipped, clock set by 1h0m0s at 01:00Z", "2028-10-29T02:30 twice, first 00:30Z, clock set by -1h0m0s at 01:00Z"}},
		{"cron(0 3 * * ? *)", "Europe/Berlin", schedule.Scheduler, nil},
		{"cron(30 2 ? * MON-SAT *)", "Europe/Berlin", schedule.Scheduler, nil},
		{"cron(30 2 28 * ? *)", "Europe/Berlin", schedule.Scheduler, []string{"2027-03-28T02:30 skipped, clock set by 1h0m0s at 01:00Z"}},
		{"at(2027-10-31T02:30:00)", "Europe/Berlin", schedule.Scheduler, []string{"2027-10-31T02:30 twice, first 00:30Z, clock set by -1h0m0s at 01:00Z"}},
		{"cron(30 2 * * ? *)", "Europe/Berlin", schedule.Rule, nil},
		{"cron(30 2 * * ? *)", "Asia/Tokyo", schedule.Scheduler, nil},
		{"cron(30 2 * * ? *)", "UTC", schedule.Scheduler, nil},
		{"rate(1 minute)", "Europe/Berlin", schedule.Scheduler, nil},
	} {
		from, until := instant(t, "2027-01-01T00:00:00Z"), instant(t, "2029-01-01T00:00:00Z")
		var got []string
		for o := range parse(t, test.expression, test.dialect).ClockChanges(from, until, zone(t, test.zone)) {
			got = append(got, show(o))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s in %s for %s (-want +got):\n%s", test.expression, test.zone, test.dialect, diff)
		}
	}
}

// TestOccurrencesAgainstClock compares with a clock that is looked at every ten
// minutes of a year and more: it shows a wall time once, twice, or not at all.
func TestOccurrencesAgainstClock(t *testing.T) {
	for _, zoneName := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll", "UTC"} {
		loc, from := zone(t, zoneName), instant(t, "2027-01-01T12:00:00Z")
		shown := map[time.Time]int{}
		until := from.AddDate(1, 1, 0)
		for at := from; at.Before(until.AddDate(0, 0, 2)); at = at.Add(10 * time.Minute) {
			local := at.In(loc)
			year, month, day := local.Date()
			shown[time.Date(year, month, day, local.Hour(), local.Minute(), 0, 0, time.UTC)]++
		}
		e := parse(t, "cron(0/10 * * * ? *)", schedule.Scheduler)
		changed := 0
		for o := range e.Occurrences(from, loc) {
			if o.Wall.After(until) {
				break
			}
			want := map[schedule.Clock]int{schedule.Once: 1, schedule.Skipped: 0, schedule.Twice: 2}[o.Clock]
			if got := shown[o.Wall]; got != want {
				t.Errorf("%s: the clock shows %s %d times, want %d", zoneName, show(o), got, want)
			}
			if (o.Clock == schedule.Skipped) != o.Run.IsZero() || (o.Clock == schedule.Once) != o.Change.IsZero() {
				t.Errorf("%s: %+v has too much or too little", zoneName, o)
			}
			if o.Clock != schedule.Once {
				changed++
			}
		}
		listed := 0
		for range e.ClockChanges(from, until, loc) {
			listed++
		}
		if listed != changed {
			t.Errorf("%s: ClockChanges yields %d, and Occurrences %d", zoneName, listed, changed)
		}
	}
}
