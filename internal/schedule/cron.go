package schedule

import (
	"slices"
	"strings"
)

// The years in which cron expressions run.
const (
	firstYear = 1970
	lastYear  = 2199
)

// cron is what the six fields mean.
type cron struct {
	minutes, hours, months set
	years                  set // counted from firstYear
	days                   days
}

// parseCron reads the inside of cron( ).
func (e *Expression) parseCron(body string) *SyntaxError {
	body = strings.ToUpper(body)
	fields := strings.Split(body, " ")
	if len(fields) != 6 {
		return fieldCount(fields)
	}
	r := reader{fields: fields}
	c := cron{minutes: r.values(&minuteField, 0), hours: r.values(&hourField, 1)}
	r.read(2, func(text string) *SyntaxError { return r.daysOfMonth(text, &c.days) })
	c.months = r.values(&monthField, 3)
	r.read(4, func(text string) *SyntaxError { return r.daysOfWeek(text, &c.days) })
	c.years = r.values(&yearField, 5)
	if r.err == nil {
		r.err = eitherDay(fields)
	}
	if r.err != nil {
		return r.err
	}
	r.warnTimes(&c)
	r.warnYears(fields[5])
	e.kind, e.text, e.cron, e.warnings = Cron, "cron("+body+")", c, r.warnings
	return nil
}

// reader reads the fields of one expression up to the first error.
type reader struct {
	fields   []string
	warnings []Warning
	err      *SyntaxError
}

// read calls parse with field i, unless that is ? or there is an error already.
func (r *reader) read(i int, parse func(text string) *SyntaxError) {
	text := r.fields[i]
	if r.err != nil || text == "?" && (i == 2 || i == 4) {
		return
	}
	if err := parse(text); err != nil {
		r.err = err.inField(r.fields, i)
	}
}

// values reads field i, which has plain items only.
func (r *reader) values(f *field, i int) set {
	var s set
	r.read(i, func(text string) *SyntaxError {
		for item := range strings.SplitSeq(text, ",") {
			if err := r.item(f, item, text, &s); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

// inField turns guesses at a field into guesses at the expression.
func (e *SyntaxError) inField(fields []string, i int) *SyntaxError {
	for j, guess := range e.mends {
		changed := slices.Clone(fields)
		changed[i] = guess
		e.mends[j] = "cron(" + strings.Join(changed, " ") + ")"
	}
	if i == 5 && fields[i] == "?" {
		// Cron as Java's Quartz writes it: seconds first, the year left out.
		e.mend("cron(" + strings.Join(fields[1:], " ") + " *)")
	}
	return e
}

// eitherDay holds the rule that one of the two fields of days is ?.
func eitherDay(fields []string) *SyntaxError {
	dom, dow := fields[2], fields[4]
	with := func(dom, dow string) string {
		return "cron(" + strings.Join([]string{fields[0], fields[1], dom, fields[3], dow, fields[5]}, " ") + ")"
	}
	const rule = "exactly one of them must be ?"
	switch {
	case dom == "?" && dow == "?":
		return fault(domField.name, "", "day of month and day of week are both ?, %s", rule).mend(with("*", "?"))
	case dom == "?" || dow == "?":
		return nil
	case dow == "*":
		return fault(dowField.name, "", "day of month is %s and day of week is *, %s", dom, rule).mend(with(dom, "?"))
	case dom == "*":
		return fault(domField.name, "", "day of month is * and day of week is %s, %s", dow, rule).mend(with("?", dow))
	}
	return fault(dowField.name, "choose one, or write a schedule for each",
		"day of month is %s and day of week is %s, %s", dom, dow, rule)
}

// warnYears warns of years in which AWS documents no runs. Neither service is
// known to refuse them.
func (r *reader) warnYears(text string) {
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == '-' }) {
		word, _, _ = strings.Cut(word, "/")
		if n, ok := number(word, 4); ok && (n < firstYear || n > lastYear) {
			r.warn("leave it out", "year %d is outside %d-%d, the years in which schedules run", n, firstYear, lastYear)
		}
	}
}
