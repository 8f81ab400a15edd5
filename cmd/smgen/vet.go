package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
)

func newVetCmd(env environment) *cobra.Command {
	o := &compileOptions{env: env}
	cmd := &cobra.Command{
		Use:   "vet [PATH…]",
		Short: "Check specs",
		Long: `vet checks specs as render would, and writes nothing. All mistakes of all
stacks are reported in one run, and it exits with 1 if there are any; warnings
and notes alone leave the exit code at 0.

Of a stack without mistakes it proves each launch: that the trigger may start its
target, that the request is one that SageMaker takes, and that the roles allow
every step (findings SM201 to SM215).

A PATH is a stack's directory, a tree such as stacks/..., or a spec file; a file
that stacks inherit means all of them. Without a PATH it is the tree at the
working directory.`,
		Example: `  smgen vet
  smgen vet stacks/prod/...
  smgen vet stacks/prod/defaults.cue
  smgen vet --now 2027-01-31T00:00:00Z stacks/staging/churn`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runVet(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	cmd.Flags().BoolVar(&o.withoutRules, "no-rules", false, "check the text of the specs and their requests alone, without rules and launch proof")
	return cmd
}

func runVet(ctx context.Context, o *compileOptions) error {
	f, err := o.find()
	if err != nil {
		return err
	}
	diags, err := o.compile(ctx, f, func(*compile.Result) error { return nil })
	if err != nil {
		return err
	}
	return o.report(f, diags)
}
