package schedule_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/schedule"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		given    string
		want     string // the canonical form; empty if as given
		kind     schedule.Kind
		warnings []string
	}{
		{given: "cron(0 2 * * ? *)"},
		{given: "cron(0 6 ? * SUN *)"},
		{given: "cron(15 10 ? * 6L 2026-2027)"},
		{given: "cron(0 8 1 * ? *)"},
		{given: "cron(0 9 ? * 2#1 *)"},
		{given: "cron(0 0 L * ? *)"},
		{given: "cron(0 8 3W * ? *)"},
		{given: "cron(5,35 14 * * ? *)"},
		{given: "cron(0/30 20-2 ? * MON-FRI *)"},
		{given: "cron(*/5 9-17/2 ? JAN,jul-Sep mon *)", want: "cron(*/5 9-17/2 ? JAN,JUL-SEP MON *)"},
		{given: "cron(0 2 ? * fril *)", want: "cron(0 2 ? * FRIL *)"},
		{given: "cron(00 02 15w * ? *)", want: "cron(00 02 15W * ? *)"},
		{given: "cron(0 2 ? * 2-6 *)"},
		{given: "cron(0 2 ? * 1-7 *)"},
		{given: "cron(0 2 30 2 ? *)"},

		{given: "cron(0 2 LW * ? *)", warnings: []string{"day of month LW is the last weekday (MON-FRI) of the month, which AWS takes and does not document; L is the last day of the month, and 6L its last Friday"}},
		{given: "cron(0 2 ? * FRI-MON *)", warnings: []string{"day of week FRI-MON wraps around, which AWS documents for hours only; write FRI-SAT,SUN-MON"}},
		{given: "cron(50-10 2 ? NOV-FEB * *)", warnings: []string{
			"minutes 50-10 wraps around, which AWS documents for hours only; write 50-59,0-10",
			"month NOV-FEB wraps around, which AWS documents for hours only; write NOV-DEC,JAN-FEB",
		}},
		{given: "cron(0 2 ? * 1-5 *)", warnings: []string{"habit: day of week 1-5 is Sunday to Thursday: AWS counts from 1 = SUN, and Unix from 1 = MON; write SUN-THU for what it says, or MON-FRI for what it says in Unix cron"}},
		{given: "cron(0 2 ? * 1 *)", warnings: []string{"habit: day of week 1 is Sunday: AWS counts from 1 = SUN, and Unix from 1 = MON; write SUN for what it says, or MON for what it says in Unix cron"}},
		{given: "cron(0 2 ? * 5-7 *)", warnings: []string{"habit: day of week 5-7 is Thursday to Saturday: AWS counts from 1 = SUN, and Unix from 1 = MON; write THU-SAT for what it says, or FRI-SAT,SUN for what it says in Unix cron"}},
		{given: "cron(0 2 ? * 1,3,6L *)", warnings: []string{
			"day of week 1,3,6L: AWS does not document L and W inside a list; a schedule for each is certain",
			"habit: day of week 1,3,6L is Tuesday and Sunday: AWS counts from 1 = SUN, and Unix from 1 = MON; write the names",
		}},
		{given: "cron(* 2,4 * * ? *)", warnings: []string{"habit: minutes * is each minute of the hour, 120 runs a day; write 0 for the full hour"}},
		{given: "cron(* * * * ? *)"},
		{given: "cron(0/45 * * * ? *)", warnings: []string{"habit: minutes 0/45 starts anew with each hour: from the last to the next 0 there are 15 minutes; take a step that divides 60, or list the minutes"}},
		{given: "cron(0/45 2,4 * * ? *)"},
		{given: "cron(5/45 * * * ? *)"},
		{given: "cron(0/15 */6 * * ? *)"},
		{given: "cron(0 */23 * * ? *)", warnings: []string{"habit: hours */23 starts anew with each day: from the last to the next 0 there is 1 hour; take a step that divides 24, or list the hours"}},
		{given: "cron(0 2 1,L * ? *)", warnings: []string{"day of month 1,L: AWS does not document L and W inside a list; a schedule for each is certain"}},
		{given: "cron(0/90 2 1 * ? *)", warnings: []string{"habit: minutes 0/90 has a single value, 0: the step leads past the end; write 0"}},
		{given: "cron(0 2 1 * ? 1969-2200)", warnings: []string{
			"year 1969 is outside 1970-2199, the years in which schedules run; leave it out",
			"year 2200 is outside 1970-2199, the years in which schedules run; leave it out",
		}},
		{given: "cron(0 2 1 * ? 2500)", warnings: []string{"year 2500 is outside 1970-2199, the years in which schedules run; leave it out"}},

		{given: "rate(1 day)", kind: schedule.Rate},
		{given: "rate(1 days)", want: "rate(1 day)", kind: schedule.Rate},
		{given: "rate(90 minutes)", kind: schedule.Rate},
		{given: "at(2026-12-24T18:00:00)", kind: schedule.At},
	} {
		e, err := schedule.Parse(test.given, schedule.Scheduler)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.given, err)
			continue
		}
		want := test.want
		if want == "" {
			want = test.given
		}
		if e.String() != want || e.Kind() != test.kind {
			t.Errorf("Parse(%q) = %s of kind %s, want %s of kind %s", test.given, e, e.Kind(), want, test.kind)
		}
		var warnings []string
		for _, w := range e.Warnings() {
			text := w.String()
			if w.Habit {
				text = "habit: " + text
			}
			warnings = append(warnings, text)
		}
		if diff := cmp.Diff(test.warnings, warnings); diff != "" {
			t.Errorf("Parse(%q) warnings (-want +got):\n%s", test.given, diff)
		}
	}
}

