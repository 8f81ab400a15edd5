package schedule

import (
	"fmt"
	"strings"
)

// list joins items as a sentence does: a, b and c.
func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// ordinal writes 1st, 2nd, 3rd, 4th.
func ordinal(n int) string {
	suffix := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// distance returns what neighbours are apart, 0 if there are none or they differ.
func distance(values []int) int {
	if len(values) < 2 {
		return 0
	}
	d := values[1] - values[0]
	for i := 2; i < len(values); i++ {
		if values[i]-values[i-1] != d {
			return 0
		}
	}
	return d
}

// stretch is a run of consecutive numbers.
type stretch struct{ first, last int }

// long tells that the stretch is worth a "to".
func (s stretch) long() bool { return s.last-s.first > 1 }

// consecutive splits ascending numbers into runs.
func consecutive(values []int) []stretch {
	var runs []stretch
	for i, v := range values {
		if i > 0 && v == values[i-1]+1 {
			runs[len(runs)-1].last = v
			continue
		}
		runs = append(runs, stretch{v, v})
	}
	return runs
}

// spans writes runs as numbers and, where they are long, as first to last.
func spans(runs []stretch, format string) []string {
	var items []string
	for _, r := range runs {
		switch {
		case r.long():
			items = append(items, fmt.Sprintf(format+" to "+format, r.first, r.last))
		case r.first < r.last:
			items = append(items, fmt.Sprintf(format, r.first), fmt.Sprintf(format, r.last))
		default:
			items = append(items, fmt.Sprintf(format, r.first))
		}
	}
	return items
}

// around returns the ends of values that follow one another on the circle from
// low to high, such as November to February; false if they do not, are fewer than
// three, or are all.
func around(values []int, low, high int) (first, last int, ok bool) {
	runs := consecutive(values)
	n, size := len(values), high-low+1
	switch {
	case n < 3 || n == size:
		return 0, 0, false
	case len(runs) == 1:
		return runs[0].first, runs[0].last, true
	case len(runs) == 2 && runs[0].first == low && runs[1].last == high:
		return runs[1].first, runs[0].last, true
	}
	return 0, 0, false
}
