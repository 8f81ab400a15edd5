package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

func newSchemaCmd(env environment) *cobra.Command {
	format := choice{"cue", []string{"cue", "jsonschema"}}
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the schema of specs",
		Long: `schema prints the schema of specs: in CUE, with its documentation, or as JSON
Schema (draft 2020-12) for tools that do not speak CUE.`,
		Example: `  smgen schema
  smgen schema --format jsonschema > stack.schema.json`,
		Args: atMost(0),
		RunE: func(*cobra.Command, []string) error {
			text, err := schemaText(format.value)
			if err != nil {
				return err
			}
			if _, err := env.stdout.Write(text); err != nil {
				return fmt.Errorf("print the schema: %w", err)
			}
			return nil
		},
	}
	format.addTo(cmd, "format", "form of the schema")
	return cmd
}

func schemaText(format string) ([]byte, error) {
	if format == "jsonschema" {
		return source.JSONSchema()
	}
	return schema.Text()
}
