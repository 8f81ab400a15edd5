package timetable_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/timetable"
)

func TestOfTrigger(t *testing.T) {
	type properties = map[string]any
	now := time.Date(2027, 1, 30, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		rule       bool
		properties properties
		want       string // the next run, empty for none, "nil" for no timetable
	}{
		"a schedule in UTC": {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)"}, "2027-01-31T02:00:00Z"},
		"a zone":            {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin"}, "2027-01-31T02:00:00+01:00"},
		"a rule has no zone": {
			true, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin"}, "2027-01-31T02:00:00Z",
		},
		"a start":              {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "StartDate": "2027-02-07T00:00:00Z"}, "2027-02-07T02:00:00Z"},
		"an end":               {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "EndDate": "2027-01-07T00:00:00Z"}, ""},
		"bounds of at":         {false, properties{"ScheduleExpression": "at(2027-02-07T02:00:00)", "EndDate": "2027-01-07T00:00:00Z"}, "2027-02-07T02:00:00Z"},
		"an event":             {true, properties{"EventPattern": properties{}}, "nil"},
		"a reference":          {false, properties{"ScheduleExpression": "${Expression}"}, "nil"},
		"a reference as zone":  {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "ScheduleExpressionTimezone": properties{"Ref": "Zone"}}, "nil"},
		"a reference as bound": {false, properties{"ScheduleExpression": "cron(0 2 * * ? *)", "StartDate": "${Start}"}, "nil"},
		"the wrong dialect":    {true, properties{"ScheduleExpression": "at(2027-02-07T02:00:00)"}, "nil"},
	} {
		table, got := timetable.OfTrigger(test.rule, test.properties), ""
		if table == nil {
			got = "nil"
		} else if run, ok := table.Next(now); ok {
			got = run.Format(time.RFC3339)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
