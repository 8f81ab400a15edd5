package source

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// unknownFields finds the fields in the user's files that the schema does not
// know. CUE finds them too, but hides them beside a type conflict in the same
// struct; a mistake should not wait for the next run to be seen.
func (x *explainer) unknownFields(at *index, path []string, s *shape) []diag.Diagnostic {
	if s == nil || s.open {
		return nil
	}
	var diags []diag.Diagnostic
	for name, child := range at.fields {
		below := append(slices.Clone(path), name)
		switch {
		case s.fields[name] != nil:
			diags = append(diags, x.unknownFields(child, below, s.fields[name].shape)...)
		case s.element != nil || name == anyField:
			diags = append(diags, x.unknownFields(child, below, s.element)...)
		case len(s.fields) > 0 && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, "#"):
			d := x.unknownField(path, name)
			if len(child.decls) > 0 {
				d.Pos = position(child.decls[0].label)
			}
			diags = append(diags, d)
		}
	}
	return diags
}

// unknownField says what may have been meant by a field that is not allowed in
// the struct at path.
func (x *explainer) unknownField(path []string, name string) diag.Diagnostic {
	d := diag.Diagnostic{Path: display(append(slices.Clone(path), name)), Message: "unknown field"}
	s := x.shape.at(path)
	if s == nil {
		return d
	}
	if near := diag.Suggest(name, s.names()); near != "" {
		d.Message += "; did you mean " + near + "?"
		return d
	}
	if elsewhere := x.elsewhere(path, name); elsewhere != "" {
		d.Message += "; it belongs at " + elsewhere
		return d
	}
	if names := s.names(); len(names) <= 10 {
		d.Message += "; allowed: " + strings.Join(names, ", ")
	} else if name[0] >= 'A' && name[0] <= 'Z' {
		d.Help = "members of CreateTrainingJob in the API's own spelling go under request: {…}"
	} else {
		d.Help = "smgen schema prints the fields"
	}
	return d
}

// elsewhere returns where in the schema a field of that name stands, nearest
// to path, or "".
func (x *explainer) elsewhere(path []string, name string) string {
	for n := len(path); n >= 0; n-- {
		start := x.shape.at(path[:n])
		if found := search(start, name, 4); found != nil {
			return display(append(slices.Clone(path[:n]), found...))
		}
	}
	return ""
}

// search finds a field by name below s, breadth first, and returns its path.
func search(s *shape, name string, depth int) []string {
	if s == nil || depth == 0 {
		return nil
	}
	if s.fields[name] != nil {
		return []string{name}
	}
	for _, child := range s.names() {
		if found := search(s.fields[child].shape, name, depth-1); found != nil {
			return append([]string{child}, found...)
		}
	}
	if found := search(s.element, name, depth-1); found != nil {
		return append([]string{"<name>"}, found...)
	}
	return nil
}
