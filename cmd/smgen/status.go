package main

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/status"
)

// statusOptions are what the command takes.
type statusOptions struct {
	cloudOptions
	form  choice
	by    choice
	quick bool
}

func newStatusCmd(env environment) *cobra.Command {
	o := &statusOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		form:         choice{"text", []string{"text", "json"}},
		by:           choice{string(status.ByPlace), []string{string(status.ByPlace), string(status.ByOwner)}},
	}
	cmd := &cobra.Command{
		Use:   "status [PATH…]",
		Short: "Show how stacks stand",
		Long: `status shows one line for each stack: whether it is deployed, rolled back, under
way or stuck, and since when; whether what is deployed is what the specs say; when
its jobs start next, as they are deployed; and what is known of drift. Where there
is something to do, it says the command.

What is deployed differs from the specs if the two templates do. Only a change set
tells whether deploying them would change anything: smgen plan.

It takes one call for each account and region, and one for each stack, to read what
is deployed. --quick leaves those out, and what follows from them.

` + pathHelp,
		Example: `  smgen status
  smgen status stacks/prod/... --by owner
  smgen status --quick --account 123456789012
  smgen status --format json | jq -r '.stacks[] | select(.phase == "stuck") | .name'`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runStatus(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	o.form.addTo(cmd, "format", "form of the output")
	o.by.addTo(cmd, "by", "how stacks are grouped")
	cmd.Flags().BoolVar(&o.quick, "quick", false, "ask for the list of stacks alone")
	return cmd
}

func runStatus(ctx context.Context, o *statusOptions) error {
	k, err := o.known(ctx)
	if err != nil {
		return err
	}
	o.warnUnnamed(k.unnamed)
	sessions, closing, err := o.sessions(k.found)
	if err != nil {
		return err
	}
	defer closing()
	stacks := operate.Find(ctx, sessions, k.targets)
	now := cmp.Or(o.now.Time, time.Now())
	var (
		list []*status.Stack
		mu   sync.Mutex
	)
	operate.Each(ctx, o.concurrency, stacks, func(s *operate.Stack) {
		found := status.Of(ctx, s, status.Options{Quick: o.quick, Now: now})
		mu.Lock()
		defer mu.Unlock()
		list = append(list, found)
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := o.print(list, now); err != nil {
		return err
	}
	for _, s := range list {
		if s.Problem != "" {
			return errFindings
		}
	}
	if len(k.unnamed) > 0 {
		return errFindings
	}
	return nil
}

func (o *statusOptions) print(list []*status.Stack, now time.Time) error {
	if o.form.value == "json" {
		return status.JSON(o.env.stdout, list)
	}
	if err := status.Text(o.env.stdout, o.text(o.env.stdout), list, status.Grouping(o.by.value), now); err != nil {
		return err
	}
	fmt.Fprintln(o.env.stderr, status.Summary(list))
	return nil
}
