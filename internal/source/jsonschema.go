package source

import (
	"encoding/json"
	"fmt"

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
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	text, err = json.MarshalIndent(tree, "", "  ")
	return append(text, '\n'), err
}
