package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/events"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/progress"
)

// eventsOptions are what the command takes.
type eventsOptions struct {
	cloudOptions
	form   choice
	follow bool
}

func newEventsCmd(env environment) *cobra.Command {
	o := &eventsOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		form:         choice{"text", []string{"text", "json"}},
	}
	cmd := &cobra.Command{
		Use:   "events [PATH…]",
		Short: "Show what CloudFormation did to stacks",
		Long: `events prints the events of the last operation on each stack, oldest first, with
CloudFormation's reasons in full: what was created, changed and deleted, and what
failed. An operation is a deployment, a rollback or a deletion, whoever asked for it.

With -f it follows the operation that is under way until it ends; where none is, it
waits for the next one. Of several stacks it follows those at which one is under
way.

` + pathHelp,
		Example: `  smgen events stacks/staging/churn
  smgen events -f stacks/staging/churn
  smgen events --log-format json | jq -r 'select(.status | test("FAILED")) | .reason'`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runEvents(cmd.Context(), o)
		},
	}
	o.addFlags(cmd)
	o.form.addTo(cmd, "log-format", "form of the events")
	cmd.Flags().BoolVarP(&o.follow, "follow", "f", false, "follow until the operation ends")
	return cmd
}

func runEvents(ctx context.Context, o *eventsOptions) error {
	k, err := o.sure(ctx)
	if err != nil {
		return err
	}
	stacks, closing, err := o.live(ctx, k)
	if err != nil {
		return err
	}
	defer closing()
	var printer progress.Printer = progress.NewPlain(o.env.stdout, hasTwins(stacks))
	if o.form.value == "json" {
		printer = progress.NewJSON(o.env.stdout)
	}
	defer printer.Close()
	if o.follow {
		return o.followAll(ctx, stacks, printer)
	}
	return o.printLast(ctx, stacks, printer)
}

// hasTwins reports whether two stacks have one name, in different places.
func hasTwins(stacks []*operate.Stack) bool {
	seen := map[string]bool{}
	return slices.ContainsFunc(stacks, func(s *operate.Stack) bool {
		twin := seen[s.Name]
		seen[s.Name] = true
		return twin
	})
}

// printLast prints the last operations, one stack after the other.
func (o *eventsOptions) printLast(ctx context.Context, stacks []*operate.Stack, printer progress.Printer) error {
	for _, s := range stacks {
		if s.Live == nil {
			fmt.Fprintf(o.env.stderr, "smgen: %s is not deployed; smgen deploy %s creates it\n", output.Printable(s.Name), output.Printable(s.Path()))
			continue
		}
		last, err := events.Last(ctx, s)
		if err != nil {
			return err
		}
		for _, e := range last.Events {
			printer.Print(e)
		}
		o.sum(s, s.Status())
	}
	return nil
}

// sum says how a stack stands, if that is not well.
func (o *eventsOptions) sum(s *operate.Stack, status string) {
	standing := operate.StandingOf(status)
	if standing.Phase == operate.Deployed {
		return
	}
	text := fmt.Sprintf("%s is %s: %s", s.Name, status, standing.Long)
	switch {
	case standing.Phase == operate.UnderWay:
		text += "; follow it with smgen events -f " + s.Path()
	case standing.Next != "" && standing.Next != "events":
		text += "; next: smgen " + standing.Next + " " + s.Path()
	}
	fmt.Fprintln(o.env.stderr, "smgen: "+output.Printable(text))
}

// followAll follows the stacks at which something is under way, or else all until
// something was.
func (o *eventsOptions) followAll(ctx context.Context, stacks []*operate.Stack, printer progress.Printer) error {
	isBusy := func(s *operate.Stack) bool { return operate.StandingOf(s.Status()).Phase == operate.UnderWay }
	if slices.ContainsFunc(stacks, isBusy) {
		stacks = slices.DeleteFunc(stacks, func(s *operate.Stack) bool { return !isBusy(s) })
	}
	var (
		mu     sync.Mutex
		failed error
	)
	operate.Each(ctx, len(stacks), stacks, func(s *operate.Stack) {
		end, err := events.Follow(ctx, s, printer.Print)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err != nil && !errors.Is(err, context.Canceled):
			failed = err
		case err == nil:
			ended := progress.Event{Time: time.Now(), Kind: progress.StackEnds, Stack: s.Name, Account: s.Account, Region: s.Region, Dir: s.Dir, Status: end.Status}
			printer.Print(ended)
			o.sum(s, end.Status)
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	return failed
}
