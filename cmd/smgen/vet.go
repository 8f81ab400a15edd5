package main

import (
	"github.com/spf13/cobra"
)

func newVetCmd(env environment) *cobra.Command {
	o := &compileOptions{env: env}
	cmd := &cobra.Command{
		Use:   "vet [PATH…]",
		Short: "Check specs",
		Long: `vet checks specs as render would, and writes nothing. All mistakes of all
stacks are reported in one run.

A PATH is a stack's directory, a tree such as stacks/..., or a spec file; without
one it is the tree at the working directory.`,
		Example: `  smgen vet
  smgen vet stacks/prod/...
  smgen vet --now 2027-01-31T00:00:00Z stacks/staging/churn`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			c, err := o.compile(cmd.Context(), nil)
			if err != nil {
				return err
			}
			return o.report(c, "checked")
		},
	}
	o.addFlags(cmd)
	return cmd
}
