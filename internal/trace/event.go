package trace

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// The sample run: what a trigger fills in. The ID has the 36 characters of the
// IDs that EventBridge gives, schedules' executions and events alike.
const (
	sampleID    = "5f0c7a1e-93b2-4d6f-8e21-0a1b2c3d4e5f"
	sampleTime  = "2026-11-25T02:00:00Z"
	sampleStamp = "20261125-020000"
)

// event is what a target gets.
type event struct {
	value any    // the decoded JSON
	at    string // the JSON Pointer of the text that it was, or of what sends it
	// sent reports that the template spells the event out, so that places in it
	// are places in the template.
	sent bool
}

// byHand is the event of a person who starts a job.
func byHand() event { return event{value: map[string]any{"time": sampleTime}} }

// below returns the JSON Pointer of a value in the event.
func (e event) below(steps ...string) string {
	if !e.sent {
		return e.at
	}
	return below(e.at+"#", steps...)
}

// decode reads JSON text that may hold marks, and reports what is wrong with it
// at a pointer.
func (t *tracer) decode(text string) (any, error) {
	value, err := template.ReadJSON(concealEscapes(text))
	if err != nil && hasMark(text) {
		// A reference outside of quotes is a number, or true or false.
		if quoted, again := template.ReadJSON(quoteMarks(concealEscapes(text))); again == nil {
			return quoted, nil
		}
	}
	return value, err
}

// quoteMarks puts quotes around the marks that stand outside of strings.
func quoteMarks(text string) string {
	var b strings.Builder
	inString, escaped := false, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inString && escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case !inString && strings.HasPrefix(text[i:], markOpen):
			b.WriteByte('"')
		}
		b.WriteByte(c)
		if !inString && strings.HasSuffix(text[:i+1], markShut) {
			b.WriteByte('"')
		}
	}
	return b.String()
}

// sendsJSON decodes the text that a trigger sends, and reports text that is no
// JSON.
func (t *tracer) sendsJSON(pointer, text string) (event, bool) {
	value, err := t.decode(text)
	if err != nil {
		problem := strings.ReplaceAll(err.Error(), fmt.Sprintf("%q", []rune(markOpen)[0]), "reference")
		t.report(ruleInput, pointer, "the text is no JSON: "+problem, "want one JSON object, as the target takes it")
		return event{}, false
	}
	return event{value: value, at: pointer, sent: true}, true
}

// looksLikeRequest reports whether a value is meant as the request of
// CreateTrainingJob.
func looksLikeRequest(value any) bool {
	members, ok := value.(map[string]any)
	if !ok {
		return false
	}
	found := 0
	for _, name := range []string{"TrainingJobName", "RoleArn", "AlgorithmSpecification", "ResourceConfig", "OutputDataConfig"} {
		if members[name] != nil {
			found++
		}
	}
	return found >= 2
}

// carriesRequest reports whether an event is a request, or has one where a
// launcher of the user's own finds it.
func carriesRequest(value any) bool {
	return looksLikeRequest(value) || looksLikeRequest(template.Object(value)["request"])
}
