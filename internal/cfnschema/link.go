package cfnschema

import (
	"fmt"
	"maps"
	"slices"
)

// linker replaces references by the definitions that they name, so that checking
// needs no lookups, and compiles the names of pattern properties. Definitions may
// contain themselves: a schema is linked once.
type linker struct {
	definitions map[string]*schema
	seen        map[*schema]bool
}

func (l *linker) link(s *schema) (*schema, error) {
	if s == nil {
		return nil, nil
	}
	if s.Ref != "" {
		definition, ok := l.definitions[s.Ref]
		if !ok {
			return nil, fmt.Errorf("no definition %q", s.Ref)
		}
		s = definition
	}
	if l.seen[s] {
		return s, nil
	}
	l.seen[s] = true
	if err := l.linkParts(s); err != nil {
		return nil, err
	}
	return s, nil
}

func (l *linker) linkParts(s *schema) error {
	parts := []**schema{&s.Items, &s.Not}
	for i := range s.IfThenElse {
		c := &s.IfThenElse[i]
		parts = append(parts, &c.Condition, &c.Then)
	}
	for _, list := range [][]*schema{s.AllOf, s.AnyOf, s.OneOf} {
		for i := range list {
			parts = append(parts, &list[i])
		}
	}
	for _, part := range parts {
		linked, err := l.link(*part)
		if err != nil {
			return err
		}
		*part = linked
	}
	s.keys = map[string]*pattern{}
	for name := range s.PatternProperties {
		key := &pattern{text: name}
		if err := key.compile(); err != nil {
			return err
		}
		s.keys[name] = key
	}
	return l.linkMaps(s)
}

func (l *linker) linkMaps(s *schema) error {
	for _, m := range []map[string]*schema{s.Properties, s.PatternProperties} {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			linked, err := l.link(m[name])
			if err != nil {
				return err
			}
			m[name] = linked
		}
	}
	return nil
}
