package status

import (
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/operate"
)

// standing says in a few words what the stack is, and since when.
func (s *Stack) standing(now time.Time) string {
	if s.Problem != "" {
		return "not known"
	}
	words := operate.StandingOf(s.Status).Short
	switch {
	case s.Since.IsZero():
		return words
	case s.Phase == operate.UnderWay, s.Phase == operate.Waiting:
		words += ", begun"
	}
	return words + " " + operate.Ago(s.Since, now)
}

// specs says whether what is deployed is what the specs say.
func (s *Stack) specs() string {
	switch s.Specs {
	case Same:
		return "as the specs say"
	case Differs:
		return "differs from the specs"
	case Mistaken:
		return "the specs have mistakes"
	}
	return ""
}

// next says when a job starts next.
func (s *Stack) next() string {
	if len(s.Starts) == 0 {
		return ""
	}
	first := s.Starts[0]
	switch first.Kind {
	case Timed:
		return "next run " + moment(first.At) + " (" + first.Job + ")"
	case Counted, OnEvent:
		return s.waits()
	}
	return "nothing starts its jobs"
}

// waits says what starts the jobs of a stack without set times.
func (s *Stack) waits() string {
	for _, start := range s.Starts {
		if start.Kind == Counted && start.Words != "" {
			return start.Words + " (" + start.Job + ")"
		}
	}
	for _, start := range s.Starts {
		if start.Kind == OnEvent {
			return "runs on an event (" + start.Job + ")"
		}
	}
	return "runs at times that only AWS knows (" + s.Starts[0].Job + ")"
}

// notes is what else is worth knowing, with the command that comes next.
func (s *Stack) notes(now time.Time) string {
	var notes []string
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if s.Problem != "" {
		add("%s", s.Problem)
	}
	if s.By != "" {
		add("by %s", s.By)
	}
	switch standing := operate.StandingOf(s.Status); {
	case s.Problem != "", standing.Next == "", s.Phase == operate.NotDeployed:
	case s.Phase == operate.UnderWay:
		add("smgen events -f %s", s.Dir)
	default:
		add("smgen %s %s", standing.Next, s.Dir)
	}
	switch s.Drift {
	case Drifted:
		add("drifted: smgen drift %s", s.Dir)
	case InSync:
		add("no drift %s", operate.Ago(s.DriftChecked, now))
	}
	if s.Protected {
		add("protected")
	}
	return strings.Join(notes, "; ")
}

// moment writes the time of a run in its schedule's zone.
func moment(t time.Time) string {
	layout := "Mon 2006-01-02 15:04"
	if t.Second() > 0 {
		layout += ":05"
	}
	return t.Format(layout) + " " + t.Location().String()
}
