package resolve

import (
	"github.com/smgen/smgen/internal/template"
)

// Scope is what the functions of a template look at.
type Scope struct {
	Document *template.Document
	// Parameters are the values of parameters and pseudo parameters by name: a
	// string, or for a list a []any of strings.
	Parameters map[string]any
	// Ref and GetAtt answer for a resource. They are not asked for one that the
	// template does not have.
	Ref    func(logicalID string) (string, error)
	GetAtt func(logicalID, attribute string) (any, error)
	// Import answers for another stack's export, SSM for a parameter of Systems
	// Manager.
	Import func(export string) (string, error)
	SSM    func(parameter string) (string, error)
}

// absent is the value of what is left out, Ref AWS::NoValue.
type absent struct{}

// Properties returns the evaluated properties of a resource, never nil.
func (s *Scope) Properties(r template.Resource) (map[string]any, error) {
	v, err := s.Value(r.Properties)
	if err != nil {
		return nil, err
	}
	properties, _ := v.(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	return properties, nil
}

// Value evaluates a value of the template: a tree of map[string]any, []any, string,
// json.Number, bool and nil comes out. Dynamic references are filled in last, as
// they may have been put together by functions.
func (s *Scope) Value(v any) (any, error) {
	out, err := s.value(v)
	if _, ok := out.(absent); ok || err != nil {
		return nil, err
	}
	return s.fill(out)
}

func (s *Scope) value(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		if name, argument, ok := template.Intrinsic(v); ok {
			return s.function(name, argument)
		}
		return s.object(v)
	case []any:
		return s.list(v)
	}
	return v, nil
}

func (s *Scope) object(object map[string]any) (any, error) {
	out := make(map[string]any, len(object))
	for key, child := range object {
		value, err := s.value(child)
		if err != nil {
			return nil, err
		}
		if _, ok := value.(absent); !ok {
			out[key] = value
		}
	}
	return out, nil
}

func (s *Scope) list(list []any) (any, error) {
	out := make([]any, 0, len(list))
	for _, child := range list {
		value, err := s.value(child)
		if err != nil {
			return nil, err
		}
		if _, ok := value.(absent); !ok {
			out = append(out, value)
		}
	}
	return out, nil
}
