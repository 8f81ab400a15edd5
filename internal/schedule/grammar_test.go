package schedule_test

import (
	"testing"

	"github.com/smgen/smgen/internal/schedule"
)

// TestGrammar holds the examples that stand in AWS's documentation ("Cron
// expressions reference" of Amazon EventBridge, "Schedule types in EventBridge
// Scheduler"), or that the services were seen to take and to refuse.
func TestGrammar(t *testing.T) {
	const scheduler, rule = schedule.Scheduler, schedule.Rule
	both := []schedule.Dialect{scheduler, rule}
	for _, test := range []struct {
		text           string
		takes, refuses []schedule.Dialect
	}{
		{"cron(0 2 * * ? *)", both, nil},
		{"cron(0 6 ? * SUN *)", both, nil},
		{"cron(15 10 ? * 6L 2026-2027)", both, nil},
		{"cron(0 8 1 * ? *)", both, nil},
		{"cron(0 9 ? * 2#1 *)", both, nil},
		{"cron(0 0 L * ? *)", both, nil},
		{"cron(0 8 3W * ? *)", both, nil},
		{"cron(5,35 14 * * ? *)", both, nil},
		{"cron(0/30 20-2 ? * MON-FRI *)", both, nil}, // hours may wrap
		{"cron(0 2 1 * ? 2500)", both, nil},          // a rule of such a year deploys
		{"cron(0 2 30 2 ? *)", both, nil},            // and so does one that never fires
		{"rate(1 day)", both, nil},
		{"rate(1 minute)", both, nil},
		{"rate(5 minutes)", both, nil},
		{"rate(1 days)", []schedule.Dialect{scheduler}, []schedule.Dialect{rule}},
		{"rate(1 minutes)", []schedule.Dialect{scheduler}, []schedule.Dialect{rule}},
		{"at(2026-12-24T18:00:00)", []schedule.Dialect{scheduler}, []schedule.Dialect{rule}},

		{"cron(0 2 * * * *)", nil, both},
		{"cron(0 2 1 * MON *)", nil, both},
		{"cron(0 2 ? * ? *)", nil, both},
		{"cron(0 2 * * ?)", nil, both},
		{"cron(60 * * * ? *)", nil, both},
		{"cron(0 24 * * ? *)", nil, both},
		{"cron(0 2 ? * 0 *)", nil, both}, // Sunday as Unix has it
		{"cron(0 2 ? * 8 *)", nil, both},
		{"cron(0 2 ? 13 MON *)", nil, both},
		{"cron(0 2 ? * 3#1,6#3 *)", nil, both},
		{"cron(0 2 15# * ? *)", nil, both},
		{"cron(0 2 32 * ? *)", nil, both},
		{"cron(0 2 ? * 3W *)", nil, both},
		{"cron(0 2 ? * MON/2 *)", nil, both},
		{"cron(0/0 2 * * ? *)", nil, both},
		{"@daily", nil, both},
		{"rate(10 minute)", nil, both},
		{"rate(10 seconds)", nil, both},
		{"rate(90 seconds)", nil, both},
		{"rate(0 minutes)", nil, both},
		{"rate(-10 minutes)", nil, both},
		{"rate(10 MINUTES)", nil, both},
		{"rate( 10 minutes )", nil, both},
		{" rate(10 minutes)", nil, both},
		{"rate(10)", nil, both},
		{"rate()", nil, both},
		{"rate(1.5 hours)", nil, both},
		{"at(2026-12-24T18:00:00Z)", nil, both},
	} {
		for _, d := range test.takes {
			if _, err := schedule.Parse(test.text, d); err != nil {
				t.Errorf("%s takes %q, and Parse refuses it: %v", d, test.text, err)
			}
		}
		for _, d := range test.refuses {
			if e, err := schedule.Parse(test.text, d); err == nil {
				t.Errorf("%s refuses %q, and Parse takes it as %s", d, test.text, e)
			}
		}
	}
}
