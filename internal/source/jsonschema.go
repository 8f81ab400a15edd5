package source

import (
	"encoding/json"
	"fmt"
	"maps"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/encoding/jsonschema"
)

// JSONSchema returns the schema of a stack as JSON Schema, draft 2020-12.
func JSONSchema() ([]byte, error) {
	p := newPackages(&Repository{})
	context := cuecontext.New()
	value := context.BuildInstance(p.schema())
	stack := value.LookupPath(cue.ParsePath("#Stack"))
	if err := stack.Err(); err != nil {
		return nil, fmt.Errorf("read the embedded schema: %w", err)
	}
	expr, err := jsonschema.Generate(stack, &jsonschema.GenerateConfig{Version: jsonschema.VersionDraft2020_12})
	if err != nil {
		return nil, fmt.Errorf("generate a JSON Schema: %w", err)
	}
	out := context.BuildExpr(expr)
	text, err := out.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("generate a JSON Schema: %w", err)
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("generate a JSON Schema: %w", err)
	}
	if definitions, ok := tree["$defs"].(map[string]any); ok {
		for _, d := range definitions {
			mendStruct(d, map[string]any{"type": "object", "additionalProperties": false})
		}
	}
	mendStructs(tree)
	text, err = json.MarshalIndent(tree, "", "  ")
	return append(text, '\n'), err
}

// mendStructs writes structs without fields as objects of any fields, all of
// them but definitions, which are closed.
func mendStructs(tree any) {
	mendStruct(tree, map[string]any{"type": "object"})
	switch node := tree.(type) {
	case map[string]any:
		for _, child := range node {
			mendStructs(child)
		}
	case []any:
		for _, child := range node {
			mendStructs(child)
		}
	}
}

// mendStruct writes a struct without fields as the given object. CUE's generator
// takes it for a constant, so that {...} would admit no field at all.
func mendStruct(node any, object map[string]any) {
	schema, ok := node.(map[string]any)
	if !ok {
		return
	}
	if value, ok := schema["const"].(map[string]any); ok && len(value) == 0 {
		delete(schema, "const")
		maps.Copy(schema, object)
	}
}
