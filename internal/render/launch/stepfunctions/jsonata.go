package stepfunctions

import (
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// tree returns a tree of texts as the arguments of a state.
func tree(j *launch.Job, value any) (any, error) {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, child := range v {
			below, err := tree(j, child)
			if err != nil {
				return nil, err
			}
			out[name] = below
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			below, err := tree(j, child)
			if err != nil {
				return nil, err
			}
			out[i] = below
		}
		return out, nil
	case string:
		return text(j, spec.Literal(v), "id")
	case spec.Text:
		if len(v) == 1 && v[0].ImportList != "" {
			return []any{j.Text(v)}, nil
		}
		return text(j, v, "id")
	}
	return value, nil
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
