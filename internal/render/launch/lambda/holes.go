package lambda

import (
	"slices"
	"strconv"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// hollow collects the holes of a request: the places of values that are not known
// yet, with what the launcher puts there, and the variables of its environment
// that hold what CloudFormation knows.
type hollow struct {
	job       *launch.Job
	holes     []any
	variables map[string]string
	names     map[string]string // of variables, by value
}

// tree returns value without its holes, which are noted with their way from the
// request's root.
func (h *hollow) tree(value any, way []any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, name := range spec.SortedKeys(v) {
			out[name] = h.tree(v[name], append(slices.Clip(way), name))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = h.tree(element, append(slices.Clip(way), i))
		}
		return out
	case spec.Text:
		return h.text(v, way)
	}
	return value
}

func (h *hollow) text(t spec.Text, way []any) any {
	if t.IsList() {
		// Alone as a property, the token is the list itself; the variable wants its text.
		value := h.job.Template.ImportValue(t[0].ImportList)
		h.holes = append(h.holes, map[string]any{"at": way, "list": h.variable(value)})
		return []any{}
	}
	var parts []any
	for _, p := range t {
		switch {
		case p.Run != "":
			parts = append(parts, map[string]any{"run": p.Run})
		case p == spec.Part{Literal: p.Literal}:
			parts = append(parts, p.Literal)
		default:
			parts = append(parts, map[string]any{"env": h.variable(h.job.Text(spec.Text{p}))})
		}
	}
	h.holes = append(h.holes, map[string]any{"at": way, "parts": parts})
	return ""
}

// variable returns the name of the variable that holds a value.
func (h *hollow) variable(value string) string {
	if name, known := h.names[value]; known {
		return name
	}
	name := "VALUE_" + strconv.Itoa(len(h.names)+1)
	h.names[value], h.variables[name] = name, value
	return name
}
