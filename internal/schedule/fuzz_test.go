package schedule_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

// FuzzParse holds what is true of every text: no panic, a canonical form that
// stays, and runs that come after and match the fields as a plain reading of
// them understands it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"cron(0 2 * * ? *)", "cron(0/30 20-2 ? * MON-FRI *)", "cron(15 10 ? * 6L 2026-2027)", "cron(0 0 LW,3W * ? *)",
		"cron(0 9 ? * 2#5 *)", "cron(*/7,3 1-9/2 L nov-feb ? 2028/4)", "cron(0 2 31W * ? *)", "cron(0 2 ? * l,fril *)",
		"cron(59 23 29 2 ? *)", "rate(1 days)", "rate(1.5 hours)", "at(2026-10-25T02:30:00)", "0 2 * * 1-5", "@daily", "CRON(0  2",
	} {
		f.Add(seed, int64(1793000000), uint8(0))
	}
	zones := []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"}
	f.Fuzz(func(t *testing.T, text string, seconds int64, z uint8) {
		for _, dialect := range []schedule.Dialect{schedule.Scheduler, schedule.Rule} {
			e, err := schedule.Parse(text, dialect)
			if err != nil {
				if message(t, err) == "" {
					t.Errorf("Parse(%q): an empty message", text)
				}
				continue
			}
			again, err := schedule.Parse(e.String(), dialect)
			if err != nil || again.String() != e.String() {
				t.Fatalf("Parse(%q) = %s, which parses to %s, %v", text, e, again, err)
			}
			if english := e.English(); english == "" || english == "never" || english != again.English() || strings.Contains(english, "  ") {
				t.Errorf("%s in English: %q, and again %q", e, english, again.English())
			}
			loc := zone(t, zones[int(z)%len(zones)])
			after := time.Unix(seconds%(1<<33), 0)
			run, ok := e.Next(after, loc)
			if !ok {
				continue
			}
			if !run.After(after) {
				t.Errorf("%s: next run %s is not after %s", e, run, after)
			}
			if e.Kind() == schedule.Cron && !matches(e.String(), run) {
				t.Errorf("%s: run at %s does not match", e, run)
			}
			if d, ok := e.ShortestInterval(after, loc); ok {
				if second, _ := e.Next(run, loc); d <= 0 || e.Kind() == schedule.Cron && second.Sub(run) < d {
					t.Errorf("%s: runs at %s and %s, yet the shortest interval is %s", e, run, second, d)
				}
			}
		}
	})
}

// TestRunsAgainstClock asks of every minute whether it is a run: those of a
// clock that match and that the clock has not shown before.
func TestRunsAgainstClock(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, start := range []string{"2026-10-20T12:00:00Z", "2027-03-10T00:00:00Z", "2028-02-24T00:00:00Z"} {
		for _, zoneName := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
			for _, text := range []string{
				"cron(0/20 * * * ? *)", "cron(30 1-3 * * ? *)", "cron(15,45 22-2 ? * SAT-SUN *)", "cron(0 2 L,1 * ? *)",
				"cron(10 3 ? * 1L *)", "cron(5 1/3 ? * WED#2 2026-2028)", "cron(0 1 28W,1W * ? *)", "cron(30 2 LW * ? *)",
			} {
				loc, from := zone(t, zoneName), instant(t, start)
				until := from.AddDate(0, 0, 40)
				var want []time.Time
				shown := map[string]bool{}
				for at := from; at.Before(until); at = at.Add(time.Minute) {
					wall := at.In(loc).Format("2006-01-02T15:04")
					if !shown[wall] && at.After(from) && matches(text, at.In(loc)) {
						want = append(want, at.In(loc))
					}
					shown[wall] = true
				}
				got := parse(t, text, schedule.Scheduler).Runs(from, loc, len(want))
				if !slices.EqualFunc(got, want, time.Time.Equal) {
					t.Errorf("%s in %s from %s:\n got %v\nwant %v", text, zoneName, start, got, want)
				}
			}
		}
	}
}

// matches reads the fields of a canonical cron expression against one wall
// time, item by item.
func matches(text string, at time.Time) bool {
	fields := strings.Split(strings.TrimSuffix(strings.TrimPrefix(text, "cron("), ")"), " ")
	any := func(field string, match func(item string) bool) bool {
		return field == "?" || slices.ContainsFunc(strings.Split(field, ","), match)
	}
	plain := func(v, lowest, highest int, names string) func(string) bool {
		return func(item string) bool { return matchesItem(item, v, lowest, highest, names) }
	}
	return any(fields[0], plain(at.Minute(), 0, 59, "")) &&
		any(fields[1], plain(at.Hour(), 0, 23, "")) &&
		any(fields[3], plain(int(at.Month()), 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC")) &&
		any(fields[5], plain(at.Year(), 1970, 2199, "")) &&
		any(fields[2], func(item string) bool { return matchesDay(item, at) || plain(at.Day(), 1, 31, "")(item) }) &&
		any(fields[4], func(item string) bool {
			weekday := int(at.Weekday()) + 1
			if day, last := strings.CutSuffix(item, "L"); last {
				return day == "" && weekday == 7 || day != "" && at.AddDate(0, 0, 7).Month() != at.Month() && plain(weekday, 1, 7, dayNames)(day)
			}
			day, nth, found := strings.Cut(item, "#")
			return (!found || strconv.Itoa((at.Day()+6)/7) == nth) && plain(weekday, 1, 7, dayNames)(day)
		})
}

const dayNames = "SUNMONTUEWEDTHUFRISAT"

// matchesItem reports whether v is in a plain item.
func matchesItem(item string, v, lowest, highest int, names string) bool {
	number := func(text string) int {
		if i := strings.Index(names, text); i >= 0 && text != "" && i%3 == 0 {
			return lowest + i/3
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return -1
		}
		return n
	}
	base, stepText, stepped := strings.Cut(item, "/")
	lowText, highText, ranged := strings.Cut(base, "-")
	low, high, step := lowest, highest, 1
	if stepped {
		step = number(stepText)
	}
	if base != "*" {
		low = number(lowText)
		switch {
		case ranged:
			high = number(highText)
		case !stepped:
			high = low
		}
	}
	if low < 0 || high < 0 {
		return false
	}
	if high < low { // wrapped
		if size := highest - lowest + 1; v <= high {
			return (v+size-low)%step == 0
		}
		high = highest
	}
	return low <= v && v <= high && (v-low)%step == 0
}

// matchesDay reports whether at is the day of L, LW or nW.
func matchesDay(item string, at time.Time) bool {
	last := at.AddDate(0, 0, 1-at.Day()).AddDate(0, 1, -1).Day()
	target, weekday := strings.CutSuffix(item, "W")
	n := last
	if target != "L" {
		var err error
		if n, err = strconv.Atoi(target); err != nil {
			return false
		}
	}
	if !weekday {
		return target == "L" && at.Day() == last
	}
	// The nearest of all weekdays of the month, found by trying.
	best, bestDistance := 0, 99
	for day := 1; day <= last && n <= last; day++ {
		w := at.AddDate(0, 0, day-at.Day()).Weekday()
		distance := max(day-n, n-day)
		if w != time.Saturday && w != time.Sunday && distance < bestDistance {
			best, bestDistance = day, distance
		}
	}
	return at.Day() == best
}
