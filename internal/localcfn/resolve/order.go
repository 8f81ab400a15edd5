package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// Order returns the logical IDs of resources so that each comes after those that it
// needs, else in alphabetical order; and of each, which ones it needs.
func Order(d *template.Document) (order []string, needs map[string][]string, err error) {
	needs = map[string][]string{}
	for id, r := range d.Resources {
		found := map[string]bool{}
		for _, other := range r.DependsOn {
			found[other] = true
		}
		references(r.Properties, func(name string) { found[name] = true })
		delete(found, id)
		for name := range found {
			if _, ok := d.Resources[name]; !ok {
				delete(found, name)
			}
		}
		needs[id] = slices.Sorted(maps.Keys(found))
	}
	order, circle := Sort(needs)
	if len(circle) > 0 {
		return nil, nil, wrong("Circular dependency between resources: [%s]", strings.Join(circle, ", "))
	}
	return order, needs, nil
}

// Sort returns names so that each comes after those that it needs, else in
// alphabetical order. If some need each other, these are the circle. Needs that are
// no names are left out.
func Sort(needs map[string][]string) (order, circle []string) {
	s := sorter{needs: needs, state: map[string]visit{}}
	for _, id := range slices.Sorted(maps.Keys(needs)) {
		s.visit(id)
	}
	return s.order, s.circle
}

type visit int

const (
	unseen visit = iota
	open
	done
)

type sorter struct {
	needs  map[string][]string
	state  map[string]visit
	path   []string
	order  []string
	circle []string
}

func (s *sorter) visit(id string) {
	switch s.state[id] {
	case done:
		return
	case open:
		if len(s.circle) == 0 {
			s.circle = slices.Clone(s.path[slices.Index(s.path, id):])
			slices.Sort(s.circle)
		}
		return
	}
	s.state[id] = open
	s.path = append(s.path, id)
	for _, other := range s.needs[id] {
		if _, ok := s.needs[other]; ok {
			s.visit(other)
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.state[id] = done
	s.order = append(s.order, id)
}

// references calls each for the names that a value refers to by Ref, Fn::GetAtt or
// Fn::Sub: resources and parameters, and pseudo parameters.
func references(v any, each func(name string)) {
	switch v := v.(type) {
	case map[string]any:
		name, argument, ok := template.Intrinsic(v)
		if ok && refer(name, argument, each) {
			return
		}
		for _, child := range v {
			references(child, each)
		}
	case []any:
		for _, child := range v {
			references(child, each)
		}
	}
}

// refer reports whether the function is a reference, or Fn::Sub.
func refer(function string, argument any, each func(string)) bool {
	switch function {
	case "Ref":
		if id, ok := argument.(string); ok {
			each(id)
		}
		return true
	case "Fn::GetAtt":
		if list, ok := argument.([]any); ok && len(list) > 0 {
			argument = list[0]
			references(list[1:], each)
		}
		if text, ok := argument.(string); ok {
			id, _, _ := strings.Cut(text, ".")
			each(id)
		}
		return true
	case "Fn::Sub":
		variables := map[string]any{}
		if list, ok := argument.([]any); ok && len(list) == 2 {
			argument = list[0]
			variables, _ = list[1].(map[string]any)
			references(variables, each)
		}
		text, _ := argument.(string)
		for _, name := range placeholders(text) {
			if _, ok := variables[name]; !ok {
				id, _, _ := strings.Cut(name, ".")
				each(id)
			}
		}
		return true
	}
	return false
}

// placeholders returns the names that stand in ${…} of a text of Fn::Sub.
func placeholders(text string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return names
		}
		if !strings.HasPrefix(name, "!") {
			names = append(names, name)
		}
		text = after
	}
}
