package source

import (
	"fmt"
	"slices"

	"github.com/smgen/smgen/internal/diag"
)

// fieldsAsNames finds the fields of an element where elements belong, as in jobs:
// {image: "…", instanceType: "…"}. That is one mistake, and all that stands there
// follows from it.
func (x *explainer) fieldsAsNames(at *index, path []string, s *shape) *finding {
	if s.element == nil || s.list || len(at.fields) < 2 {
		return nil
	}
	var first *finding
	sure := false
	for name, child := range at.fields {
		known := s.element.fields[name]
		if known == nil || len(child.decls) == 0 || isElement(child, s.element, known.shape) {
			return nil
		}
		sure = sure || s.names != nil && !s.names.MatchString(name) || x.fieldAsName(child, path, name, s.element) != nil
		pos := position(child.decls[0].label)
		if first == nil || pos.Compare(first.Pos) < 0 {
			first = &finding{slices.Clone(path), diag.Diagnostic{
				Pos: pos, Path: display(path),
				Message: fmt.Sprintf("%s is a field, and stands where a name belongs", name),
				Help:    fmt.Sprintf("write %s: <name>: {%s: …}, with the other fields", display(path), name),
			}}
		}
	}
	if !sure {
		return nil
	}
	return first
}

// isElement reports whether what is written has a field of an element that the
// field of that name does not have: an element that happens to be called so.
func isElement(at *index, element, known *shape) bool {
	for name := range at.fields {
		if element.fields[name] != nil && (known == nil || known.fields[name] == nil) {
			return true
		}
	}
	return false
}

// unitOrHabit guesses that an unknown field is one that is called otherwise here,
// or counts in another unit.
func (x *explainer) unitOrHabit(path []string, name string, s *shape) (meant, help string) {
	if known := meantUnit(name, s); known != "" {
		return "did you mean " + known + "?", x.unitHelp(path, name, known)
	}
	if known := habit(path, name); known != "" {
		return name + " is " + known + " here", ""
	}
	return "", ""
}

// unitHelp says how to write for the field known what stands for an unknown one.
func (x *explainer) unitHelp(path []string, name, known string) string {
	for _, d := range x.index.lookup(append(slices.Clone(path), name)) {
		return unitHelp(name, known, d.value)
	}
	return ""
}
