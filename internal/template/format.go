package template

import "fmt"

// Format is how a template is written.
type Format int

// The formats that CloudFormation reads.
const (
	// JSON is indented by two spaces.
	JSON Format = iota
	// YAML is what JSON is, in block style. Strings are in double quotes, so
	// that YAML 1.1 and 1.2 read the same.
	YAML
)

// formatVersion is the only version that CloudFormation's template format has.
const formatVersion = "2010-09-09"

// section is one of a template's top-level members.
type section struct {
	name  string
	value any // nil leaves the section out
}

func omitEmpty(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

// write returns the sections in their order as one document.
func write(format Format, sections []section) ([]byte, error) {
	// Larger buffers save some growing, and cost more memory at the peak.
	w := writer{out: make([]byte, 0, 16<<10)}
	if format == JSON {
		w.out = append(w.out, '{')
	}
	written := 0
	for _, s := range sections {
		if s.value == nil {
			continue
		}
		if format == JSON {
			w.element(written)
			w.quoted(s.name)
			w.out = append(w.out, ": "...)
			w.jsonAt(s.name, s.value)
		} else {
			w.yamlKey(s.name, 0)
			w.yamlValue(s.name, s.value, 1)
			w.out = append(w.out, '\n')
		}
		written++
	}
	if format == JSON {
		w.closing(written, '}')
		w.out = append(w.out, '\n')
	}
	if w.err != nil {
		return nil, fmt.Errorf("write template: %w", w.err)
	}
	return w.out, nil
}
