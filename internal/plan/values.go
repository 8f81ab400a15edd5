package plan

import "github.com/smgen/smgen/internal/template"

// Values returns a function that evaluates parts of a template as [Compare] does:
// what is known has its value, and references stand in the text as ${Role.Arn}.
// Its results are trees of map[string]any, []any, string, json.Number, bool and
// nil, which belong to the caller; a member that is Ref AWS::NoValue is left out.
func Values(d *template.Document) func(any) any {
	e := newEvaluator(d)
	return func(v any) any { return spelled(e.value(v)) }
}

// spelled writes the symbols of an evaluated value as text.
func spelled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			v[key] = spelled(child)
		}
	case []any:
		for i, child := range v {
			v[i] = spelled(child)
		}
	case symbol:
		return v.String()
	case absent:
		return nil
	}
	return v
}
