package schedule

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestEnglishTellsApart makes expressions of many fields: those that read the
// same have the same runs. Runs are compared by what a day, the days of every
// kind of month, and the years have.
func TestEnglishTellsApart(t *testing.T) {
	minutes := []string{"0", "5", "0/15", "5/15", "0/7", "0/45", "*", "0,30", "0-10", "0,10,45", "59", "0/30", "1/2", "0/60"}
	hours := []string{"2", "*", "0/6", "0/7", "8-17", "20-2", "0,2", "2,3", "0-2,20-23", "1,5,9,13,17,18,22", "0/12", "23", "0/1"}
	doms := []string{"*", "1", "L", "LW", "15W", "31", "31W", "1,L", "1-7", "1,15", "28-31", "1-31", "1W,15W", "1,15W", "2/5", "30,LW", "29"}
	dows := []string{"1", "SUN", "L", "7", "MON-FRI", "2-6", "1-5", "FRI-MON", "6L", "6#1", "6#5", "2#1", "MON,6L", "1L,7L", "1-7", "*", "MON,WED", "MON,TUE", "SAT-SUN"}
	months := []string{"*", "1", "2", "1,7", "1/3", "NOV-FEB", "1-6", "1-11", "2-12", "1-12"}
	years := []string{"*", "2026", "2026-2027", "2026-2030", "2026/1", "2024/4", "2500", "1970-2199", "2026,2028-2030", "2026,2028"}
	seen := map[string]string{} // the runs and an expression, by the English
	check := func(text string) {
		e, err := Parse(text, Scheduler)
		if err != nil {
			t.Fatalf("Parse(%q): %v", text, err)
		}
		english, runs := e.English(), fingerprint(&e.cron)
		if before, ok := seen[english]; ok && !strings.HasPrefix(before, runs+" ") {
			t.Errorf("%s and%s have different runs, and both read %q", text, before[strings.Index(before, " "):], english)
		}
		seen[english] = runs + " " + text
	}
	var days []string
	for _, dom := range doms {
		days = append(days, dom+" %s ?")
	}
	for _, dow := range dows {
		days = append(days, "? %s "+dow)
	}
	for _, day := range days {
		for _, month := range months {
			for _, year := range years {
				check("cron(0 2 " + fmt.Sprintf(day, month) + " " + year + ")")
			}
		}
		for _, minute := range minutes {
			for _, hour := range hours {
				check("cron(" + minute + " " + hour + " " + fmt.Sprintf(day, "*") + " *)")
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 3_000 {
		check(fmt.Sprintf("cron(%s %s %s)", someOf(r, 0, 59), someOf(r, 0, 23), someDays(r)))
	}
}

// someOf writes a field of some values, which need not be tidy.
func someOf(r *rand.Rand, low, high int) string {
	var items []string
	for range 1 + r.IntN(3) {
		v := low + r.IntN(high-low+1)
		switch r.IntN(4) {
		case 0:
			items = append(items, fmt.Sprintf("%d-%d", v, v+r.IntN(high-v+1)))
		case 1:
			items = append(items, fmt.Sprintf("%d/%d", v, 1+r.IntN(high/2)))
		default:
			items = append(items, fmt.Sprint(v))
		}
	}
	return strings.Join(items, ",")
}

// someDays writes the last four fields.
func someDays(r *rand.Rand) string {
	month, year := someOf(r, 1, 12), someOf(r, 2026, 2040)
	if r.IntN(2) == 0 {
		return fmt.Sprintf("%s %s ? %s", someOf(r, 1, 31), month, year)
	}
	var names []string
	for range 1 + r.IntN(6) {
		names = append(names, dowField.names[r.IntN(7)])
	}
	return fmt.Sprintf("? %s %s %s", month, strings.Join(names, ","), year)
}

// fingerprint sums up the runs of an expression.
func fingerprint(c *cron) string {
	h := fnv.New64a()
	fmt.Fprint(h, c.minutes, c.hours, c.years)
	for year := 2000; year < 2007; year++ { // each day of the week is the first of some month
		for month := time.January; month <= time.December; month++ {
			if c.months.has(int(month)) {
				fmt.Fprint(h, month, c.days.in(year, month), ";")
			}
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}
