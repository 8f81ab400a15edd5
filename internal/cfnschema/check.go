package cfnschema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Check compares a resource's Properties with the schema and returns what is
// wrong, sorted by place. Properties is a template's JSON decoded into
// map[string]any, []any, string, bool and json.Number; nil means that the
// resource has none. Intrinsic functions pass, whatever they would return.
func (t *Type) Check(properties any) []Problem {
	c := &checker{}
	if properties == nil {
		properties = map[string]any{}
	}
	c.check(&t.root, "", properties)
	if m, ok := properties.(map[string]any); ok {
		c.readOnly(t.ReadOnly, m)
	}
	slices.SortFunc(c.problems, Problem.compare)
	return slices.Compact(c.problems)
}

// checker collects the problems of one value.
type checker struct {
	problems []Problem
	// symbolic says that a constraint met a value nobody knows yet, so that the
	// absence of problems proves nothing.
	symbolic bool
}

func (c *checker) report(pointer, help, format string, args ...any) {
	c.problems = append(c.problems, Problem{Pointer: pointer, Message: fmt.Sprintf(format, args...), Help: help})
}

func (c *checker) check(s *schema, pointer string, v any) {
	if isIntrinsic(v) {
		c.symbolic = true
		return
	}
	if v == nil {
		c.report(pointer, "leave the property out", "null is not allowed in a template")
		return
	}
	if !c.checkType(s, pointer, v) {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		c.checkObject(s, pointer, v)
	case []any:
		c.checkList(s, pointer, v)
	default:
		c.checkScalar(s, pointer, v)
	}
	c.checkCombinations(s, pointer, v)
}

func (c *checker) checkObject(s *schema, pointer string, given map[string]any) {
	object := present(given)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if isFunction(name) {
			c.symbolic = true
			continue
		}
		c.checkProperty(s, pointer, name, object[name])
	}
	if slices.ContainsFunc(slices.Collect(maps.Keys(object)), isFunction) {
		return // a transform may add any property
	}
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			c.report(pointer, "", "required property %q is missing", name)
		}
	}
	if s.MinProperties != nil && len(object) < *s.MinProperties {
		c.report(pointer, "", "%d properties, at least %d expected", len(object), *s.MinProperties)
	}
	c.checkPresence(s, pointer, object)
}

func (c *checker) checkProperty(s *schema, pointer, name string, v any) {
	if property, ok := s.Properties[name]; ok {
		c.check(property, below(pointer, name), v)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(s.PatternProperties)) {
		if s.keys[key].matches(name) {
			c.check(s.PatternProperties[key], below(pointer, name), v)
			return
		}
	}
	switch {
	case s.AdditionalProperties == nil || *s.AdditionalProperties:
	case len(s.PatternProperties) > 0:
		keys := slices.Sorted(maps.Keys(s.PatternProperties))
		c.report(below(pointer, name), "", "name %s does not match %s", quote(name), strings.Join(keys, " or "))
	default:
		known := slices.Sorted(maps.Keys(s.Properties))
		c.report(below(pointer, name), helpFor(name, known), "unknown property %q", name)
	}
}

// checkPresence reports properties that exclude or demand each other.
func (c *checker) checkPresence(s *schema, pointer string, object map[string]any) {
	has := func(name string) bool { _, ok := object[name]; return ok }
	if len(s.RequiredOr) > 0 && !slices.ContainsFunc(s.RequiredOr, has) {
		c.report(pointer, "", "one of %s is required", listOf(s.RequiredOr, "or"))
	}
	if len(s.RequiredXor) > 0 {
		switch given := filter(s.RequiredXor, has); {
		case len(given) == 0:
			c.report(pointer, "", "one of %s is required", listOf(s.RequiredXor, "or"))
		case len(given) > 1:
			c.report(pointer, "", "%s exclude each other; keep one", listOf(given, "and"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.DependentExcluded)) {
		for _, other := range s.DependentExcluded[name] {
			mutual := slices.Contains(s.DependentExcluded[other], name)
			if name != other && has(name) && has(other) && !(mutual && other < name) {
				c.report(pointer, "", "%s and %s exclude each other; keep one", name, other)
			}
		}
	}
}

// readOnly reports values for properties that only the service sets.
func (c *checker) readOnly(paths []string, properties map[string]any) {
	for _, path := range paths {
		pointer, v := "", any(properties)
		for part := range strings.SplitSeq(path, ".") {
			object, _ := v.(map[string]any)
			pointer, v = below(pointer, part), object[part]
		}
		if v != nil && !isAbsent(v) {
			c.report(pointer, "leave it out; Fn::GetAtt returns it after deployment", "property is read-only")
		}
	}
}

// present returns the object without what CloudFormation takes for absent.
func present(object map[string]any) map[string]any {
	kept := maps.Clone(object)
	maps.DeleteFunc(kept, func(_ string, v any) bool { return isAbsent(v) })
	return kept
}

func filter(names []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !keep(name) })
}
