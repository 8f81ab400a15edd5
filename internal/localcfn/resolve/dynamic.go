package resolve

import "strings"

// opening begins a dynamic reference.
const opening = "{{resolve:"

// fill fills in the dynamic references in the texts of an evaluated value.
func (s *Scope) fill(v any) (any, error) {
	var err error
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			if v[key], err = s.fill(child); err != nil {
				return nil, err
			}
		}
	case []any:
		for i, child := range v {
			if v[i], err = s.fill(child); err != nil {
				return nil, err
			}
		}
	case string:
		return s.dynamic(v)
	}
	return v, nil
}

func (s *Scope) dynamic(text string) (any, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, opening)
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		reference, after, closed := strings.Cut(rest, "}}")
		service, name, _ := strings.Cut(reference, ":")
		if !closed || service != "ssm" || name == "" {
			return nil, wrong("Incorrect format is used in the following Dynamic Reference: [%s%s}}]", opening, reference)
		}
		name, _, _ = strings.Cut(name, ":") // the version
		value, err := s.SSM(name)
		if err != nil {
			return nil, err
		}
		b.WriteString(value)
		text = after
	}
}
