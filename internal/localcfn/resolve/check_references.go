package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/cfnschema"
	"github.com/smgen/smgen/internal/template"
)

// unresolved checks that what the template refers to is in it.
func unresolved(d *template.Document) error {
	missing := map[string]bool{}
	look := func(v any) {
		references(v, func(name string) {
			if strings.HasPrefix(name, "AWS::") || d.Parameters[name] != nil {
				return
			}
			if _, ok := d.Resources[name]; !ok {
				missing[name] = true
			}
		})
	}
	for _, r := range d.Resources {
		look(r.Properties)
		for _, other := range r.DependsOn {
			look(map[string]any{"Ref": other})
		}
	}
	if len(missing) > 0 {
		return wrong("Template format error: Unresolved resource dependencies [%s] in the Resources block of the template", strings.Join(slices.Sorted(maps.Keys(missing)), ", "))
	}
	look(d.Outputs)
	if len(missing) > 0 {
		return wrong("Template format error: Unresolved resource dependencies [%s] in the Outputs block of the template", strings.Join(slices.Sorted(maps.Keys(missing)), ", "))
	}
	return nil
}

// attributes checks that the types of resources have the attributes that are asked
// for.
func attributes(d *template.Document) error {
	var bad error
	look := func(v any) {
		eachAttribute(v, func(id, attribute string) {
			t, ok := cfnschema.Lookup(d.Resources[id].Type)
			if ok && bad == nil && !slices.Contains(t.Attributes, attribute) {
				bad = wrong("Template error: resource %s does not support attribute type %s in Fn::GetAtt", id, attribute)
			}
		})
	}
	for _, id := range slices.Sorted(maps.Keys(d.Resources)) {
		look(d.Resources[id].Properties)
	}
	look(d.Outputs)
	return bad
}

// eachAttribute calls each for the Fn::GetAtt of a value whose attribute is literal.
func eachAttribute(v any, each func(id, attribute string)) {
	switch v := v.(type) {
	case map[string]any:
		if name, argument, ok := template.Intrinsic(v); ok && name == "Fn::GetAtt" {
			list, _ := argument.([]any)
			if text, ok := argument.(string); ok {
				id, attribute, _ := strings.Cut(text, ".")
				list = []any{id, attribute}
			}
			if len(list) == 2 {
				id, _ := list[0].(string)
				if attribute, ok := list[1].(string); ok {
					each(id, attribute)
				}
			}
		}
		for _, child := range v {
			eachAttribute(child, each)
		}
	case []any:
		for _, child := range v {
			eachAttribute(child, each)
		}
	}
}
