package graph

import (
	"strings"

	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Conceal returns a template for a drawing without the texts that specs mark as
// sensitive, in resources and in the requests of jobs. Neither is changed.
func Conceal(d *template.Document, place trace.Place, marks secret.Marks) *template.Document {
	if len(marks) == 0 {
		return d
	}
	tree := map[string]any{}
	for id, r := range d.Resources {
		tree[id] = map[string]any{"Properties": r.Properties}
	}
	values := marks.Values(map[string]any{"Resources": tree})
	for _, l := range trace.Launches(d, place) {
		values = append(values, marks.Values(l.Request)...)
	}
	var pairs []string
	for _, v := range values {
		pairs = append(pairs, v, "(set)")
	}
	replace := strings.NewReplacer(pairs...)
	concealed := *d
	concealed.Resources = map[string]template.Resource{}
	for id, r := range d.Resources {
		r.Properties, _ = replaced(r.Properties, replace).(map[string]any)
		concealed.Resources[id] = r
	}
	return &concealed
}

// replaced is a copy of a tree with other texts.
func replaced(v any, replace *strings.Replacer) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, child := range v {
			out[name] = replaced(child, replace)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			out[i] = replaced(child, replace)
		}
		return out
	case string:
		return replace.Replace(v)
	}
	return v
}
