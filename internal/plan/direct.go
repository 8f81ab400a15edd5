package plan

import (
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
)

// attribute compares a member of a resource other than its properties.
func (c *comparison) attribute(f *fate, name string, before, after any) {
	for _, d := range differences(nil, c.before.value(before), c.after.value(after)) {
		f.details = append(f.details, detailOf(name, "", cfnschema.Never, d))
	}
}

// properties compares the properties one by one.
func (c *comparison) properties(f *fate) {
	for _, name := range sortedKeys(union(f.old.Properties, f.new.Properties)) {
		before, after := memberOf(f.old.Properties, name), memberOf(f.new.Properties, name)
		spelled := !same(before, after)
		if !spelled && c.shared {
			continue
		}
		before, after = c.before.value(before), c.after.value(after)
		at := place{{key: name}}
		found := differences(at, before, after)
		if len(found) == 0 && spelled && c.comparesSpelling(f, name, after) {
			found = []difference{{at, before, after}}
			c.noteSpelling(f, name)
		}
		for _, d := range found {
			f.details = append(f.details, detailOf("Properties", name, recreation(f.new.Type, d.place), d))
		}
	}
}

// comparesSpelling reports whether CloudFormation takes two spellings of an equal
// value for a change: it does where a resource gives the value
// (github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/290).
// Branches of Fn::If and mappings are not looked into, since what differs there
// may be what is not chosen.
func (c *comparison) comparesSpelling(f *fate, name string, after any) bool {
	if calls(f.old.Properties[name], "Fn::If", "Fn::FindInMap") || calls(f.new.Properties[name], "Fn::If", "Fn::FindInMap") {
		return false
	}
	for _, r := range references(after) {
		if _, ok := c.after.document.Resources[r.id]; ok {
			return true
		}
	}
	return false
}

// calls reports whether a value of the template calls one of some functions.
func calls(v any, functions ...string) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, function := range functions {
			if _, ok := v[function]; ok {
				return true
			}
		}
		for _, child := range v {
			if calls(child, functions...) {
				return true
			}
		}
	case []any:
		for _, child := range v {
			if calls(child, functions...) {
				return true
			}
		}
	}
	return false
}

func detailOf(attribute, name string, r cfnschema.Recreation, d difference) detail {
	out := Detail{Evaluation: Static, ChangeSource: DirectModification}
	if isUndecided(d.before) || isUndecided(d.after) {
		out.Evaluation = Dynamic
	}
	out.Target = Target{
		Attribute:           attribute,
		Name:                name,
		Path:                "/" + attribute + d.place.pointer(),
		Label:               d.place.label(),
		RequiresRecreation:  r.String(),
		AttributeChangeType: string(typeOf(d)),
	}
	if out.Target.Label == "" {
		out.Target.Label = attribute
	}
	return detail{out, d}
}

func typeOf(d difference) Action {
	switch {
	case isAbsent(d.before):
		return Add
	case isAbsent(d.after):
		return Remove
	}
	return Modify
}

// recreation says whether a difference replaces the resource. The schema of a type
// speaks of properties, and not of what is in their text.
func recreation(typeName string, at place) cfnschema.Recreation {
	var path []string
	for _, s := range at {
		if s.kind == inText {
			break
		}
		path = append(path, s.key)
	}
	return cfnschema.Replacement(typeName, strings.Join(path, "."))
}
