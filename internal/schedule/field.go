package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// field is one of the six fields of a cron expression. Its value 0 does nothing.
type field struct {
	name     string
	min, max int
	names    []string // of the values from min on, if they have names
	digits   int      // that a number has at most
	steps    bool     // whether / is allowed
}

// The grammar of the fields, apart from what only days know; see days.go.
var (
	minuteField = field{name: "minutes", min: 0, max: 59, digits: 2, steps: true}
	hourField   = field{name: "hours", min: 0, max: 23, digits: 2, steps: true}
	domField    = field{name: "day of month", min: 1, max: 31, digits: 2, steps: true}
	monthField  = field{name: "month", min: 1, max: 12, digits: 2, steps: true, names: []string{
		"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
	}}
	dowField = field{name: "day of week", min: 1, max: 7, digits: 2, names: []string{
		"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT",
	}}
	yearField = field{name: "year", min: firstYear, max: lastYear, digits: 4, steps: true}
)

// item adds to s the values of one item of the field's text: *, a value or a
// range, each with or without a step.
func (r *reader) item(f *field, item, text string, s *set) *SyntaxError {
	base, stepText, stepped := strings.Cut(item, "/")
	step := 1
	if stepped {
		var err *SyntaxError
		if step, err = f.step(item, stepText); err != nil {
			return err
		}
	}
	lowText, highText, ranged := strings.Cut(base, "-")
	low, high := f.min, f.max
	switch {
	case base == "*" && item != text && !stepped:
		return fault(f.name, "* has every value already", "%s %q: * stands alone", f.name, text).mend("*")
	case base == "*":
	default:
		var err *SyntaxError
		if low, err = f.value(lowText); err != nil {
			return err
		}
		if ranged {
			if high, err = f.value(highText); err != nil {
				return err
			}
		} else if !stepped {
			high = low
		}
	}
	if high < low && f.name == yearField.name {
		return fault(f.name, "", "year %q runs backwards", item).
			mend(strings.Replace(text, item, fmt.Sprintf("%d-%d", high, low), 1))
	}
	if stepped && low <= high && low+step > high {
		r.habit("write "+f.show(low), "%s %s has a single value, %s: the step leads past the end", f.name, item, f.show(low))
	}
	r.span(f, item, low, high, step, s)
	return nil
}

// span adds low, low+step, ... up to high, through the end of the field to its
// start if high is below low.
func (r *reader) span(f *field, item string, low, high, step int, s *set) {
	size := 0
	if high < low {
		size = f.max - f.min + 1
		// Wrapping is in AWS's documentation, by an example, for hours only.
		if f.name != hourField.name {
			r.warn(fmt.Sprintf("write %s-%s,%s-%s", f.show(low), f.show(f.max), f.show(f.min), f.show(high)),
				"%s %s wraps around, which AWS documents for hours only", f.name, item)
		}
	}
	for v := low; v <= high+size; v += step {
		at := v
		if at > f.max && size > 0 {
			at -= size
		}
		if f.min <= at && at <= f.max {
			s.add(at - f.base())
		}
	}
}

// base is the value that a set holds as 0.
func (f *field) base() int {
	if f.min < firstYear {
		return 0
	}
	return f.min
}

// show writes a value the way to write it: by its name if it has one.
func (f *field) show(v int) string {
	if len(f.names) > 0 {
		return f.names[v-f.min]
	}
	return strconv.Itoa(v)
}

// step reads what follows a slash.
func (f *field) step(item, text string) (int, *SyntaxError) {
	if !f.steps {
		return 0, fault(f.name, "list the days, such as MON,WED,FRI", "%s %q: / is not allowed here", f.name, item)
	}
	n, ok := number(text, 4)
	if !ok || n == 0 {
		return 0, fault(f.name, "write one such as 0/15", "%s %q: a step is a whole number from 1", f.name, item)
	}
	return n, nil
}

// value reads a number or a name.
func (f *field) value(text string) (int, *SyntaxError) {
	if i := slices.Index(f.names, text); i >= 0 {
		return f.min + i, nil
	}
	n, ok := number(text, f.digits)
	switch {
	case ok && f.name == yearField.name && len(text) == 4:
		// Other years are no error, they only never come: see warnYears.
		return n, nil
	case ok && f.min <= n && n <= f.max:
		return n, nil
	}
	return 0, f.unknown(text)
}

// number reads a decimal number of at most the given digits.
func number(text string, digits int) (int, bool) {
	if text == "" || len(text) > digits {
		return 0, false
	}
	n := 0
	for i := range len(text) {
		c := text[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
