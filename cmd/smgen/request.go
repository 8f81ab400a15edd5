package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

func newRequestCmd(env environment) *cobra.Command {
	o := &compileOptions{env: env}
	cmd := &cobra.Command{
		Use:   "request [PATH] [JOB]",
		Short: "Print the CreateTrainingJob request of a job",
		Long: `request prints what SageMaker receives when the job starts, as JSON. What is not
known before stands as a named placeholder: ${run:id} is the run's own ID,
${ChurnTrainingRole.Arn} an attribute of a resource of the stack, ${import:name}
another stack's export, ${ssm:name} an SSM parameter.

PATH is the stack's directory, by default the working directory. JOB may be left
out where the stack has one job.`,
		Example: `  smgen request stacks/staging/churn
  smgen request stacks/staging/churn nightly | jq .ResourceConfig`,
		Args: atMost(2),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return directories(cmd, args, word)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRequest(cmd.Context(), o, args)
		},
	}
	o.addFlags(cmd)
	return cmd
}

func runRequest(ctx context.Context, o *compileOptions, args []string) error {
	o.patterns, args = []string{"."}, append(args, "", "")
	if args[0] != "" {
		o.patterns = args[:1]
	}
	f, err := o.find()
	if err != nil {
		return err
	}
	if n := len(f.stacks); n > 1 {
		return fmt.Errorf("%s names %d stacks; name one", o.patterns[0], n)
	}
	var requests map[string]*request.Request
	diags, err := o.compile(ctx, f, func(r *compile.Result) error {
		requests = r.Requests
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.report(f, diags); err != nil {
		return err
	}
	job, err := choose(requests, args[1])
	if err != nil {
		return err
	}
	text, err := job.Print()
	if err != nil {
		return err
	}
	if _, err := o.env.stdout.Write(text); err != nil {
		return fmt.Errorf("print the request: %w", err)
	}
	return nil
}

// choose returns the request of the job with that name, or of the only one.
func choose(requests map[string]*request.Request, name string) (*request.Request, error) {
	names := spec.SortedKeys(requests)
	switch {
	case len(names) == 0:
		return nil, errors.New("the stack has no jobs, only resources; name a stack that has one")
	case name == "" && len(names) == 1:
		return requests[names[0]], nil
	case name == "":
		return nil, fmt.Errorf("the stack has %d jobs; name one: %s", len(names), strings.Join(names, ", "))
	case requests[name] == nil:
		return nil, fmt.Errorf("the stack has no job %q; it has %s", name, strings.Join(names, ", "))
	}
	return requests[name], nil
}
