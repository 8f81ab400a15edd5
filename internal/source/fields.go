package source

import (
	"maps"
	"slices"
)

// Fields returns every field that a spec can set, sorted. A field's path starts
// at the stack; * stands for a name of the user's choice and [] for an element
// of a list: jobs.*.vpc.subnets[] is one subnet.
func Fields() ([]string, error) {
	stack, err := stackShape()
	if err != nil {
		return nil, err
	}
	fields := map[string]bool{}
	stack.collect("", fields)
	return slices.Sorted(maps.Keys(fields)), nil
}

// collect adds the paths of all fields at and below a path.
func (s *shape) collect(path string, paths map[string]bool) {
	if s == nil || s.scalar || len(s.fields) == 0 && s.element == nil {
		paths[path] = true
	}
	if s == nil {
		return
	}
	for name, f := range s.fields {
		f.shape.collect(join(path, name), paths)
	}
	switch {
	case s.element == nil:
	case s.list:
		s.element.collect(path+"[]", paths)
	default:
		s.element.collect(join(path, "*"), paths)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
