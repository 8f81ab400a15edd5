package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/schedule"
)

func TestEnglish(t *testing.T) {
	for given, want := range map[string]string{
		// The valid examples of AWS's grammar; see TestGrammar.
		"cron(0 2 * * ? *)":            "every day at 02:00",
		"cron(0 6 ? * SUN *)":          "every Sunday at 06:00",
		"cron(15 10 ? * 6L 2026-2027)": "on the last Friday of each month at 10:15, only in 2026 and 2027",
		"cron(0 8 1 * ? *)":            "on the 1st of each month at 08:00",
		"cron(0 9 ? * 2#1 *)":          "on the first Monday of each month at 09:00",
		"cron(0 0 L * ? *)":            "on the last day of each month at 00:00",
		"cron(0 8 3W * ? *)":           "on the weekday (Monday to Friday) nearest to the 3rd of each month at 08:00",
		"cron(5,35 14 * * ? *)":        "every day at 14:05 and 14:35",
		"cron(0/30 20-2 ? * MON-FRI *)": "every 30 minutes from 00:00 to 02:30 and from 20:00 to 23:30, " +
			"Monday to Friday",
		"rate(1 day)":             "every day, counted from its first run",
		"at(2026-12-24T18:00:00)": "once, on Thursday 24 December 2026 at 18:00",
		"at(2026-12-24T18:00:30)": "once, on Thursday 24 December 2026 at 18:00:30",
		"rate(1 minute)":          "every minute, counted from its first run",
		"rate(12 hours)":          "every 12 hours, counted from its first run",

		// Times.
		"cron(0/15 8-17 ? * MON-FRI *)": "every 15 minutes from 08:00 to 17:45, Monday to Friday",
		"cron(0/15 * * * ? *)":          "every 15 minutes",
		"cron(5/15 * * * ? *)":          "every 15 minutes from 00:05 to 23:50, every day",
		"cron(* * * * ? *)":             "every minute",
		"cron(* 2 * * ? *)":             "every minute from 02:00 to 02:59, every day",
		"cron(0 * * * ? *)":             "every hour",
		"cron(0 * ? * SAT,SUN *)":       "every hour, every Saturday and Sunday",
		"cron(30 * * * ? *)":            "every hour from 00:30 to 23:30, every day",
		"cron(0 0/6 * * ? *)":           "every 6 hours",
		"cron(0 0/8 1 * ? *)":           "every 8 hours, on the 1st of each month",
		"cron(0 2,14 * * ? *)":          "every day at 02:00 and 14:00",
		"cron(0 1,2,3 * * ? *)":         "every day at 01:00, 02:00 and 03:00",
		"cron(0 8-12 * * ? *)":          "every hour from 08:00 to 12:00, every day",
		"cron(0 0/7 * * ? *)":           "every day at 00:00, 07:00, 14:00 and 21:00",
		"cron(0 0/5 * * ? *)":           "every 5 hours from 00:00 to 20:00, every day",
		"cron(15 6-9,12,14-18 * * ? *)": "every hour from 06:15 to 09:15, at 12:15 and from 14:15 to 18:15, every day",
		"cron(0 0,2,4,8,10,12,16 * * ? *)": "every day at 00:00, 02:00, 04:00, 08:00, 10:00, 12:00 " +
			"and 16:00",
		"cron(0/45 * * * ? *)":             "at minutes 0 and 45 of every hour",
		"cron(0/45 8-11,20 ? * 2-6 *)":     "at minutes 0 and 45 of the hours 08 to 11 and 20, Monday to Friday",
		"cron(0-10,30 0-5 1 * ? *)":        "at minutes 0 to 10 and 30 of the hours 00 to 05, on the 1st of each month",
		"cron(0-20/10,30/10 1-2 * * ? *)":  "every 10 minutes from 01:00 to 02:50, every day",
		"cron(0,10 22-23,0 * * ? 2026/10)": "every day at 00:00, 00:10, 22:00, 22:10, 23:00 and 23:10, only every 10 years from 2026 to 2196",

		"cron(15,45 */2 * * ? *)":                 "at minutes 15 and 45 of every 2nd hour from 00 to 22, every day",
		"cron(15 0-1,3-4,6-7,9-10,12-13 * * ? *)": "at minute 15 of the hours 00, 01, 03, 04, 06, 07, 09, 10, 12 and 13, every day",
		"cron(0 2 */2 * ? *)":                     "on every 2nd day from the 1st to the 31st of each month at 02:00",
		"cron(0 2 2/7,L * ? *)":                   "on every 7th day from the 2nd to the 30th and the last day of each month at 02:00",

		// Days of the week: 1 is Sunday.
		"cron(0 2 ? * 1 *)":           "every Sunday at 02:00",
		"cron(0 2 ? * 1-5 *)":         "Sunday to Thursday at 02:00",
		"cron(0 2 ? * FRI-MON *)":     "Friday to Monday at 02:00",
		"cron(0 2 ? * MON-SAT *)":     "Monday to Saturday at 02:00",
		"cron(0 2 ? * SUN,MON,WED *)": "every Monday, Wednesday and Sunday at 02:00",
		"cron(0 2 ? * L *)":           "every Saturday at 02:00",
		"cron(0 2 ? * 1-7 *)":         "every day at 02:00",
		"cron(0 2 ? * * *)":           "every day at 02:00",
		"cron(0 2 ? * MON,6L *)":      "every Monday and on the last Friday of each month at 02:00",
		"cron(0 2 ? * MON,2L *)":      "every Monday at 02:00",
		"cron(0 2 ? JUN MON,6L *)":    "every Monday and on the last Friday of each month at 02:00, only in June",
		"cron(0 2 ? * 6#5 *)":         "on the fifth Friday of each month that has one at 02:00",
		"cron(0 2 ? 1-6 1L,7L *)":     "on the last Sunday and the last Saturday of each month from January to June at 02:00",

		// Days of the month.
		"cron(0 2 1-31 * ? *)":     "every day at 02:00",
		"cron(0 2 1,15 * ? *)":     "on the 1st and the 15th of each month at 02:00",
		"cron(0 2 1-7,22 * ? *)":   "on the 1st to 7th and the 22nd of each month at 02:00",
		"cron(0 2 31 * ? *)":       "on the 31st of each month that has one at 02:00",
		"cron(0 2 31W * ? *)":      "on the weekday (Monday to Friday) nearest to the 31st of each month that has one at 02:00",
		"cron(0 2 LW * ? *)":       "on the last weekday (Monday to Friday) of each month at 02:00",
		"cron(0 2 3,L * ? *)":      "on the 3rd and the last day of each month at 02:00",
		"cron(0 2 11-13 * ? *)":    "on the 11th to 13th of each month at 02:00",
		"cron(0 0 1 1 ? *)":        "on the 1st of January at 00:00",
		"cron(0 0 1 1/3 ? *)":      "on the 1st of January, April, July and October at 00:00",
		"cron(0 0 1 NOV-FEB ? *)":  "on the 1st of each month from November to February at 00:00",
		"cron(0 0 30 2 ? *)":       "on the 30th of February at 00:00",
		"cron(0/15 * L 6 ? 2027)":  "every 15 minutes, on the last day of June, only in 2027",
		"cron(0 2 2,3 * ? *)":      "on the 2nd and the 3rd of each month at 02:00",
		"cron(0 2 1W,15W 5 ? *)":   "on the weekday (Monday to Friday) nearest to the 1st and the weekday (Monday to Friday) nearest to the 15th of May at 02:00",
		"cron(0 2 1/10 * ? *)":     "on every 10th day from the 1st to the 31st of each month at 02:00",
		"cron(0 2 21-23,31 * ? *)": "on the 21st to 23rd and the 31st of each month at 02:00",

		"cron(0 2 29-31 * ? *)": "on the 29th to 31st of each month at 02:00",
		"cron(0 2 31,L * ? *)":  "on the 31st and the last day of each month at 02:00",

		// Months and years.
		"cron(0 2 * 1,7 ? *)":            "every day at 02:00, only in January and July",
		"cron(0 2 ? 6-8 MON-FRI 2027/1)": "Monday to Friday at 02:00, only from June to August, and only from 2027 on",
		"cron(0 2 * * ? 2026-2029)":      "every day at 02:00, only from 2026 to 2029",
		"cron(0 2 * * ? 2024/4)":         "every day at 02:00, only every 4 years from 2024 to 2196",
		"cron(0 2 * * ? 2026,2028-2030)": "every day at 02:00, only in 2026 and 2028 to 2030",
		"cron(0 2 * * ? 2500)":           "every day at 02:00, in no year from 1970 to 2199",
	} {
		e, err := schedule.Parse(given, schedule.Scheduler)
		if err != nil {
			if want != "" {
				t.Errorf("Parse(%q): %v", given, err)
			}
			continue
		}
		if diff := cmp.Diff(want, e.English()); diff != "" {
			t.Errorf("%s in English (-want +got):\n%s", given, diff)
		}
	}
	var zero schedule.Expression
	if got := zero.English(); got != "never" {
		t.Errorf("the zero expression in English is %q, want never", got)
	}
}
