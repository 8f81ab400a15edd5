package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/recovery"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/output"
)

// rollbackOptions are what the command takes.
type rollbackOptions struct {
	cloudOptions
	progressOptions
	skip []string
	yes  bool
}

func newRollbackCmd(env environment) *cobra.Command {
	o := &rollbackOptions{cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}}}
	cmd := &cobra.Command{
		Use:   "rollback PATH",
		Short: "Get a stack out of a state in which nothing can be deployed",
		Long: `rollback looks at what state CloudFormation has left a stack in, says what it would
do about it and why, asks, and follows it to the end:

  UPDATE_ROLLBACK_FAILED    the rollback goes on from where it failed
  UPDATE_FAILED             what the update did is taken back
  UPDATE_IN_PROGRESS        the update is canceled, and rolled back; it says whose it is
  ROLLBACK_COMPLETE,
  ROLLBACK_FAILED           the stack is deleted, so that it can be created again
  CREATE_FAILED             what was created is deleted, and the stack with it
  REVIEW_IN_PROGRESS        the empty stack is deleted

A stack whose last deployment succeeded needs none of it. To go back to what it was
before, revert the commit in git, and deploy.

--skip RESOURCE leaves a resource of an UPDATE_ROLLBACK_FAILED stack as it is.
CloudFormation then takes it for rolled back without looking: what it is and what
its template says may differ, and the next update may fail on it. Repair it by hand
first if you can; if not, skip it, make it what the template says, and look for what
is left with smgen drift.

The PATH is a stack's directory. Mistakes in its spec do not stand in the way.`,
		Example: `  smgen rollback stacks/staging/churn
  smgen rollback stacks/staging/churn --skip NightlySchedule
  smgen rollback stacks/staging/churn --yes`,
		Args:              onePath,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runRollback(cmd.Context(), o)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.progressOptions.addFlags(cmd)
	cmd.Flags().StringSliceVar(&o.skip, "skip", nil, "leave the `RESOURCE`, by its logical ID, as it is; may be repeated")
	cmd.Flags().BoolVar(&o.yes, "yes", false, "do it without asking")
	return cmd
}

// onePath demands one argument.
func onePath(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("want one PATH, such as stacks/staging/churn, and got %d", len(args))
	}
	return nil
}

func runRollback(ctx context.Context, o *rollbackOptions) error {
	k, err := o.sure(ctx)
	if err != nil {
		return err
	}
	if len(k.targets) != 1 {
		return fmt.Errorf("%s means %s; name the directory of one", output.Printable(o.patterns[0]), plural(len(k.targets), "stack"))
	}
	stacks, closing, err := o.live(ctx, k)
	if err != nil {
		return err
	}
	defer closing()
	if err := refuseStrangers(stacks); err != nil {
		return err
	}
	return o.recover(ctx, stacks[0])
}

// recover chooses the way out, has it agreed to and goes it.
func (o *rollbackOptions) recover(ctx context.Context, s *operate.Stack) error {
	c := recovery.Choose(s.Status(), s.Path())
	if c.Act == recovery.None {
		if len(o.skip) > 0 {
			return errors.New(recovery.CheckSkip(c, &recovery.Facts{}, o.skip))
		}
		return fmt.Errorf("%s: %s; %s", output.Printable(s.Name), c.Why, c.Does)
	}
	facts, err := recovery.Look(ctx, s, c)
	if err != nil {
		return err
	}
	if text := recovery.CheckSkip(c, facts, o.skip); text != "" {
		return errors.New(output.Printable(text))
	}
	if err := o.show(s, c, facts); err != nil {
		return err
	}
	if s.Live.Protected && c.Act != recovery.Continue && c.Act != recovery.Cancel && s.Status() != "UPDATE_FAILED" {
		return &outcome{exitBlocked, output.Printable(fmt.Sprintf("%s is protected from deletion; switch that off first: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name %[1]s --region %s", s.Name, s.Region))}
	}
	if !o.yes {
		if !o.env.canAsk() {
			return errors.New("there is no terminal to ask on; read the above, and answer with --yes")
		}
		if ok, err := o.env.ask(ctx, "Do it? Type yes:", "yes"); err != nil || !ok {
			return orDeclined(err)
		}
	}
	return o.run(ctx, s, c)
}

// orDeclined is the error of a question, or of the answer no.
func orDeclined(err error) error {
	if err != nil {
		return err
	}
	return errors.New("nothing was done")
}

// show says what is the matter and what is done about it.
func (o *rollbackOptions) show(s *operate.Stack, c recovery.Choice, f *recovery.Facts) error {
	var text strings.Builder
	t := o.text(o.env.stdout)
	line := func(indent, words string) {
		text.WriteString(t.Wrap(indent, len(indent), output.Printable(words), indent+"  "))
	}
	text.WriteString(t.Bold(output.Printable(s.Name)) + " in " + s.Account + ", " + output.Printable(s.Region) + " is " + s.Status() + "\n")
	line("  ", c.Why)
	if s.Live.Reason != "" {
		line("  ", "CloudFormation says: "+s.Live.Reason)
	}
	if f.By != "" {
		line("  ", "it is deployed by "+f.By)
	}
	for _, set := range f.Waiting {
		line("  ", "change set "+set)
	}
	for _, r := range f.Resources {
		line("    ", r.Words())
	}
	line("  ", "what is done: "+c.Does)
	if len(o.skip) > 0 {
		line("  ", strings.Join(o.skip, ", ")+" stay as they are: CloudFormation takes them for rolled back without looking, and what they are may differ from what the template says; look with smgen drift "+s.Path())
	}
	_, err := fmt.Fprint(o.env.stdout, text.String())
	return err
}

// run does what was chosen.
func (o *rollbackOptions) run(ctx context.Context, s *operate.Stack, c recovery.Choice) error {
	printer := o.printer(o.env, []*target.Target{s.Target})
	defer printer.Close()
	running := &underWay{stacks: map[string]bool{s.Name: true}}
	defer running.watch(ctx, o.env, printer)()
	status, err := recovery.Run(ctx, s, c, o.skip, printer.Print)
	printer.Close()
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return fmt.Errorf("%s: %s", output.Printable(s.Name), output.Printable(err.Error()))
	}
	next := "correct the spec, and deploy: smgen deploy " + s.Path()
	if status == "DELETE_COMPLETE" {
		next = "smgen deploy " + s.Path() + " creates it again"
	}
	fmt.Fprintln(o.env.stderr, "smgen: "+output.Printable(fmt.Sprintf("%s: %s; %s", s.Name, operate.StandingOf(status).Long, next)))
	return nil
}
