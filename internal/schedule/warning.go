package schedule

import (
	"fmt"
	"strings"
)

// Warning is something that AWS accepts and the author may not have meant.
type Warning struct {
	// Habit tells that the text means something else than it looks like, or than
	// in the cron of Unix. Else AWS does not document what the text means.
	Habit bool
	// Message says what the text means, and Help what to write, each on one line.
	Message, Help string
}

// String returns the message and the help on one line.
func (w Warning) String() string { return w.Message + "; " + w.Help }

// warn adds a warning of something that AWS does not document.
func (r *reader) warn(help, format string, args ...any) {
	r.warnings = append(r.warnings, Warning{Message: fmt.Sprintf(format, args...), Help: help})
}

// habit adds a warning of something that is easily misread.
func (r *reader) habit(help, format string, args ...any) {
	r.warnings = append(r.warnings, Warning{Habit: true, Message: fmt.Sprintf(format, args...), Help: help})
}

// warnNumbers warns of day numbers, which Unix counts differently, except where
// the days are a likely intent: all, or Monday to Friday.
func (r *reader) warnNumbers(text string, s *set) {
	const workdays, all = 0b111_1100, 0b1111_1110
	if s[0] == workdays || s[0] == all {
		return
	}
	const rule = "day of week %s is %s: AWS counts from 1 = SUN, and Unix from 1 = MON"
	said, help := strings.TrimPrefix(weekWords(s.values()), "every "), "write the names"
	if !strings.Contains(text, "L") {
		meant, unix := s.days(), unixDays(text)
		help = fmt.Sprintf("write %s for what it says, or %s for what it says in Unix cron", meant, unix)
	}
	r.habit(help, rule, text, said)
}

// days writes days of the week the way to write them.
func (s *set) days() string {
	var items []string
	for _, run := range consecutive(s.values()) {
		first, last := dowField.show(run.first), dowField.show(run.last)
		switch {
		case run.long():
			items = append(items, first+"-"+last)
		case first != last:
			items = append(items, first, last)
		default:
			items = append(items, first)
		}
	}
	return strings.Join(items, ",")
}

// warnTimes warns of what is easily misread in the minutes and hours.
func (r *reader) warnTimes(c *cron) {
	hours := c.hours.values()
	runs := consecutive(hours)
	if r.fields[0] == "*" && len(hours) < 24 {
		r.habit("write 0 for the full hour", "minutes * is each minute of the hour, %d runs a day", 60*len(hours))
	}
	if len(runs) < len(hours) { // some hours follow one another
		r.warnUneven(&minuteField, "minute", "hour", r.fields[0], &c.minutes)
	}
	r.warnUneven(&hourField, "hour", "day", r.fields[1], &c.hours)
}

// warnUneven warns of a step through a whole field that does not come out even:
// the last value of an hour or day is nearer to the first of the next than the
// step says.
func (r *reader) warnUneven(f *field, unit, of, text string, s *set) {
	first, stepText, stepped := strings.Cut(text, "/")
	step, ok := number(stepText, f.digits)
	size, values := f.max+1, s.values()
	if !stepped || !ok || len(values) < 2 || size%step == 0 || first != "*" && first != "0" && first != "00" {
		return
	}
	rest, are := size-values[len(values)-1], "are"
	if rest == 1 {
		are = "is"
	}
	r.habit(fmt.Sprintf("take a step that divides %d, or list the %s", size, f.name),
		"%s %s starts anew with each %s: from the last to the next 0 there %s %s", f.name, text, of, are, count(rest, unit))
}
