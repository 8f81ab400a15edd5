package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/drift"
	"github.com/smgen/smgen/internal/output"
)

// driftOptions are what the command takes.
type driftOptions struct {
	cloudOptions
	form     choice
	detailed bool
}

func newDriftCmd(env environment) *cobra.Command {
	o := &driftOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		form:         choice{"text", []string{"text", "json"}},
	}
	cmd := &cobra.Command{
		Use:   "drift [PATH…]",
		Short: "Show what was changed by hand",
		Long: `drift has CloudFormation compare what it deployed with what there is now, and shows
the differences in the words of specs: a schedule that was paused by hand first,
then what became of jobs, of access and of other resources. Values that look like
secrets are concealed.

Only what a template sets is compared, and only of types for which CloudFormation
can; the code of a function is not. It may take some minutes.

A deployment leaves drift alone, unless it changes the same resource. To keep what
was changed, write it into the spec and deploy; to undo it, change it back by hand.

With --detailed-exitcode it exits with 2 if anything has drifted, 0 if nothing has.

` + pathHelp,
		Example: `  smgen drift stacks/prod/...
  smgen drift --detailed-exitcode || notify
  smgen drift --format json | jq -r '.stacks[].switched[].trigger'`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runDrift(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	o.form.addTo(cmd, "format", "form of the output")
	cmd.Flags().BoolVar(&o.detailed, "detailed-exitcode", false, "exit with 2 if anything has drifted")
	return cmd
}

func runDrift(ctx context.Context, o *driftOptions) error {
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
	list, failed := o.detect(ctx, stacks)
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.form.value == "json" {
		err = drift.JSON(o.env.stdout, list)
	} else {
		err = drift.Text(o.env.stdout, o.text(o.env.stdout), list)
	}
	drifted := slices.ContainsFunc(list, func(s *drift.Stack) bool { return s.State == drift.Drifted })
	switch {
	case err != nil:
		return err
	case failed || len(k.unnamed) > 0:
		return errFindings
	case o.detailed && drifted:
		return errChanges
	}
	return nil
}

// detect looks for drift in the stacks, in the order of their names. What fails is
// said, and the others go on.
func (o *driftOptions) detect(ctx context.Context, stacks []*operate.Stack) (list []*drift.Stack, failed bool) {
	now := cmp.Or(o.now.Time, time.Now())
	var mu sync.Mutex
	operate.Each(ctx, o.concurrency, stacks, func(s *operate.Stack) {
		found, err := drift.Detect(ctx, s, now)
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			if ctx.Err() == nil {
				fmt.Fprintf(o.env.stderr, "smgen: %s: %s\n", output.Printable(s.Path()), output.Printable(err.Error()))
			}
			failed = true
			return
		}
		list = append(list, found)
	})
	slices.SortFunc(list, func(a, b *drift.Stack) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name))
	})
	return list, failed
}
