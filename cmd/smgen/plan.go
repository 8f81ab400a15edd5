package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/planfile"
)

type planOptions struct {
	cloudOptions
	form              reviewForm
	environment, out  string
	exitCode, verbose bool
}

func newPlanCmd(env environment) *cobra.Command {
	o := &planOptions{cloudOptions: cloudOptions{compileOptions: compileOptions{env: env}, onlyErrors: true}, form: newReviewForm(env)}
	cmd := &cobra.Command{
		Use:   "plan [PATH…]",
		Short: "Ask AWS what deploying the stacks would do",
		Long: `plan asks CloudFormation what bringing the stacks to what the specs say would do,
and shows it as smgen diff does: the jobs in the words of the specs, who may do
what, and each resource. What it says of resources is AWS's answer, from a change
set that is deleted again. For a stack that is not there yet it is predicted, so
that planning creates none.

What AWS announces and does not do, such as a new ARN of a role that stays where it
is, is left out; -v counts it, and says where AWS's answer is not what was
predicted.

--out FILE saves the plan for smgen deploy --plan and smgen show. The file is for its
owner alone, and secrets are concealed in it. Its digest is printed; whoever compares
it with the one that was reviewed knows that the plan is the same. If some stacks
cannot be planned, no plan is saved.

The report goes to the standard output, or to a FILE with -o; its forms are those of
smgen diff, and github has the output plan-digest as well. plan exits with 0 whatever
changes, and with --detailed-exitcode with 2 if something does; with 1 if nothing
could be planned, 5 if some stacks could not.

A PATH is what it is to smgen vet.`,
		Example: `  smgen plan stacks/staging/...
  smgen plan --out plan.json --format markdown -o review.md
  smgen plan --account 123456789012 --detailed-exitcode
  smgen plan --local                        without AWS`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runPlan(cmd.Context(), o, cmd.Flags().Changed)
		},
	}
	o.cloudOptions.addFlags(cmd)
	o.form.addFlags(cmd)
	f := cmd.Flags()
	f.Lookup("now").Usage = "time from which next runs are counted, such as 2027-01-31T00:00:00Z (default the present)"
	f.StringVar(&o.out, "out", "", "save the plan to `FILE`")
	f.StringVar(&o.environment, "environment", "", "`NAME` of the environment by which a comment is found again (default that of the stacks, or all)")
	f.BoolVar(&o.exitCode, "detailed-exitcode", false, "exit with 2 if something changes")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "say what was left out, and where AWS's answer is not what was predicted")
	return cmd
}

func runPlan(ctx context.Context, o *planOptions, given func(flag string) bool) error {
	if err := o.checkPlan(given); err != nil {
		return err
	}
	f, targets, err := o.targets(ctx)
	if err != nil {
		return err
	}
	commit, err := o.commit(f, targets)
	if err != nil {
		return err
	}
	sessions, closing, err := o.sessions(f)
	if err != nil {
		return err
	}
	defer closing()
	plan, err := o.makePlan(ctx, f, sessions, targets, commit)
	if err != nil {
		return err
	}
	if o.environment != "" {
		plan.Review.Environment = o.environment
	}
	if err := o.save(plan); err != nil {
		return err
	}
	if err := o.form.writePlan(f.dir, plan, o.verbose); err != nil {
		return err
	}
	if o.exitCode && plan.Changing() > 0 {
		return errChanges
	}
	return nil
}

// checkPlan refuses flags that make no sense, before anything is done.
func (o *planOptions) checkPlan(given func(string) bool) error {
	if given("out") && o.out == "" {
		return errors.New("--out names no file; give one, such as --out plan.json")
	}
	return o.form.check(given)
}

// save saves the plan where that was asked for, and tells its digest.
func (o *planOptions) save(plan *planfile.Plan) error {
	if o.out == "" {
		return nil
	}
	name, err := o.env.absolute(o.out)
	if err != nil {
		return err
	}
	if err := plan.Save(name); err != nil {
		return err
	}
	fmt.Fprintf(o.env.stderr, "saved %s, digest %s\n", filepath.ToSlash(o.out), plan.Digest)
	return nil
}

// writePlan writes the review of a plan.
func (o *reviewForm) writePlan(dir string, plan *planfile.Plan, verbose bool) error {
	r := plan.Review
	if verbose {
		r = plan.InFull()
	}
	o.digest = plan.Digest
	return o.write(dir, r)
}

// showPlan shows a plan that was just made, before it is carried out.
func (o *cloudOptions) showPlan(plan *planfile.Plan) error {
	form := newReviewForm(o.env)
	form.stream = o.env.stderr
	return form.writePlan("", plan, false)
}
