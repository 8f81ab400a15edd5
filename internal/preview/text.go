package preview

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/schedule"
	"github.com/smgen/smgen/internal/spec"
)

// Text prints the jobs for people: a block of lines for each that has a schedule,
// a line for one that only an event starts.
func Text(w io.Writer, jobs []Job) error {
	var text strings.Builder
	for i, j := range jobs {
		// Jobs of one line stand together.
		if i > 0 && (j.Schedule != nil || jobs[i-1].Schedule != nil) {
			text.WriteByte('\n')
		}
		head := fmt.Sprintf("%s: %s (%s)", j.Stack, j.Name, j.Dir)
		if j.Schedule == nil {
			head += ", started by " + eventWords(j.Event)
		}
		text.WriteString(output.Printable(head) + "\n")
		for _, l := range j.lines() {
			fmt.Fprintf(&text, "  %-11s %s\n", l.label, output.Printable(l.value))
		}
	}
	if _, err := io.WriteString(w, text.String()); err != nil {
		return fmt.Errorf("print the runs: %w", err)
	}
	return nil
}

// line is one property of a schedule.
type line struct{ label, value string }

func (j Job) lines() []line {
	s := j.Schedule
	if s == nil {
		return nil
	}
	lines := []line{{"expression", s.Spec.Expression}}
	add := func(label, value string) { lines = append(lines, line{label, value}) }
	if s.Table == nil {
		add("problem", s.Problem)
		return lines
	}
	lines[0].value = s.Table.Expression.String()
	add("in words", s.Table.Expression.English())
	zone := s.Table.Zone.String()
	if s.Table.Rule {
		zone += ", as all rules of EventBridge"
	}
	add("time zone", zone)
	if !s.Spec.Enabled {
		add("state", "disabled: no run starts")
	} else {
		add("state", "enabled")
	}
	if start := s.Table.Start; !start.IsZero() {
		add("start", stamp(start))
	}
	if end := s.Table.End; !end.IsZero() {
		add("end", stamp(end))
	}
	if minutes := s.Spec.FlexibleWindowMinutes; minutes != nil {
		add("window", fmt.Sprintf("each run up to %s later", schedule.Spoken(time.Duration(*minutes)*time.Minute)))
	}
	if j.Event != nil {
		add("also", "started by "+eventWords(j.Event))
	}
	return append(lines, s.runLines()...)
}

// runLines are the next runs, of which the first has the label.
func (s *Schedule) runLines() []line {
	var lines []line
	label := "next runs"
	if s.Table.FromDeployment() {
		first := "with a run at once"
		if s.Table.Rule {
			first = "with the first run after one interval"
		}
		lines = append(lines, line{"counts from", "the deployment, " + first + "; if that were at " + stamp(s.From.UTC()) + ":"})
		label = "would run"
	}
	if !s.Spec.Enabled {
		label = "would run"
	}
	if len(s.Due) == 0 {
		return append(lines, line{label, "none from " + stamp(s.From.In(s.zone)) + " on"})
	}
	for _, due := range s.Due {
		lines = append(lines, line{label, s.run(due)})
		label = ""
	}
	return lines
}

// run writes one run in the zone that is shown and in UTC, or says why there is
// none.
func (s *Schedule) run(due schedule.Occurrence) string {
	zone := s.Table.Zone.String()
	if due.Clock == schedule.Skipped {
		return fmt.Sprintf("%s does not exist in %s that day: no run", wallClock(due.Wall), zone)
	}
	text := stamp(due.Run.In(s.zone))
	if s.zone != time.UTC {
		text = fmt.Sprintf("%-34s %s", text, stamp(due.Run.UTC()))
	}
	if due.Clock == schedule.Twice {
		if s.zone != s.Table.Zone {
			text += ", " + due.Wall.Format("15:04") + " in " + zone
		}
		text += ", the first of two"
	}
	return text
}

// stamp writes an instant with the abbreviation of its zone, where that has one,
// and its offset.
func stamp(t time.Time) string {
	text := wallClock(t)
	abbreviation, offset := t.Zone()
	if t.Location() == time.UTC {
		return text + " UTC"
	}
	// Zones without an abbreviation have their offset for one.
	if !strings.ContainsAny(abbreviation[:1], "+-") {
		text += " " + abbreviation
	}
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	return fmt.Sprintf("%s %s%02d:%02d", text, sign, offset/3600, offset/60%60)
}

// wallClock writes what a clock shows, with seconds if there are any.
func wallClock(t time.Time) string {
	layout := "Mon 2006-01-02 15:04"
	if t.Second() > 0 {
		layout += ":05"
	}
	return t.Format(layout)
}

// eventWords says which event starts a job.
func eventWords(e *spec.Event) string {
	text := "an event: "
	switch eventKind(e) {
	case "completed":
		text += "a completed run of " + cmp.Or(e.Completed.Job, e.Completed.TrainingJobNamePrefix)
	case "pattern":
		text += "one of its pattern"
	default:
		text += "an object in S3"
	}
	if !e.Enabled {
		text += ", disabled"
	}
	return text
}
