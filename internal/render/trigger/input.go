package trigger

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// notation is how a trigger writes what it fills in when it fires.
type notation struct{ id, time string }

// input returns an event as JSON text in a trigger's notation. The user's own
// angle brackets are written as JSON escapes, so that none of them starts a
// placeholder.
func input(j *launch.Job, event map[string]any, n notation) (string, error) {
	tree, err := tokens(j, event, n)
	if err != nil {
		return "", err
	}
	text, err := j.Template.JSON(tree)
	if err != nil {
		return "", fmt.Errorf("write the event of job %s: %w", j.Spec.Name, err)
	}
	return strings.ReplaceAll(text, "<", `\u003c`), nil
}

// tokens returns a tree with each text replaced by a string with tokens.
func tokens(j *launch.Job, value any, n notation) (any, error) {
	return request.Map(value, func(scalar any) (any, error) {
		switch v := scalar.(type) {
		case Nested:
			return input(j, v, n)
		case spec.Text:
			if v.IsList() {
				return []any{j.Text(v)}, nil
			}
			return n.text(j, v), nil
		}
		return scalar, nil
	})
}

// text returns a text with tokens for its references, and for what a run fills in.
func (n notation) text(j *launch.Job, t spec.Text) string {
	var b strings.Builder
	for _, p := range t {
		switch p.Run {
		case "":
			b.WriteString(j.Text(spec.Text{p}))
		case "time":
			b.WriteString(j.Template.Literal(n.time))
		default:
			b.WriteString(j.Template.Literal(n.id))
		}
	}
	return b.String()
}

// origins notes where the members of the request in the event came from. at is
// the JSON Pointer of the property that holds the event as text.
func origins(j *launch.Job, id, at string, call Call) {
	if call.Request == nil {
		return
	}
	for pointer, path := range j.Request.Pointers {
		j.Origin(id, at+"#"+*call.Request+pointer, path)
	}
}

// checkSize reports an event that is larger than the trigger can carry. What
// CloudFormation fills in later counts as it stands, so that the figure may be
// some characters off.
func checkSize(j *launch.Job, text string, limit int, help string) {
	if len(text) > limit {
		j.Report("request", fmt.Sprintf("the request has about %d characters as the trigger carries it, and the limit is %d", len(text), limit), help)
	}
}
