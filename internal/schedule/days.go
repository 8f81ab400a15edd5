package schedule

import (
	"strings"
	"time"
)

// days says which days of a month count, by the day of month or by the day of
// week. Days of the month count from 1, days of the week from 1 = Sunday.
type days struct {
	ofMonth     set
	nearest     set  // nW: the weekday nearest to day n
	last        bool // L
	lastWeekday bool // LW

	ofWeek set
	lastOf set // dL: the last such day of the month
	nthDay int // d#n: the nth such day of the month
	nth    int
}

// daysOfMonth reads the third field, unless it is ?.
func (r *reader) daysOfMonth(text string, d *days) *SyntaxError {
	special := false
	for item := range strings.SplitSeq(text, ",") {
		day, nearest := strings.CutSuffix(item, "W")
		switch {
		case item == "L":
			d.last = true
		case item == "LW":
			d.lastWeekday = true
			r.warn("L is the last day of the month, and 6L its last Friday", "day of month LW is the last weekday (MON-FRI) of the month, which AWS takes and does not document")
		case nearest:
			n, ok := number(day, domField.digits)
			if !ok || n < 1 || n > 31 {
				return fault(domField.name, "write 15W for the weekday nearest to the 15th",
					"day of month %q: W follows one day from 1 to 31, or L", item)
			}
			d.nearest.add(n)
		default:
			if err := r.item(&domField, item, text, &d.ofMonth); err != nil {
				return err
			}
			continue
		}
		special = true
	}
	r.warnList(&domField, text, special)
	return nil
}

// daysOfWeek reads the fifth field, unless it is ?.
func (r *reader) daysOfWeek(text string, d *days) *SyntaxError {
	special, numbers := false, false
	for item := range strings.SplitSeq(text, ",") {
		day, last := strings.CutSuffix(item, "L")
		switch {
		case item == "L":
			d.ofWeek.add(7)
			special = true
		case strings.Contains(item, "#"):
			return r.nthOfMonth(item, text, d)
		case last:
			n, err := dowField.value(day)
			if err != nil {
				return err
			}
			d.lastOf.add(n)
			special = true
		default:
			if err := r.item(&dowField, item, text, &d.ofWeek); err != nil {
				return zeroBased(text, err)
			}
			numbers = numbers || strings.ContainsAny(item, "1234567")
		}
	}
	r.warnList(&dowField, text, special)
	if numbers {
		r.warnNumbers(text, &d.ofWeek)
	}
	return nil
}

// nthOfMonth reads d#n.
func (r *reader) nthOfMonth(item, text string, d *days) *SyntaxError {
	if item != text {
		return fault(dowField.name, "write a schedule for each", "day of week %q: an expression with # stands alone", text)
	}
	day, nth, _ := strings.Cut(item, "#")
	v, err := dowField.value(day)
	if err != nil {
		return err
	}
	n, ok := number(nth, 1)
	if !ok || n < 1 || n > 5 {
		return fault(dowField.name, "write 2#1 for the first Monday of the month",
			"day of week %q: # is followed by 1 to 5, which of these days of the month", item)
	}
	d.nthDay, d.nth = v, n
	return nil
}

// warnList warns of a list that has L or W beside other items.
func (r *reader) warnList(f *field, text string, special bool) {
	if special && strings.Contains(text, ",") {
		r.warn("a schedule for each is certain", "%s %s: AWS does not document L and W inside a list", f.name, text)
	}
}

// in returns the days of a month that count, day n as bit n.
func (d *days) in(year int, month time.Month) uint64 {
	first := weekday(year, month)
	length := monthLength(year, month)
	mask := d.ofMonth[0]
	if d.last {
		mask |= 1 << length
	}
	if d.lastWeekday {
		mask |= 1 << nearestWeekday(length, length, first)
	}
	for n := d.nearest.from(0); n >= 0 && n <= length; n = d.nearest.from(n + 1) {
		mask |= 1 << nearestWeekday(n, length, first)
	}
	for v := 1; v <= 7; v++ {
		const weekly = 1<<0 | 1<<7 | 1<<14 | 1<<21 | 1<<28
		day := 1 + (v-first+7)%7
		if d.ofWeek.has(v) {
			mask |= weekly << day
		}
		if d.lastOf.has(v) {
			mask |= 1 << (day + (length-day)/7*7)
		}
		if d.nthDay == v {
			mask |= 1 << (day + 7*(d.nth-1))
		}
	}
	return mask & (1<<(length+1) - 1)
}

// nearestWeekday returns the day from Monday to Friday nearest to day n without
// leaving the month, which is length days long and begins on weekday first.
func nearestWeekday(n, length, first int) int {
	switch (first + n - 2) % 7 {
	case 6: // Saturday
		if n == 1 {
			return 3
		}
		return n - 1
	case 0: // Sunday
		if n == length {
			return n - 2
		}
		return n + 1
	}
	return n
}

// weekday returns the day of week on which a month begins, 1 = Sunday.
func weekday(year int, month time.Month) int {
	return int(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Weekday()) + 1
}

func monthLength(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
