package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate/outputs"
	"github.com/smgen/smgen/internal/output"
)

// outputsOptions are what the command takes.
type outputsOptions struct {
	cloudOptions
	form choice
}

func newOutputsCmd(env environment) *cobra.Command {
	o := &outputsOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		form:         choice{"text", []string{"text", "json", "env"}},
	}
	cmd := &cobra.Command{
		Use:   "outputs [PATH…]",
		Short: "Print the outputs of stacks",
		Long: `outputs prints what deployed stacks say of themselves: ARNs of roles and schedules,
URLs of queues.

With --format env it prints assignments for a shell. The outputs of one stack have
their own names; those of several begin with the stack's name, and _ for each dash.
What looks like a secret is not printed: every reader of the stack sees its outputs,
and that is no place for one.

` + pathHelp,
		Example: `  smgen outputs stacks/staging/churn
  smgen outputs --format json | jq -r '.stacks[].outputs.FailedStartsQueueUrl'
  eval "$(smgen outputs stacks/staging/churn --format env)"`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runOutputs(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	o.form.addTo(cmd, "format", "form of the output")
	return cmd
}

func runOutputs(ctx context.Context, o *outputsOptions) error {
	k, err := o.sure(ctx)
	if err != nil {
		return err
	}
	stacks, closing, err := o.live(ctx, k)
	if err != nil {
		return err
	}
	defer closing()
	var list []outputs.Stack
	for _, s := range stacks {
		out := outputs.Stack{Name: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir, Deployed: s.Live != nil, Outputs: map[string]string{}}
		if s.Live != nil {
			out.Outputs = outputs.Conceal(s.Target, s.Live.Outputs)
		}
		list = append(list, out)
	}
	slices.SortFunc(list, outputs.Compare)
	return o.print(list)
}

func (o *outputsOptions) print(list []outputs.Stack) error {
	switch o.form.value {
	case "json":
		return outputs.JSON(o.env.stdout, list)
	case "env":
		for _, s := range list {
			if !s.Deployed {
				fmt.Fprintf(o.env.stderr, "smgen: %s is not deployed\n", output.Printable(s.Name))
			}
			for name, value := range s.Outputs {
				if value == outputs.Concealed {
					fmt.Fprintf(o.env.stderr, "smgen: %s of %s is left out: it looks like a secret\n", output.Printable(name), output.Printable(s.Name))
				}
			}
		}
		return outputs.Env(o.env.stdout, list)
	}
	return outputs.Text(o.env.stdout, o.text(o.env.stdout), list)
}