func TestParseRule(t *testing.T) {
	for _, text := range []string{"cron(0 2 * * ? *)", "rate(1 minute)", "rate(2 hours)"} {
		e, err := schedule.Parse(text, schedule.Rule)
		if err != nil || len(e.Warnings()) > 0 {
			t.Errorf("Parse(%q) = %v with warnings %q, want none", text, err, e.Warnings())
		}
	}
	for given, want := range map[string]string{
		"rate(1 minutes)":         "rate(1 minutes): the unit of 1 is minute; write rate(1 minute)",
		"at(2026-12-24T18:00:00)": "a rule takes cron and rate, not at; use EventBridge Scheduler, or a cron of that year: write cron(0 18 24 12 ? 2026)",
		"at(2026-12-24)":          "a rule takes cron and rate, not at; use EventBridge Scheduler, or a cron of that year",
	} {
		_, err := schedule.Parse(given, schedule.Rule)
		if got := message(t, err); got != want {
			t.Errorf("Parse(%q):\n got %s\nwant %s", given, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const (
		six    = "cron takes six fields (minutes, hours, day of month, month, day of week, year), not "
		spaces = " has a space, tab or line break too many; use single spaces between the fields and nowhere else: write "
	)
	for given, want := range map[string]string{
		"cron(0 2 * * * *)":              "day of month is * and day of week is *, exactly one of them must be ?; write cron(0 2 * * ? *)",
		"cron(0 2 * * MON *)":            "day of month is * and day of week is MON, exactly one of them must be ?; write cron(0 2 ? * MON *)",
		"cron(0 2 1 * MON *)":            "day of month is 1 and day of week is MON, exactly one of them must be ?; choose one, or write a schedule for each",
		"cron(0 2 ? * ? *)":              "day of month and day of week are both ?, exactly one of them must be ?; write cron(0 2 * * ? *)",
		"cron(0 2 * * ?)":                six + "5; Unix cron has five: write cron(0 2 * * ? *)",
		"cron(0 2 * * *)":                six + "5; Unix cron has five: write cron(0 2 * * ? *)",
		"cron(0 2 * * 1-5)":              six + "5; Unix cron has five: write cron(0 2 ? * MON-FRI *)",
		"cron(0 2 1 * 1)":                six + "5; Unix cron runs when either of two given days matches, AWS wants ? for one of them: write a schedule for each",
		"cron(0 0 2 * * ? *)":            six + "7; there is no field for seconds: write cron(0 2 * * ? *)",
		"cron()":                         six + "1; write all of them, such as cron(0 2 * * ? *)",
		"cron(0 0 2 * * ?)":              `year "?" is not one of 1970 to 2199; ? is for the day of month or the day of week, and stands alone: write cron(0 2 * * ? *)`,
		"cron(60 * * * ? *)":             `minutes "60" is not one of 0 to 59; the full hour is minute 0`,
		"cron(0 24 * * ? *)":             `hours "24" is not one of 0 to 23; midnight is hour 0`,
		"cron(0 2 ? * 0 *)":              `day of week "0" is not one of 1 to 7, SUN to SAT; 1 is SUN: write cron(0 2 ? * SUN *)`,
		"cron(0 2 ? * 0-4 *)":            `day of week "0" is not one of 1 to 7, SUN to SAT; 1 is SUN: write cron(0 2 ? * SUN-THU *)`,
		"cron(0 2 ? * 8 *)":              `day of week "8" is not one of 1 to 7, SUN to SAT; 7 is SAT`,
		"cron(0 2 ? * 3#1,6#3 *)":        `day of week "3#1,6#3": an expression with # stands alone; write a schedule for each`,
		"cron(0 2 ? * MON,6#3 *)":        `day of week "MON,6#3": an expression with # stands alone; write a schedule for each`,
		"cron(0 2 ? * 2#6 *)":            `day of week "2#6": # is followed by 1 to 5, which of these days of the month; write 2#1 for the first Monday of the month`,
		"cron(0 2 15# * ? *)":            `day of month "15#" is not one of 1 to 31; # belongs to the day of week, such as 2#1 for the first Monday`,
		"cron(0 2 32 * ? *)":             `day of month "32" is not one of 1 to 31; L is the last day of the month`,
		"cron(0 2 32W * ? *)":            `day of month "32W": W follows one day from 1 to 31, or L; write 15W for the weekday nearest to the 15th`,
		"cron(0 2 L-3 * ? *)":            `day of month "L" is not one of 1 to 31; L stands alone, or as LW`,
		"cron(0 2 *,3 * ? *)":            `day of month "*,3": * stands alone; * has every value already: write cron(0 2 * * ? *)`,
		"cron(0 2 ? * 3W *)":             `day of week "3W" is not one of 1 to 7, SUN to SAT; W belongs to the day of month`,
		"cron(0 2 ? * MON/2 *)":          `day of week "MON/2": / is not allowed here; list the days, such as MON,WED,FRI`,
		"cron(0 2 ? * MONDAY *)":         `day of week "MONDAY" is not one of 1 to 7, SUN to SAT; names have three letters, MON`,
		"cron(0 2 ? * LUN *)":            `day of week "LUN" is not one of 1 to 7, SUN to SAT; the names are SUN, MON, TUE, WED, THU, FRI, SAT`,
		"cron(0 2 ? 13 MON *)":           `month "13" is not one of 1 to 12, JAN to DEC; the names are JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT, NOV, DEC`,
		"cron(0 2 * * ? 26)":             `year "26" is not one of 1970 to 2199; years have four digits`,
		"cron(0 2 * * ? 2026,2030-2028)": `year "2030-2028" runs backwards; write cron(0 2 * * ? 2026,2028-2030)`,
		"cron(? 2 * * ? *)":              `minutes "?" is not one of 0 to 59; ? is for the day of month or the day of week, and stands alone`,
		"cron(x 2 * * ? *)":              `minutes "X" is not one of 0 to 59; write numbers, separated by commas`,
		"cron(/5 * * * ? *)":             "minutes has an empty item; give a value on both sides of every , - and /",
		"cron(1, * * * ? *)":             "minutes has an empty item; give a value on both sides of every , - and /",
		"cron(0/0 * * * ? *)":            `minutes "0/0": a step is a whole number from 1; write one such as 0/15`,

		"@daily":  `"@daily" is a nickname of Unix cron, which AWS does not know; write cron(0 0 * * ? *)`,
		"@Weekly": `"@Weekly" is a nickname of Unix cron, which AWS does not know; write cron(0 0 ? * SUN *)`,
		"@reboot": `"@reboot" is a nickname of Unix cron, which AWS does not know; use cron(0 2 * * ? *) or rate(1 day)`,

		"0 2 * * *":           `"0 2 * * *" is not a schedule expression; write cron(0 2 * * ? *)`,
		"0 2 * * 0":           `"0 2 * * 0" is not a schedule expression; write cron(0 2 ? * SUN *)`,
		"0 2 * * ? *":         `"0 2 * * ? *" is not a schedule expression; write cron(0 2 * * ? *)`,
		"5 minutes":           `"5 minutes" is not a schedule expression; write rate(5 minutes)`,
		"2026-12-24T18:00:00": `"2026-12-24T18:00:00" is not a schedule expression; write at(2026-12-24T18:00:00)`,
		"nightly":             `"nightly" is not a schedule expression; use cron(0 2 * * ? *) or rate(1 day)`,
		"CRON(0 2 * * ? *)":   `"CRON" is not a kind of schedule, the kinds are cron, rate and at in lower case; write cron(0 2 * * ? *)`,
		"every(5 minutes)":    `"every" is not a kind of schedule, the kinds are cron, rate and at in lower case; use cron(0 2 * * ? *), rate(1 day) or at(2026-12-24T18:00:00)`,
		"cron(0 2 * * ? *":    `"cron(0 2 * * ? *" does not end with one closing parenthesis; write cron(0 2 * * ? *)`,
		"cron(0 2 * * ? *))":  `"cron(0 2 * * ? *))" does not end with one closing parenthesis; write cron(0 2 * * ? *)`,
		"cron 0 2 * * ? *":    `"cron 0 2 * * ? *" is not a schedule expression; write cron(0 2 * * ? *)`,

		"":                       "the schedule expression is empty; write one such as cron(0 2 * * ? *), daily at 02:00",
		" rate(10 minutes)":      `" rate(10 minutes)"` + spaces + "rate(10 minutes)",
		"rate(10 minutes) ":      `"rate(10 minutes) "` + spaces + "rate(10 minutes)",
		"rate( 10 minutes )":     `"rate( 10 minutes )"` + spaces + "rate(10 minutes)",
		"cron(0  2 * * ? *)":     `"cron(0  2 * * ? *)"` + spaces + "cron(0 2 * * ? *)",
		"cron(0\t2 * * ? *)":     `"cron(0\t2 * * ? *)"` + spaces + "cron(0 2 * * ? *)",
		"cron(0\u00a02 * * ? *)": `"cron(0\u00a02 * * ? *)"` + spaces + "cron(0 2 * * ? *)",
		"cron(" + strings.Repeat("1,", 126) + "1 2 * * ? *)": "the schedule expression has 269 characters, at most 256 are allowed; use ranges such as 1-5 or steps such as 0/5",

		"rate(10 minute)":   "rate(10 minute): the unit of 10 is minutes; write rate(10 minutes)",
		"rate(10 MINUTES)":  `rate takes minutes, hours or days, not "MINUTES"; write rate(10 minutes)`,
		"rate(10 seconds)":  `rate takes minutes, hours or days, not "seconds"; write rate(1 minute)`,
		"rate(90 seconds)":  `rate takes minutes, hours or days, not "seconds"; write rate(2 minutes)`,
		"rate(2 weeks)":     `rate takes minutes, hours or days, not "weeks"; write rate(14 days)`,
		"rate(1 month)":     `rate takes minutes, hours or days, not "month"; months and years need cron, such as cron(0 0 1 * ? *)`,
		"rate(1.5 hours)":   `rate takes a whole number without sign and leading zeros, not "1.5"; write rate(90 minutes)`,
		"rate(05 minutes)":  `rate takes a whole number without sign and leading zeros, not "05"; write rate(5 minutes)`,
		"rate(0 minutes)":   `rate takes a whole number from 1, not "0"; write one such as rate(1 day)`,
		"rate(-10 minutes)": `rate takes a whole number from 1, not "-10"; write one such as rate(1 day)`,
		"rate(NaN days)":    `rate takes a whole number from 1, not "NaN"; write one such as rate(1 day)`,
		"rate(10)":          `rate takes a number and a unit, not "10"; write one such as rate(1 day)`,
		"rate()":            `rate takes a number and a unit, not ""; write one such as rate(1 day)`,
		"rate(106752 days)": "rate(106752 days) is longer than 292 years; use cron( ) with a year, or disable the schedule",

		"at(2026-12-24T18:00:00Z)":      `at takes no zone or offset, such as "Z"; the schedule's time zone applies: write at(2026-12-24T18:00:00)`,
		"at(2026-12-24T18:00:00+01:00)": `at takes no zone or offset, such as "+01:00"; the schedule's time zone applies: write at(2026-12-24T18:00:00)`,
		"at(2026-12-24t18:00:00)":       `at takes yyyy-mm-ddThh:mm:ss, a date and time that exist, not "2026-12-24t18:00:00"; write at(2026-12-24T18:00:00)`,
		"at(2026-12-24 18:00)":          `at takes yyyy-mm-ddThh:mm:ss, a date and time that exist, not "2026-12-24 18:00"; write at(2026-12-24T18:00:00)`,
		"at(2026-12-24T18:00:00.5)":     `at takes yyyy-mm-ddThh:mm:ss, a date and time that exist, not "2026-12-24T18:00:00.5"; write at(2026-12-24T18:00:00)`,
		"at(2026-02-30T18:00:00)":       `at takes yyyy-mm-ddThh:mm:ss, a date and time that exist, not "2026-02-30T18:00:00"; write one such as at(2026-12-24T18:00:00)`,
	} {
		_, err := schedule.Parse(given, schedule.Scheduler)
		got := message(t, err)
		if got != want {
			t.Errorf("Parse(%q):\n got %s\nwant %s", given, got, want)
		}
		// Advice that is itself refused would be worse than none.
		for _, advice := range regexp.MustCompile(`write ((?:cron|rate|at)\([^)]*\))`).FindAllStringSubmatch(got, -1) {
			if _, err := schedule.Parse(advice[1], schedule.Scheduler); err != nil {
				t.Errorf("Parse(%q) advises %s: %v", given, advice[1], err)
			}
		}
	}
}

func TestSyntaxErrorFields(t *testing.T) {
	_, err := schedule.Parse("cron(0 2 ? * 0 *)", schedule.Scheduler)
	var got *schedule.SyntaxError
	if !errors.As(err, &got) {
		t.Fatalf("error is a %T, want a *SyntaxError", err)
	}
	want := [4]string{
		"cron(0 2 ? * 0 *)", "day of week",
		`day of week "0" is not one of 1 to 7, SUN to SAT`,
		"1 is SUN: write cron(0 2 ? * SUN *)",
	}
	if diff := cmp.Diff(want, [4]string{got.Given, got.Field, got.Message, got.Help}); diff != "" {
		t.Errorf("SyntaxError (-want +got):\n%s", diff)
	}
}

// message returns the text of a SyntaxError, and "" for no error.
func message(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var syntax *schedule.SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("error is a %T, want a *SyntaxError", err)
	}
	if strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("%q is more than a line", err)
	}
	return err.Error()
}
