package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy"
	"github.com/smgen/smgen/internal/deploy/artifact"
	"github.com/smgen/smgen/internal/deploy/changeset"
	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/deploy/target"
)

type deployOptions struct {
	cloudOptions
	progressOptions
	plan, digest   string
	allow          []string
	yes, noExecute bool
	format         choice
	allowed        deploy.Allowed
}

func newDeployCmd(env environment) *cobra.Command {
	o := &deployOptions{
		cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}},
		format:       choice{textFormat, []string{textFormat, "json"}},
	}
	cmd := &cobra.Command{
		Use:   "deploy [PATH…]",
		Short: "Bring stacks in AWS to what the specs say",
		Long: `deploy makes CloudFormation bring the stacks to what the specs say, and follows it
to the end.

Without a plan it makes one, shows it as smgen plan does, and asks; --yes answers.
With --plan FILE it deploys what smgen plan --out has saved, and asks nothing: it
creates each change set anew and executes it if its digest is that of the plan.
What is no longer what was reviewed is not executed, and the difference is told.
--digest takes the digest of the plan from elsewhere, such as the approval of a
pipeline: whoever can change the file can change the digest in it.

What removes or replaces resources, broadens access, or undoes what was done by
hand has to be allowed by --allow, which takes delete, replace, iam and state, for
all stacks or each for one: delete:churn-staging. On a terminal the question does
it, too. --yes does not.

Stacks come after those whose exports they import; others are deployed at once. Run
again, deploy goes on with what is not done. The first interrupt begins no other
stack and waits for those under way; the second leaves at once.

The outputs of the stacks go to the standard output, all else to the standard
error. deploy exits with 0 when all is as the specs say, 1 on failures, 3 if
something has to be allowed, 4 if what would happen is not what was reviewed, 5 if
some stacks failed and others did not, 130 when interrupted.

A PATH is what it is to smgen vet.`,
		Example: `  smgen deploy stacks/staging/churn
  smgen deploy stacks/staging/... --yes --allow replace:churn-staging
  smgen deploy --plan plan.json --digest sha256:4f8e…
  smgen deploy --local                      without AWS`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			if o.digest == "" && cmd.Flags().Changed("digest") {
				return errors.New("--digest is empty; give the one that smgen plan has printed, sha256: and 64 digits")
			}
			if o.plan == "" && cmd.Flags().Changed("plan") {
				return errors.New("--plan names no file; give the one that smgen plan --out has written, or leave it out to plan and deploy at once")
			}
			return runDeploy(cmd.Context(), o)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.progressOptions.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.plan, "plan", "", "deploy the plan in `FILE`, written by smgen plan --out")
	f.StringVar(&o.digest, "digest", "", "the plan has to have this `DIGEST`, sha256:…")
	f.BoolVar(&o.yes, "yes", false, "deploy without asking")
	f.StringSliceVar(&o.allow, "allow", nil, "allow dangerous changes: `LIST` of delete, iam, replace and state, each alone or with a stack, as in replace:churn-staging; may be repeated")
	_ = cmd.RegisterFlagCompletionFunc("allow", cobra.FixedCompletions(deploy.DangerWords(), cobra.ShellCompDirectiveNoFileComp))
	f.BoolVar(&o.noExecute, "no-execute", false, "create the change sets, and leave them to be executed otherwise")
	o.format.addTo(cmd, "format", "form of the outputs")
	_ = cmd.RegisterFlagCompletionFunc("digest", cobra.NoFileCompletions)
	return cmd
}

func runDeploy(ctx context.Context, o *deployOptions) error {
	if err := o.checkDeploy(); err != nil {
		return err
	}
	saved, err := o.readPlan()
	if err != nil {
		return err
	}
	o.onlyErrors = o.logFormat.value == "json" // and nothing but JSON, then
	f, targets, err := o.targets(ctx)
	if err != nil {
		return err
	}
	commit, err := o.commit(f, targets)
	if err != nil {
		return err
	}
	if saved != nil {
		if targets, err = o.plannedOf(saved, targets, commit); err != nil {
			return err
		}
	}
	if err := o.knowsAllowed(targets); err != nil {
		return err
	}
	return o.deploy(ctx, f, targets, saved, commit)
}

// checkDeploy refuses flags that make no sense, before anything is done.
func (o *deployOptions) checkDeploy() (err error) {
	if o.allowed, err = deploy.ParseAllowed(o.allow); err != nil {
		return err
	}
	switch {
	case o.digest != "" && o.plan == "":
		return errors.New("--digest is that of a plan; name the plan's file with --plan")
	case o.digest != "" && !isDigest(o.digest):
		return noDigest(o.digest)
	case o.plan == "" && !o.yes && !o.noExecute && !o.env.canAsk():
		return errors.New("there is no terminal to ask on; deploy a reviewed plan with --plan, or answer with --yes")
	}
	return nil
}

// isDigest reports whether a text has the form of a plan's digest.
func isDigest(text string) bool {
	digits, ok := strings.CutPrefix(text, "sha256:")
	raw, err := hex.DecodeString(digits)
	return ok && err == nil && len(raw) == sha256.Size
}

func noDigest(text string) error {
	return fmt.Errorf("--digest %q is no digest of a plan; give the one that smgen plan has printed, sha256: and 64 digits", text)
}

// deploy brings the targets to a plan, or to one that it makes. What can only be
// planned when others are deployed has its turn then.
func (o *deployOptions) deploy(ctx context.Context, f *found, targets []*target.Target, plan *planfile.Plan, commit *planfile.Commit) error {
	sessions, closing, err := o.sessions(f)
	if err != nil {
		return err
	}
	defer closing()
	options := deploy.Options{
		Sessions: sessions, Plan: plan, Fresh: plan == nil, Commit: commit,
		Read:        artifact.FromRepository(f.repository.Dir),
		By:          func(caller string) string { return changeset.Author(caller, o.env.getenv) },
		Concurrency: o.concurrency, NoExecute: o.noExecute,
	}
	report := &deploy.Report{}
	for next := targets; len(next) > 0 && !report.Interrupted; {
		options.Targets = next
		part, err := o.carryOut(ctx, options)
		if err != nil {
			return errors.Join(o.finish(report), err)
		}
		next = part.Again()
		report.Add(part)
	}
	return o.finish(report)
}

// carryOut plans if there is no plan, asks, and carries the plan out.
func (o *deployOptions) carryOut(ctx context.Context, options deploy.Options) (report *deploy.Report, err error) {
	if options.Fresh {
		if options.Plan, options.Failed, err = o.planNow(ctx, options.Sessions, options.Targets, options.Commit); err != nil {
			return nil, err
		}
	}
	run, err := deploy.New(options)
	if err != nil {
		return nil, err
	}
	if err := o.gate(ctx, run, options); err != nil {
		return nil, err
	}
	o.env.last.set(func() string { return goesOn(run.Running()) })
	printer := o.printer(o.env, options.Targets)
	defer printer.Close()
	return run.Do(ctx, printer), nil
}
