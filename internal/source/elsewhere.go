package source

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// maxPlaces is how many places a message offers for a misplaced field.
const maxPlaces = 3

// elsewhere returns where in the schema fields of that name stand, those
// nearest to path, or "".
func (x *explainer) elsewhere(path []string, name string) string {
	for n := len(path); n >= 0; n-- {
		for depth := 1; depth <= 4; depth++ {
			var places, begun []string
			for _, found := range search(x.shape.at(path[:n]), name, depth) {
				place := append(slices.Clone(path[:n]), found...)
				places = append(places, display(place))
				if len(x.index.lookup(place[:len(place)-1])) > 0 {
					begun = append(begun, display(place))
				}
			}
			if len(begun) > 0 && depth > 1 {
				places = begun // where a struct is written for it already
			}
			if len(places) > maxPlaces {
				places = append(places[:maxPlaces], "others")
			}
			if last := len(places) - 1; last > 0 {
				return strings.Join(places[:last], ", ") + " or " + places[last]
			} else if last == 0 {
				return places[0]
			}
		}
	}
	return ""
}

// search returns the paths of the fields of that name exactly depth levels
// below s, where the names of a map's elements count for none.
func search(s *shape, name string, depth int) [][]string {
	if s == nil || s.list {
		return nil
	}
	var paths [][]string
	if depth == 1 && s.fields[name] != nil {
		paths = append(paths, []string{name})
	}
	for _, child := range s.fieldNames() {
		if depth == 1 {
			break
		}
		for _, found := range search(s.fields[child].shape, name, depth-1) {
			paths = append(paths, append([]string{child}, found...))
		}
	}
	for _, found := range search(s.element, name, depth) {
		paths = append(paths, append([]string{"<name>"}, found...))
	}
	return paths
}

// fedBy returns the field that feeds a member of CreateTrainingJob, in the
// struct at path or else in the job around it, or nil.
func (x *explainer) fedBy(path []string, member string) []string {
	for n := len(path); n >= min(len(path), 2); n-- {
		s := x.shape.at(path[:n])
		if s == nil {
			continue
		}
		for _, name := range s.fieldNames() {
			for _, api := range s.fields[name].api {
				if api == member || strings.HasSuffix(api, "."+member) {
					return append(slices.Clone(path[:n]), name)
				}
			}
		}
	}
	return nil
}

// withMainField returns the path of the field that a text belongs to which was
// written for an unknown field beside: in a struct it is the one that the struct is
// about, as arn in trainingRole.
func (x *explainer) withMainField(field, path []string, name string) []string {
	for _, d := range x.index.lookup(append(slices.Clone(path), name)) {
		lit, ok := d.value.(*ast.BasicLit)
		if s := x.shape.at(field); ok && lit.Kind == token.STRING && s != nil && !s.scalar && s.mainField() != "" {
			return append(field, s.mainField())
		}
	}
	return field
}

// fedByPartsOf returns the fields of the job at path that feed the members of a
// structure of CreateTrainingJob: those that were written, or else all. It returns
// "" where there are none.
func (x *explainer) fedByPartsOf(path []string, structure string) string {
	job := x.shape.at(path)
	if len(path) != 2 || path[0] != "jobs" || job == nil {
		return ""
	}
	written := x.index.at(append(slices.Clone(path), structure)).fields
	var some, all []string
	for _, name := range job.fieldNames() {
		for _, api := range job.fields[name].api {
			if member, ok := strings.CutPrefix(api, structure+"."); ok {
				all = append(all, name)
				if written[member] != nil {
					some = append(some, name)
				}
			}
		}
	}
	if len(some) == 0 {
		some = all
	}
	last := len(some) - 1
	if last < 1 {
		return strings.Join(some, "")
	}
	return strings.Join(some[:last], ", ") + " and " + some[last]
}
