package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/schema"
)

func newSchemaCmd(env environment) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the schema of specs",
		Long: `schema prints the schema of specs: in CUE, with its documentation, or as JSON
Schema (draft 2020-12) for tools that do not speak CUE.`,
		Example: `  smgen schema
  smgen schema --format jsonschema > stack.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text, err := schemaText(format)
			if err != nil {
				return err
			}
			_, err = env.stdout.Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "cue", "form of the schema: cue or jsonschema")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"cue", "jsonschema"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func schemaText(format string) ([]byte, error) {
	switch format {
	case "cue":
		return schema.Text()
	case "jsonschema":
		return source.JSONSchema()
	}
	return nil, fmt.Errorf("--format %q is unknown; want cue or jsonschema", format)
}
