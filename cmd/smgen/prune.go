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

// pruneOptions are what the command takes.
type pruneOptions struct {
	removalOptions
	allow []string
	yes   bool
}

func newPruneCmd(env environment) *cobra.Command {
	o := &pruneOptions{removalOptions: removalOptions{cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}}}}
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Delete stacks that are no longer in git",
		Long: `prune looks for stacks that were deployed from this repository and that no spec of
it names any more: those with the tags ManagedBy: smgen and Repository: what the
specs say in repository. Until somebody deletes them, their schedules go on to start
jobs. It shows what goes with each, asks, and deletes them; those that import
values first.

It reads all specs of the repository, wherever it is run, and deletes nothing if one
cannot be read: its stack would look as if it were gone. Run it where git is up to
date. Stacks of other repositories, and those without the tags, are never touched.

It looks in the accounts and regions of the specs. With --account or --region it
looks in those instead, also where there are no specs any more.

Where nobody can be asked, --yes answers, and --allow delete says that it may
delete; delete:NAME says so for one stack, and the others stay. Stacks that are
protected from deletion stay, and so do those whose exports are used by others.`,
		Example: `  smgen prune
  smgen prune --account 123456789012 --region us-east-1
  smgen prune --yes --allow delete:churn-old`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runPrune(cmd.Context(), o)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.progressOptions.addFlags(cmd)
	f := cmd.Flags()
	f.Lookup("account").Usage = "look in the account `ID` instead of those of the specs; may be repeated"
	f.Lookup("region").Usage = "look in the `REGION` instead of those of the specs; may be repeated"
	f.Lookup("owner").Usage = "only stacks with the tag Owner: `OWNER`; may be repeated"
	f.StringSliceVar(&o.allow, "allow", nil, "`delete` all of them, or delete:NAME for one; may be repeated")
	f.BoolVar(&o.yes, "yes", false, "delete without asking; wants --allow")
	return cmd
}

func runPrune(ctx context.Context, o *pruneOptions) error {
	if err := o.checkAllow(); err != nil {
		return err
	}
	k, owners, err := o.everything(ctx)
	if err != nil {
		return err
	}
	repository, err := repositoryOf(k)
	if err != nil {
		return err
	}
	sessions, closing, err := o.sessions(k.found)
	if err != nil {
		return err
	}
	defer closing()
	orphans, err := o.orphans(ctx, sessions, k, repository)
	if err != nil {
		return err
	}
	if len(owners) > 0 {
		orphans = slices.DeleteFunc(orphans, func(s *operate.Stack) bool { return !slices.Contains(owners, s.Owner) })
	}
	if len(orphans) == 0 {
		fmt.Fprintf(o.env.stderr, "smgen: no stack of %s is gone from git, as far as it is in %s; --account and --region look elsewhere\n", output.Printable(repository), placeWords(o.places(k)))
		return nil
	}
	return o.prune(ctx, orphans)
}

// checkAllow refuses what --allow does not take.
func (o *pruneOptions) checkAllow() error {
	for _, word := range o.allow {
		if kind, name, named := strings.Cut(word, ":"); kind != "delete" || named && name == "" {
			return fmt.Errorf("--allow %s: want delete, or delete:NAME with the name of a stack", word)
		}
	}
	if o.yes && len(o.allow) == 0 {
		return errors.New("--yes wants --allow delete, or --allow delete:NAME for one stack")
	}
	return nil
}

// allows reports whether a stack may be deleted without asking.
func (o *pruneOptions) allows(name string) bool {
	return slices.Contains(o.allow, "delete") || slices.Contains(o.allow, "delete:"+name)
}

// prune shows what goes with the orphans, has it agreed to, and deletes them.
func (o *pruneOptions) prune(ctx context.Context, orphans []*operate.Stack) error {
	now := cmp.Or(o.now.Time, time.Now())
	all, err := o.look(ctx, orphans, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.env.stdout, "%s no longer in git:\n", are(len(all)))
	for _, r := range all {
		if err := o.show(r, now); err != nil {
			return err
		}
	}
	removals := o.without(all)
	if len(removals) == 0 {
		return &outcome{exitBlocked, "nothing can be deleted"}
	}
	if !o.yes {
		if !o.env.canAsk() {
			return errors.New("there is no terminal to ask on; read the above, and answer with --yes --allow delete")
		}
		ok, err := o.env.ask(ctx, fmt.Sprintf("Delete %s? Type yes:", plural(len(removals), "stack")), "yes")
		if err != nil || !ok {
			return orDeclined(err)
		}
	}
	return o.remove(ctx, removals, removal.Force{})
}

func are(n int) string {
	if n == 1 {
		return "1 stack is"
	}
	return fmt.Sprintf("%d stacks are", n)
}

// without leaves out what cannot or may not be deleted, and says why. What stands
// in the way of one may be another that is left out.
func (o *pruneOptions) without(all []*removal.Removal) []*removal.Removal {
	kept := slices.Clone(all)
	for left := true; left; {
		left = false
		kept = slices.DeleteFunc(kept, func(r *removal.Removal) bool {
			text := r.Obstacle(kept)
			if text == "" && o.yes && !o.allows(r.Name) {
				text = r.Name + " is not allowed to be deleted; add --allow delete:" + r.Name
			}
			if text != "" {
				fmt.Fprintln(o.env.stderr, "smgen: left out: "+output.Printable(text))
				left = true
			}
			return text != ""
		})
	}
	return kept
}
