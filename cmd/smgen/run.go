package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// environment is all that the program takes from the outside.
type environment struct {
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	getwd          func() (string, error)
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, env environment) int {
	root := newRootCmd(env)
	root.SetArgs(env.args)
	root.SetIn(env.stdin)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	return exitCode(ctx, env.stderr, root.ExecuteContext(ctx))
}

func newRootCmd(env environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "smgen",
		Short: "Compile SageMaker training-job specs into CloudFormation",
		Long: `smgen compiles specs of scheduled SageMaker training jobs, written in CUE,
into CloudFormation templates: what the spec says is what SageMaker receives.

A stack is a directory that holds stack.cue. Files of the same package in the
directories above are inherited.`,
		Example: `  smgen init my-specs               start a repository of specs
  smgen vet stacks/...              check all stacks
  smgen render stacks/... -o rendered
  smgen request stacks/staging/churn`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	cmd.AddCommand(
		newInitCmd(env),
		newVetCmd(env),
		newRenderCmd(env),
		newRequestCmd(env),
		newSchemaCmd(env),
		newVersionCmd(env),
	)
	return cmd
}

// useColor reports whether the program may color what it prints to w: on a
// terminal, unless NO_COLOR or CI is set.
func (env environment) useColor(w io.Writer) bool {
	if env.getenv("NO_COLOR") != "" || env.getenv("CI") != "" || env.getenv("TERM") == "dumb" {
		return false
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// plural returns n with the noun, in the plural unless n is 1.
func plural(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
