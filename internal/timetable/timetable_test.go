package timetable_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/timetable"
)

const from = "2027-03-27T01:00:00Z"

func read(t *testing.T, s spec.Schedule) *timetable.Timetable {
	t.Helper()
	table, err := timetable.Read(&s)
	if err != nil {
		t.Fatalf("read %+v: %v", s, err)
	}
	return table
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOccurrences(t *testing.T) {
	for name, test := range map[string]struct {
		schedule       spec.Schedule
		fromDeployment bool
		want           []string
	}{
		"from itself counts": {spec.Schedule{Expression: "cron(0 1 * * ? *)"}, false,
			[]string{"2027-03-27T01:00:00Z", "2027-03-28T01:00:00Z", "2027-03-29T01:00:00Z"}},
		"a skipped time": {spec.Schedule{Expression: "cron(30 2 * * ? *)", Timezone: "Europe/Berlin"}, false,
			[]string{"2027-03-27T02:30:00+01:00", "2027-03-28 02:30 skipped", "2027-03-29T02:30:00+02:00"}},
		"a rule has UTC and no bounds": {spec.Schedule{Expression: "cron(30 2 * * ? *)", Timezone: "Europe/Berlin", Via: "rule", End: "2020-01-01T00:00:00Z"}, false,
			[]string{"2027-03-27T02:30:00Z", "2027-03-28T02:30:00Z", "2027-03-29T02:30:00Z"}},
		"a start": {spec.Schedule{Expression: "cron(0 1 * * ? *)", Start: "2027-04-01T01:00:00Z"}, false,
			[]string{"2027-04-01T01:00:00Z", "2027-04-02T01:00:00Z", "2027-04-03T01:00:00Z"}},
		"an end": {spec.Schedule{Expression: "cron(0 1 * * ? *)", End: "2027-03-28T01:00:00Z"}, false,
			[]string{"2027-03-27T01:00:00Z", "2027-03-28T01:00:00Z"}},
		"an end on the day of a skipped time": {spec.Schedule{Expression: "cron(30 2 * * ? *)", Timezone: "Europe/Berlin", End: "2027-03-28T00:59:59Z"}, false,
			[]string{"2027-03-27T02:30:00+01:00"}},
		"an end before": {spec.Schedule{Expression: "cron(0 1 * * ? *)", End: "2027-03-01T01:00:00Z"}, false, nil},
		"a rate starts at once": {spec.Schedule{Expression: "rate(12 hours)"}, true,
			[]string{"2027-03-27T01:00:00Z", "2027-03-27T13:00:00Z", "2027-03-28T01:00:00Z"}},
		"that of a rule after its interval": {spec.Schedule{Expression: "rate(12 hours)", Via: "rule"}, true,
			[]string{"2027-03-27T13:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T13:00:00Z"}},
		"a rate with a start that has passed": {spec.Schedule{Expression: "rate(12 hours)", Start: "2027-03-26T00:30:00Z"}, false,
			[]string{"2027-03-27T12:30:00Z", "2027-03-28T00:30:00Z", "2027-03-28T12:30:00Z"}},
		"a rate due at that instant": {spec.Schedule{Expression: "rate(12 hours)", Start: "2027-03-26T01:00:00Z"}, false,
			[]string{"2027-03-27T01:00:00Z", "2027-03-27T13:00:00Z", "2027-03-28T01:00:00Z"}},
		"a rate with a start to come": {spec.Schedule{Expression: "rate(12 hours)", Start: "2027-04-01T00:00:00Z", End: "2027-04-01T12:00:00Z"}, false,
			[]string{"2027-04-01T00:00:00Z", "2027-04-01T12:00:00Z"}},
		"at ignores the bounds": {spec.Schedule{Expression: "at(2027-05-01T00:00:00)", Start: "2028-01-01T00:00:00Z", End: "2020-01-01T00:00:00Z"}, false,
			[]string{"2027-05-01T00:00:00Z"}},
	} {
		t.Run(name, func(t *testing.T) {
			table := read(t, test.schedule)
			var got []string
			first := ""
			for o := range table.Occurrences(instant(t, from)) {
				text := o.Run.Format(time.RFC3339)
				if o.Clock == schedule.Skipped {
					text = o.Wall.Format("2006-01-02 15:04") + " skipped"
				} else if first == "" {
					first = text
				}
				if !table.Within(o) {
					t.Errorf("%s is not within the bounds", text)
				}
				if got = append(got, text); len(got) == 3 {
					break
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("occurrences (-want +got):\n%s", diff)
			}
			if table.FromDeployment() != test.fromDeployment {
				t.Errorf("FromDeployment = %t, want %t", table.FromDeployment(), test.fromDeployment)
			}
			if next, ok := table.Next(instant(t, from)); ok != (first != "") || ok && next.Format(time.RFC3339) != first {
				t.Errorf("Next = %s, %t, and the first run is %s", next, ok, first)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for want, s := range map[string]spec.Schedule{
		`"daily" is not a schedule expression; use cron(0 2 * * ? *) or rate(1 day)`:                                        {Expression: "daily"},
		"a rule takes cron and rate, not at; use EventBridge Scheduler, or a cron of that year: write cron(0 0 1 5 ? 2027)": {Expression: "at(2027-05-01T00:00:00)", Via: "rule"},
		`time zone "berlin" is not an IANA name; write Europe/Berlin`:                                                       {Expression: "rate(1 day)", Timezone: "berlin"},
		`start "2027-02-30T00:00:00Z" is not a time that exists`:                                                            {Expression: "rate(1 day)", Start: "2027-02-30T00:00:00Z"},
		`end "2027-02-30T00:00:00Z" is not a time that exists`:                                                              {Expression: "rate(1 day)", End: "2027-02-30T00:00:00Z"},
	} {
		if _, err := timetable.Read(&s); err == nil || err.Error() != want {
			t.Errorf("Read(%+v):\n got %v\nwant %s", s, err, want)
		}
	}
}
