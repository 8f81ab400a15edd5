package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// The quotas of CloudFormation for what a template holds; see the user guide,
// "Understand CloudFormation quotas".
const (
	maxResources  = 500
	maxParameters = 200
	maxOutputs    = 200
	maxMappings   = 200
	maxName       = 255
	maxDynamic    = 60
)

// Read reads a template and checks all that CloudFormation checks before it looks
// at values. The error is an [Error].
func Read(text string) (*template.Document, error) {
	d, err := template.Parse([]byte(text))
	if err != nil {
		return nil, wrong("Template format error: %s", strings.TrimPrefix(err.Error(), "parse template: "))
	}
	if d.Transform != nil {
		return nil, wrong("Template error: this endpoint runs no macros; leave out Transform")
	}
	if len(d.Resources) == 0 {
		return nil, wrong("Template format error: At least one Resources member must be defined.")
	}
	for _, check := range []func(*template.Document) error{counts, names, conditions, unresolved, attributes} {
		if err := check(d); err != nil {
			return nil, err
		}
	}
	_, _, err = Order(d)
	return d, err
}

func counts(d *template.Document) error {
	for _, c := range []struct {
		what     string
		have, at int
	}{
		{"resources", len(d.Resources), maxResources},
		{"parameters", len(d.Parameters), maxParameters},
		{"outputs", len(d.Outputs), maxOutputs},
		{"mappings", len(d.Mappings), maxMappings},
		{"dynamic references", dynamicReferences(d), maxDynamic},
	} {
		if c.have > c.at {
			return wrong("Template format error: Number of %s, %d, is greater than maximum allowed, %d", c.what, c.have, c.at)
		}
	}
	if n := len(d.Description); n > 1024 {
		return wrong("Template format error: 'Description' length is greater than 1024.")
	}
	return nil
}

// dynamicReferences counts the dynamic references in the resources of a template.
func dynamicReferences(d *template.Document) int {
	n := 0
	for _, r := range d.Resources {
		eachText(r.Properties, func(text string) { n += strings.Count(text, opening) })
	}
	return n
}

func eachText(v any, each func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, child := range v {
			eachText(child, each)
		}
	case []any:
		for _, child := range v {
			eachText(child, each)
		}
	case string:
		each(v)
	}
}

func names(d *template.Document) error {
	for _, id := range slices.Sorted(maps.Keys(d.Resources)) {
		if !alphanumeric(id) {
			return wrong("Template format error: Resource name %s is non alphanumeric.", id)
		}
		if parts := strings.Split(d.Resources[id].Type, "::"); len(parts) < 3 && !strings.HasPrefix(d.Resources[id].Type, "Custom::") {
			return wrong("Template format error: Unrecognized resource types: [%s]", d.Resources[id].Type)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Outputs)) {
		if !alphanumeric(name) {
			return wrong("Template format error: Output name %s is non alphanumeric.", name)
		}
		if template.Object(d.Outputs, name)["Value"] == nil {
			return wrong("Template format error: Output %s is malformed. The Value field is required.", name)
		}
	}
	return nil
}

func alphanumeric(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return name != "" && len(name) <= maxName
}

// conditions checks that the conditions that resources and outputs name are there.
func conditions(d *template.Document) error {
	var missing []string
	for id, r := range d.Resources {
		if _, ok := d.Conditions[r.Condition]; r.Condition != "" && !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return wrong("Template format error: Unresolved dependencies [%s]. Cannot reference resources in the Conditions block of the template", d.Resources[missing[0]].Condition)
	}
	return nil
}
