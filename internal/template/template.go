package template

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Template is a CloudFormation template that is being built. It is used by one
// goroutine; make one with [New].
type Template struct {
	// Description is the template's own description, at most 1024 bytes, in
	// which CloudFormation allows no references. Empty means none.
	Description string
	// Metadata is the template's Metadata section, nil for none.
	Metadata map[string]any

	nonce     string        // what every token of this template starts with
	tokens    []token       // what they stand for
	numbers   map[token]int // where in tokens each stands
	resources map[string]entry
	outputs   map[string]Output
	origins   map[string]string
}

type entry struct {
	resource json.Marshaler
	options  []Option
}

// Output is a value that a stack shows, and exports under a name if Export is
// not empty. Value and Export may hold tokens.
type Output struct {
	Description string
	Value       string
	Export      string
}

// New returns an empty template whose tokens are unlike any other's.
func New() *Template {
	return &Template{
		// A letter first, so that a token passes as the start of a name.
		nonce:     "t" + strings.ToLower(rand.Text()),
		numbers:   map[token]int{},
		resources: map[string]entry{},
		outputs:   map[string]Output{},
		origins:   map[string]string{},
	}
}

// Option changes how one resource is encoded.
type Option func(properties map[string]any) error

// Set gives a resource a property that its Go struct does not have, such as the
// Tags of an AWS::Events::Rule, or replaces one.
func Set(property string, value any) Option {
	return func(properties map[string]any) error {
		tree, err := treeOf(value)
		properties[property] = tree
		return err
	}
}

// Add puts a resource into the template under a logical ID of 1 to 255 ASCII
// letters and digits that no other resource has. The resource is anything whose
// JSON is a CloudFormation resource: a pointer to a goformation struct, an
// [Untyped] or a [Raw]. It is read when the template is encoded, so that it may
// still be completed.
func (t *Template) Add(id string, resource json.Marshaler, options ...Option) error {
	if !isLogicalID(id) {
		return fmt.Errorf("add resource %q: a logical ID is 1 to %d ASCII letters and digits", id, maxLogicalID)
	}
	if _, exists := t.resources[id]; exists {
		return &TakenError{"resource", id}
	}
	if v := reflect.ValueOf(resource); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return fmt.Errorf("add resource %s: resource is nil: pass a resource", id)
	}
	t.resources[id] = entry{resource, options}
	return nil
}

// Resources returns the logical IDs of all resources, sorted.
func (t *Template) Resources() []string { return slices.Sorted(maps.Keys(t.resources)) }

// Resource returns the resource with a logical ID as it was added, nil if there
// is none.
func (t *Template) Resource(id string) json.Marshaler { return t.resources[id].resource }

// Output puts an output into the template under a name of 1 to 255 ASCII
// letters and digits that no other output has.
func (t *Template) Output(name string, output Output) error {
	if !isLogicalID(name) {
		return fmt.Errorf("add output %q: a name is 1 to %d ASCII letters and digits", name, maxLogicalID)
	}
	if _, exists := t.outputs[name]; exists {
		return &TakenError{"output", name}
	}
	t.outputs[name] = output
	return nil
}

// Origin records the place in a spec, as file:line:column, from which the value
// at a JSON pointer of the template came. A value within JSON text has the
// pointer of the text, #, and the pointer within:
// /Resources/Nightly/Properties/Target/Input#/ResourceConfig/InstanceType.
func (t *Template) Origin(pointer, position string) { t.origins[pointer] = position }

// Origins returns what Origin recorded, positions by pointer. The caller must
// not change it.
func (t *Template) Origins() map[string]string { return t.origins }

func isLogicalID(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return 1 <= len(s) && len(s) <= maxLogicalID
}
