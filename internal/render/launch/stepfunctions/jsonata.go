package stepfunctions

import (
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// expression is one of smgen's own, in a tree of texts.
type expression string

// tree returns a tree of texts as the arguments of a state.
func tree(j *launch.Job, value any) (any, error) {
	return request.Map(value, func(scalar any) (any, error) {
		if own, ok := scalar.(expression); ok {
			return string(own), nil
		}
		t := spec.AsText(scalar)
		switch {
		case t.IsZero():
			return scalar, nil
		case t.IsList():
			return []any{j.Text(t)}, nil
		}
		return text(j, t, "id")
	})
}

// text returns a text for a state: as it is, or as an expression where a run has
// a part in it or where Step Functions would take it for one. The run's ID is in
// the variable id.
func text(j *launch.Job, t spec.Text, id string) (string, error) {
	if !t.IsPerRun() && !looksLikeExpression(t) {
		return j.Text(t), nil
	}
	var terms []string
	for _, part := range t {
		switch part.Run {
		case "":
			term, err := quoted(j, part)
			if err != nil {
				return "", err
			}
			terms = append(terms, term)
		case "time":
			terms = append(terms, "$time")
		default:
			terms = append(terms, "$"+id)
		}
	}
	return "{% " + strings.Join(terms, " & ") + " %}", nil
}

// quoted returns a part as a string literal of JSONata, which has JSON's escapes.
// The sign that begins and ends an expression is written as one.
func quoted(j *launch.Job, part spec.Part) (string, error) {
	literal, err := j.Template.JSON(j.Text(spec.Text{part}))
	if err != nil {
		return "", err
	}
	return strings.ReplaceAll(literal, "%", `\u0025`), nil
}

func looksLikeExpression(t spec.Text) bool {
	for _, part := range t {
		if strings.Contains(part.Literal, "{%") || strings.Contains(part.Literal, "%}") {
			return true
		}
	}
	return false
}
