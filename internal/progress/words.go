package progress

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/output"
)

// Line is the event on one line for people: its stack, and what happened. With
// places the stack's account and region are named, too. Texts of others are
// escaped.
func (e Event) Line(places bool) string {
	if e.Stack == "" {
		return e.words()
	}
	return e.title(places) + ": " + e.words()
}

// title is what the event's stack is called.
func (e Event) title(places bool) string {
	name := e.Stack
	if places && e.Account != "" {
		name = fmt.Sprintf("%s (%s %s)", e.Stack, e.Account, e.Region)
	}
	return output.Printable(name)
}

// words say what happened.
func (e Event) words() string {
	text := e.Message
	switch e.Kind {
	case Resource:
		text = e.Resource
		if e.Type != "" {
			text += " (" + e.Type + ")"
		}
		text += " " + e.Status
		if e.Total > 0 {
			text += fmt.Sprintf(" %d/%d", e.Done, e.Total)
		}
	case StackEnds:
		text = e.Status
		if e.Resource != "" {
			text += " at " + e.Resource
		}
		if e.Message != "" {
			text += ", " + e.Message
		}
	}
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return output.Printable(text)
}

// isFailure reports whether a resource could not be made, changed or removed.
func (e Event) isFailure() bool {
	return e.Kind == Resource && strings.HasSuffix(e.Status, "_FAILED")
}

// key tells stacks apart.
type key struct{ account, region, stack string }

func (e Event) key() key { return key{e.Account, e.Region, e.Stack} }
