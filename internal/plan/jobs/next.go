package jobs

import (
	"slices"
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

// next says in brackets what becomes of the next run, and what follows from that.
func (c *comparison) next(before, after *trigger, found []difference) (string, []Flag) {
	was, knew := c.run(before)
	is, knows := c.run(after)
	wouldHave := "the next run would have been " + moment(was)
	switch {
	case after.isOn() && after.startsAtOnce():
		if before.isOn() && before.startsAtOnce() && !touches(found, "ScheduleExpression") {
			return "", nil
		}
		return " (a run starts as soon as this is deployed)", []Flag{RunsOnDeploy}
	case c.fires(before) && !c.fires(after):
		return " (" + joined(c.why(after, found), knew, wouldHave) + ")", []Flag{ScheduleStops}
	case !c.fires(after):
		return " (" + joined(c.why(after, nil), false, "") + ")", nil
	case after.table != nil && after.table.FromDeployment():
		return " (counts from the deployment)", nil
	case !knows:
		return "", nil
	case !knew:
		return " (next run " + moment(is) + ")", nil
	case was.Equal(is):
		return " (next run stays " + moment(is) + ")", nil
	}
	return " (next run moves from " + moment(was) + " to " + moment(is) + ")", nil
}

func joined(reason string, more bool, rest string) string {
	switch {
	case !more:
		return reason
	case reason == "":
		return rest
	}
	return reason + "; " + rest
}

// touches reports whether one of the differences is of a property.
func touches(found []difference, property string) bool {
	return slices.ContainsFunc(found, func(d difference) bool { return d.path.at(0) == property })
}

// why says why a trigger starts nothing.
func (c *comparison) why(t *trigger, found []difference) string {
	switch {
	case !t.isOn() && touches(found, "State"):
		return "nothing starts the job in its place"
	case !t.isOn():
		return "it is disabled"
	case !t.table.End.IsZero() && !t.table.End.After(c.options.Now):
		return "its end has passed"
	case t.table.Expression.Kind() == schedule.At:
		return "its time has passed"
	}
	return "it never runs"
}

// fires reports whether a trigger still starts something. Of an event, and of a
// schedule that cannot be read, nobody knows better.
func (c *comparison) fires(t *trigger) bool {
	if !t.isOn() || t.table == nil {
		return t.isOn()
	}
	_, ok := t.table.Next(c.options.Now)
	return ok
}

// run is the next run of a trigger, false if there is none, or its time hangs on
// the deployment.
func (c *comparison) run(t *trigger) (time.Time, bool) {
	if t.table == nil || !t.isOn() || t.table.FromDeployment() {
		return time.Time{}, false
	}
	at, ok := t.table.Next(c.options.Now)
	return at.In(t.table.Zone), ok
}
