package stacks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Touch changes a property of a resource behind CloudFormation's back: the property
// is a path such as State or Target.RetryPolicy, and nil removes it.
func (d Data) Touch(s *Stack, r *Resource, property string, value any) error {
	live, err := copied(r.Actual())
	if err != nil {
		return err
	}
	new, err := copied(value)
	if err != nil {
		return err
	}
	properties, _ := live.(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	if err := set(properties, strings.Split(property, "."), new); err != nil {
		return fmt.Errorf("change %s of %s: %w", property, r.LogicalID, err)
	}
	r.Live = properties
	return d.PutResource(s, r)
}

// Vanish deletes a resource behind CloudFormation's back.
func (d Data) Vanish(s *Stack, r *Resource) error {
	if refusal, err := d.unmake(s, r); err != nil || refusal != "" {
		return fmt.Errorf("delete %s: %s %w", r.LogicalID, refusal, err)
	}
	r.Gone = true
	return d.PutResource(s, r)
}

func set(object map[string]any, path []string, value any) error {
	if len(path) == 1 {
		if value == nil {
			delete(object, path[0])
		} else {
			object[path[0]] = value
		}
		return nil
	}
	below, ok := object[path[0]].(map[string]any)
	if !ok {
		if object[path[0]] != nil {
			return fmt.Errorf("%s is no object", path[0])
		}
		below = map[string]any{}
		object[path[0]] = below
	}
	return set(below, path[1:], value)
}

// copied returns a value as it is read from JSON.
func copied(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var out any
	err = decoder.Decode(&out)
	return out, err
}
