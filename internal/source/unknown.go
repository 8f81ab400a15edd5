package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// unknownFields finds the fields in the user's files that the schema does not
// know. CUE finds them too, but hides them beside a type conflict in the same
// struct; a mistake should not wait for the next run to be seen.
func (x *explainer) unknownFields(at *index, path []string, s *shape) []finding {
	if s == nil || s.open || x.isNoAlternative(path) {
		return nil
	}
	if f := x.fieldsAsNames(at, path, s); f != nil {
		return []finding{*f}
	}
	var list []finding
	for name, child := range at.fields {
		below := append(slices.Clone(path), name)
		switch {
		case strings.HasPrefix(name, "_") || strings.HasPrefix(name, "#"):
		case name != anyField && strings.HasPrefix(name, "["):
			if s.list {
				list = append(list, x.unknownFields(child, below, s.element)...)
			}
			// Else a list where none belongs, which is a mistake of its own.
		case s.fields[name] != nil:
			list = append(list, x.unknownFields(child, below, s.fields[name].shape)...)
		case name == anyField, s.element != nil && !s.list && (s.names == nil || s.names.MatchString(name)):
			if f := x.fieldAsName(child, path, name, s.element); f != nil {
				list = append(list, *f)
				continue
			}
			list = append(list, x.unknownFields(child, below, s.element)...)
		case len(s.fields) > 0 || s.element != nil && !s.list:
			f := x.unknownField(path, name)
			if len(child.decls) > 0 {
				f.Pos = position(child.decls[0].label)
			}
			list = append(list, f)
			if s.names != nil {
				// The name alone is wrong, and hides what is wrong behind it.
				list = append(list, x.unknownFields(child, below, s.element)...)
			}
		}
	}
	return list
}

// isNoAlternative reports whether the struct written at path is none of those
// that may stand there beside a string or a list: it has none of their fields,
// not even nearly. Then what is wrong is the struct, not its fields.
func (x *explainer) isNoAlternative(path []string) bool {
	s := x.shape.at(path)
	if s == nil || !s.scalar && !s.list || len(s.fields) == 0 {
		return false
	}
	at := x.index.at(path)
	for name := range at.fields {
		if s.fields[name] != nil || strings.HasPrefix(name, "[") || diag.Suggest(name, s.fieldNames()) != "" {
			return false
		}
	}
	return len(at.fields) > 0
}

// fieldAsName finds a field of the elements that stands where an element's name
// belongs, such as jobs: image: "…".
func (x *explainer) fieldAsName(child *index, path []string, name string, element *shape) *finding {
	known := element.fields[name]
	if known == nil || len(child.decls) == 0 {
		return nil
	}
	for inner := range child.fields {
		if element.fields[inner] != nil || known.shape == nil || known.shape.fields[inner] == nil {
			return nil
		}
	}
	below := append(slices.Clone(path), name)
	return &finding{below, diag.Diagnostic{
		Pos:     position(child.decls[0].label),
		Path:    display(below),
		Message: fmt.Sprintf("%s is a field, and stands where a name belongs", name),
		Help:    fmt.Sprintf("write %s.<name>.%s", display(path), name),
	}}
}

// unknownField says what may have been meant by a field that is not allowed in
// the struct at path.
func (x *explainer) unknownField(path []string, name string) finding {
	below := append(slices.Clone(path), name)
	f := finding{below, diag.Diagnostic{Path: display(below), Message: "unknown field"}}
	s := x.shape.at(path)
	if s == nil {
		return f
	}
	if s.names != nil {
		f.Message = "the logical ID is not allowed: want letters and digits"
		if display(path) == "jobs" {
			f.Message = "the job's name is not allowed: want lower-case letters, digits and single dashes, a letter first"
			if better := jobName(name); s.names.MatchString(better) {
				f.Help = "write " + better
			}
		}
		return f
	}
	meant, help := x.meant(path, name, s)
	if meant != "" {
		f.Message += "; " + meant
	}
	f.Help = help
	return f
}

// meant guesses what an unknown field stands for, surest guess first.
func (x *explainer) meant(path []string, name string, s *shape) (meant, help string) {
	if variable, ok := FromTerraform()[name]; ok && fold(name) != fold(variable.Field) {
		return variable.words(name), ""
	}
	near, member := diag.Suggest(name, s.fieldNames()), strings.ToUpper(name[:1])+name[1:]
	if field := x.fedBy(path, member); field != nil && fold(near) != fold(name) {
		return "the API's " + member + " is " + display(x.withMainField(field, path, name)) + " here", x.unitHelp(path, name, field[len(field)-1])
	}
	if fold(near) != fold(name) {
		if meant, help := x.unitOrHabit(path, name, s); meant != "" {
			return meant, help
		}
	}
	if near != "" {
		return "did you mean " + near + "?", ""
	}
	if fields := x.fedByPartsOf(path, member); fields != "" {
		return "the API's " + member + " is " + fields + " here", "or put it, as the API has it, in the job's request: {" + member + ": {…}}"
	}
	if member == name && len(path) > 0 && path[0] == "jobs" {
		return "", "members of CreateTrainingJob in the API's own spelling stand in the job's request: {…}"
	}
	if display(path) == "defaults" {
		if meant, help := x.noDefault(name, s); meant != "" {
			return meant, help
		}
	}
	if places := x.elsewhere(path, name); places != "" {
		if len(path) > 0 && x.shape.fields[places] != nil {
			return "it belongs to the stack, beside jobs", ""
		}
		return "it belongs at " + places, ""
	}
	if names := s.fieldNames(); len(names) <= 10 {
		return "allowed: " + strings.Join(names, ", "), ""
	}
	return "", "smgen schema prints the fields"
}

// noDefault explains a field of jobs that has no default in the stack.
func (x *explainer) noDefault(name string, defaults *shape) (meant, help string) {
	job := x.shape.at([]string{"jobs", "<name>"})
	known := job.fields[name]
	if known == nil {
		return "", ""
	}
	var near []string
	for _, inner := range known.shape.fieldNames() {
		for _, candidate := range []string{inner, name + strings.ToUpper(inner[:1]) + inner[1:]} {
			if x.index.lookup([]string{"defaults", name, inner}) != nil && defaults.fields[candidate] != nil {
				near = append(near, "defaults."+candidate)
			}
		}
	}
	if len(near) > 0 {
		return "did you mean " + strings.Join(near, " and ") + "?", ""
	}
	return "it has no default", "to set it in every job, write jobs: [_]: " + name + ": …"
}

// capital is where a word begins in a name such as ChurnTraining.
var capital = lazyregexp.New(`([a-z0-9])([A-Z])`)

// jobName turns a name into one that a job may have, as far as possible.
func jobName(name string) string {
	words := capital().ReplaceAllString(name, "$1-$2")
	lower := strings.ToLower(strings.NewReplacer("_", "-", " ", "-", ".", "-").Replace(words))
	return strings.Trim(lower, "-")
}

// fold is a name without what people vary: case, underscores and dashes.
func fold(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}
