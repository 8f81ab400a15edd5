package timetable

import (
	"time"

	"github.com/smgen/smgen/internal/schedule"
)

// OfTrigger returns when a trigger of a template starts something: rule tells an
// EventBridge rule from a schedule of EventBridge Scheduler, properties are the
// resource's, evaluated. It is nil for a trigger without times, and where those
// cannot be read, as where they hold references.
func OfTrigger(rule bool, properties map[string]any) *Timetable {
	text := func(name string) string {
		s, _ := properties[name].(string)
		return s
	}
	dialect := schedule.Scheduler
	if rule {
		dialect = schedule.Rule
	}
	expression, err := schedule.Parse(text("ScheduleExpression"), dialect)
	if err != nil {
		return nil
	}
	t := &Timetable{Expression: expression, Zone: time.UTC, Rule: rule}
	if rule {
		return t
	}
	if properties["ScheduleExpressionTimezone"] != nil {
		if t.Zone, err = schedule.LoadLocation(text("ScheduleExpressionTimezone")); err != nil {
			return nil
		}
	}
	for name, limit := range map[string]*time.Time{"StartDate": &t.Start, "EndDate": &t.End} {
		if properties[name] == nil || expression.Kind() == schedule.At {
			continue
		}
		if *limit, err = time.Parse(time.RFC3339, text(name)); err != nil {
			return nil
		}
	}
	return t
}
