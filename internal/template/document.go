package template

// Document is a template as it was read: a plain tree of map[string]any, []any,
// string, json.Number, bool and nil, with intrinsics in their long form, such
// as {"Ref": "Queue"}. Sections that the template does not have are empty.
type Document struct {
	FormatVersion string
	Description   string
	Metadata      map[string]any
	Parameters    map[string]any
	Rules         map[string]any
	Mappings      map[string]any
	Conditions    map[string]any
	// Transform is the name of a macro, or a list of them.
	Transform any
	Resources map[string]Resource
	// Outputs holds, by name, objects with Value and perhaps Description,
	// Export and Condition.
	Outputs map[string]any
}

// Resource is one resource of a [Document].
type Resource struct {
	Type       string
	Properties map[string]any // nil if the resource has none
	DependsOn  []string
	Condition  string
	Metadata   map[string]any
	// DeletionPolicy and UpdateReplacePolicy are empty if not given.
	DeletionPolicy      string
	UpdateReplacePolicy string
	// Attributes holds what else the resource has, such as UpdatePolicy.
	Attributes map[string]any
}

// Encode returns the document as text, in the form of [Template.Encode]. It
// replaces and checks nothing: the document is CloudFormation already.
func (d *Document) Encode(format Format) ([]byte, error) {
	resources := map[string]any{}
	for id, r := range d.Resources {
		resources[id] = r.tree()
	}
	return write(format, []section{
		{"AWSTemplateFormatVersion", omitEmpty(d.FormatVersion)},
		{"Description", omitEmpty(d.Description)},
		{"Metadata", omitNil(d.Metadata)},
		{"Parameters", omitNil(d.Parameters)},
		{"Rules", omitNil(d.Rules)},
		{"Mappings", omitNil(d.Mappings)},
		{"Conditions", omitNil(d.Conditions)},
		{"Transform", d.Transform},
		{"Resources", resources},
		{"Outputs", omitNil(d.Outputs)},
	})
}

func (r Resource) tree() map[string]any {
	tree := map[string]any{"Type": r.Type}
	for name, value := range r.Attributes {
		tree[name] = value
	}
	for name, value := range map[string]any{
		"Properties":          omitNil(r.Properties),
		"Condition":           omitEmpty(r.Condition),
		"Metadata":            omitNil(r.Metadata),
		"DeletionPolicy":      omitEmpty(r.DeletionPolicy),
		"UpdateReplacePolicy": omitEmpty(r.UpdateReplacePolicy),
	} {
		if value != nil {
			tree[name] = value
		}
	}
	if len(r.DependsOn) > 0 {
		list := make([]any, len(r.DependsOn))
		for i, id := range r.DependsOn {
			list[i] = id
		}
		tree["DependsOn"] = list
	}
	return tree
}

// omitNil returns m, or nil if m is nil: a nil map in an any is not nil.
func omitNil(m map[string]any) any {
	if m == nil {
		return nil
	}
	return m
}
