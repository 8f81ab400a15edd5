package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/operate"
	"github.com/smgen/smgen/internal/deploy/operate/removal"
	"github.com/smgen/smgen/internal/output"
)

// destroyOptions are what the command takes.
type destroyOptions struct {
	removalOptions
	confirm []string
	force   removal.Force
	yes     bool
}

func newDestroyCmd(env environment) *cobra.Command {
	o := &destroyOptions{removalOptions: removalOptions{cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}}}}
	cmd := &cobra.Command{
		Use:   "destroy PATH…",
		Short: "Delete stacks, with what is in them",
		Long: `destroy shows what goes with the stacks: which schedules stop, which data is lost,
what stays behind. Then it asks for the name of each stack, and deletes it. Where
nobody can be asked, --confirm says the name, once for each stack; there is no
other way to answer.

Stacks that import values go before those that export them. A stack that is
protected from deletion, or whose exports are used elsewhere, is refused, and so is
one that these specs did not deploy.

The specs stay: the next deploy would create the stack again. To be rid of it, delete
its directory from git first, and use smgen prune, or destroy it and delete it then.

Where a deletion has failed (DELETE_FAILED), destroy tries again. For such a stack
alone, CloudFormation can leave resources behind: those that --retain names, or with
--force all that cannot be deleted. They stay, and cost what they cost.

destroy exits with 0 when all is deleted, 1 on failures, 3 if a stack must not be
deleted, 5 if some were deleted and others were not, 130 when interrupted.

A PATH is a stack's directory, or a tree such as stacks/staging/...`,
		Example: `  smgen destroy stacks/staging/churn
  smgen destroy stacks/staging/churn --confirm churn-staging
  smgen destroy stacks/staging/churn --retain Archive`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("want the PATH of a stack, such as stacks/staging/churn")
			}
			return nil
		},
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runDestroy(cmd.Context(), o)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.progressOptions.addFlags(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.confirm, "confirm", nil, "delete the stack `NAME` without asking; once for each stack")
	f.StringSliceVar(&o.force.Retain, "retain", nil, "leave the `RESOURCE`, by its logical ID, behind; for a stack that is DELETE_FAILED")
	f.BoolVar(&o.force.All, "force", false, "leave behind what cannot be deleted; for a stack that is DELETE_FAILED")
	f.BoolVar(&o.yes, "yes", false, "is not enough: --confirm has to name the stack")
	return cmd
}

func runDestroy(ctx context.Context, o *destroyOptions) error {
	k, err := o.sure(ctx)
	if err != nil {
		return err
	}
	stacks, closing, err := o.live(ctx, k)
	if err != nil {
		return err
	}
	defer closing()
	stacks = slices.DeleteFunc(stacks, func(s *operate.Stack) bool {
		if s.Live == nil {
			fmt.Fprintf(o.env.stderr, "smgen: %s is not deployed\n", output.Printable(s.Name))
		}
		return s.Live == nil
	})
	if len(stacks) == 0 {
		return nil
	}
	if err := refuseStrangers(stacks); err != nil {
		return err
	}
	return o.destroy(ctx, stacks)
}

// destroy shows what is lost, has it agreed to, and deletes the stacks.
func (o *destroyOptions) destroy(ctx context.Context, stacks []*operate.Stack) error {
	now := cmp.Or(o.now.Time, time.Now())
	removals, err := o.look(ctx, stacks, now)
	if err != nil {
		return err
	}
	if err := o.checkForce(removals); err != nil {
		return err
	}
	for _, r := range removals {
		if err := o.show(r, now); err != nil {
			return err
		}
	}
	var blocked []string
	for _, r := range removals {
		if text := r.Obstacle(removals); text != "" {
			blocked = append(blocked, output.Printable(text))
		}
	}
	if len(blocked) > 0 {
		return &outcome{exitBlocked, strings.Join(blocked, "\nsmgen: ")}
	}
	if err := o.agree(ctx, removals); err != nil {
		return err
	}
	if err := o.remove(ctx, removals, o.force); err != nil {
		return err
	}
	fmt.Fprintln(o.env.stderr, "smgen: the specs are still there: delete them from git, or the next smgen deploy creates the stacks again")
	return nil
}

// checkForce refuses to leave something behind where CloudFormation does.
func (o *destroyOptions) checkForce(removals []*removal.Removal) error {
	if !o.force.All && len(o.force.Retain) == 0 {
		return nil
	}
	if o.force.All && len(o.force.Retain) > 0 {
		return errors.New("--force leaves behind whatever cannot be deleted; leave --retain out")
	}
	if len(removals) > 1 {
		return errors.New("--retain and --force are for one stack; name its directory")
	}
	return removals[0].CheckForce(o.force)
}

// agree has somebody say the name of each stack.
func (o *destroyOptions) agree(ctx context.Context, removals []*removal.Removal) error {
	for _, name := range o.confirm {
		if !slices.ContainsFunc(removals, func(r *removal.Removal) bool { return r.Name == name }) {
			return fmt.Errorf("--confirm names %q, and no stack of that name would be deleted", name)
		}
	}
	for i, r := range removals {
		if twin := slices.IndexFunc(removals, func(other *removal.Removal) bool { return other.Name == r.Name }); twin < i {
			return fmt.Errorf("%s is the name of a stack in %s %s and in %s %s; delete one at a time, with --account or --region", output.Printable(r.Name), removals[twin].Account, removals[twin].Region, r.Account, r.Region)
		}
		if slices.Contains(o.confirm, r.Name) {
			continue
		}
		name := output.Printable(r.Name)
		if !o.env.canAsk() {
			if o.yes {
				return fmt.Errorf("--yes is not enough to delete a stack: say which, with --confirm %s", name)
			}
			return fmt.Errorf("there is no terminal to ask on; to delete the stack, say its name with --confirm %s", name)
		}
		ok, err := o.env.ask(ctx, "Type the name of the stack to delete it, "+name+":", r.Name)
		if err != nil || !ok {
			return orDeclined(err)
		}
	}
	return nil
}
