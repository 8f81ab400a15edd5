package jobs

import (
	"cmp"
	"slices"
	"time"
)

// timingProperties are what decides when a trigger starts something, in the order
// in which a reader wants them.
func timingProperties() []string {
	return []string{"State", "ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "EndDate"}
}

func isTiming(p path) bool { return slices.Contains(timingProperties(), p.String()) }

// timing says what changes in when a trigger starts something. The first line says
// what that does to the next run.
func (c *comparison) timing(before, after *trigger, found []difference) []Line {
	order := func(d difference) int { return slices.Index(timingProperties(), d.path.at(0)) }
	slices.SortFunc(found, func(a, b difference) int { return cmp.Compare(order(a), order(b)) })
	var lines []Line
	for _, d := range found {
		l := c.line(c.timingWords(before, after, d), []difference{d})
		if d.path.at(0) == "ScheduleExpression" && c.more(before, after) {
			l.Flags = append(l.Flags, CostRelevant)
			l.Text += ", more often"
		}
		if d.path.at(0) == "State" && after.isOn() && !before.isOn() {
			l.Flags = append(l.Flags, CostRelevant)
		}
		lines = append(lines, l)
	}
	next, flags := c.next(before, after, found)
	lines[0].Text += next
	lines[0].Flags = append(lines[0].Flags, flags...)
	return lines
}

func (c *comparison) timingWords(before, after *trigger, d difference) string {
	switch name := d.path.at(0); name {
	case "ScheduleExpression":
		return c.expression(before, after, d)
	case "ScheduleExpressionTimezone":
		return c.say(title{text: "time zone"}, d)
	case "State":
		if before.isOn() == after.isOn() {
			return c.say(title{text: "state of the " + after.kind()}, d)
		}
		if after.isOn() {
			return after.kind() + " enabled"
		}
		return after.kind() + " disabled"
	case "StartDate":
		return c.say(title{text: "start of the schedule"}, d)
	}
	return c.say(title{text: "end of the schedule"}, d)
}

// expression says what becomes of the times.
func (c *comparison) expression(before, after *trigger, d difference) string {
	if before.table == nil || after.table == nil {
		return c.say(title{text: "schedule"}, d)
	}
	old, new := before.table.Expression.English(), after.table.Expression.English()
	if old == new {
		return "schedule " + new + after.zone() + ", written " + inline(before.text("ScheduleExpression")) + arrow + inline(after.text("ScheduleExpression"))
	}
	return "schedule " + oneWord(old, new) + after.zone()
}

// more reports whether a trigger starts more runs than it did.
func (c *comparison) more(before, after *trigger) bool {
	old, isKnown := c.pause(before)
	new, isToo := c.pause(after)
	return isKnown && isToo && new < old-old/1000
}

// pause is the mean time between the runs of at least four weeks and twenty runs,
// which evens out weekends; of very many runs it is that of the first thousand.
func (c *comparison) pause(t *trigger) (time.Duration, bool) {
	if t.table == nil {
		return 0, false
	}
	const few, many, weeks = 20, 1000, 28 * 24 * time.Hour
	var first, last time.Time
	n := 0
	for run, ok := t.table.Expression.Next(c.options.Now, t.table.Zone); ok; run, ok = t.table.Expression.Next(last, t.table.Zone) {
		if n++; n == 1 {
			first = run
		}
		if last = run; n == many || n >= few && last.Sub(first) >= weeks {
			break
		}
	}
	if n < 2 {
		return 0, false
	}
	return last.Sub(first) / time.Duration(n-1), true
}

// arrives says that something starts the job that did not before.
func (c *comparison) arrives(t *trigger) Line {
	l := Line{Resource: t.id, Values: []Value{}, Text: t.whole("added")}
	at, runs := c.run(t)
	switch {
	case !t.isOn():
		l.Text += ", disabled"
	case t.startsAtOnce():
		l.Text += " (a run starts as soon as this is deployed)"
		l.Flags = []Flag{RunsOnDeploy}
	case t.table != nil && t.table.FromDeployment():
		l.Text += " (counts from the deployment)"
	case runs:
		l.Text += " (first run " + moment(at) + ")"
	case !c.fires(t):
		l.Text += " (" + c.why(t, nil) + ")"
	}
	if c.fires(t) {
		l.Flags = append(l.Flags, CostRelevant)
	}
	return l
}

// leaves says that something starts the job no more.
func (c *comparison) leaves(t *trigger) Line {
	l := Line{Resource: t.id, Values: []Value{}, Text: t.whole("removed")}
	at, runs := c.run(t)
	switch {
	case !t.isOn():
		l.Text += ", which was disabled"
	case !c.fires(t):
		l.Text += ", which had no run left"
	case runs:
		l.Text += " (the next run would have been " + moment(at) + ")"
	}
	if c.fires(t) {
		l.Flags = []Flag{ScheduleStops}
	}
	return l
}
