package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/review"
)

type diffOptions struct {
	compileOptions
	base, from, to, rendered string
	environment              string
	changed, list, exitCode  bool
	form                     reviewForm
}

func newDiffCmd(env environment) *cobra.Command {
	o := &diffOptions{compileOptions: compileOptions{env: env, withoutRules: true}, form: newReviewForm(env)}
	cmd := &cobra.Command{
		Use:   "diff [PATH…]",
		Short: "Show what a change would do to the stacks",
		Long: `diff compares the stacks of a commit, the base, with the specs as they are now,
and says what deploying the difference would do: to the jobs, in the words of the
specs; to who may do what; and to each resource, as a change set would. Nothing
is asked of AWS, so that all of it is predicted, and neither the checkout nor the
network is used.

The base is --base REV, or else where the branch left the target branch of the
pull request, or the default branch. Of the base count the templates that are
committed in rendered/, and where there are none what its specs compile to.

--from and --to compare two directories of templates, or two template files,
instead: any CloudFormation templates, whoever wrote them.

--changed compiles those stacks alone whose files, or what they inherit and
import, differ from the base; --list prints their directories, and no more.

The report goes to the standard output, or to a FILE with -o, all of it or
nothing: text for people, markdown for a comment, at most 60,000 bytes of it, json
for programs. github is the markdown, which is also added to the summary of the
step (GITHUB_STEP_SUMMARY), with the outputs has-changes, destructive,
iam-broadened and changed-stacks (GITHUB_OUTPUT). gitlab is the file of a terraform
report. diff exits with 0 whatever changes, and with --detailed-exitcode with 2 if
something does; with 1 if specs have mistakes.

A PATH is what it is to smgen vet.`,
		Example: `  smgen diff
  smgen diff stacks/prod/... --base origin/main
  smgen diff --changed --list
  smgen diff --format markdown -o review.md
  smgen diff --from old/template.json --to new/template.json`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runDiff(cmd.Context(), o, cmd.Flags().Changed)
		},
	}
	o.addFlags(cmd)
	f := cmd.Flags()
	f.Lookup("now").Usage = "time from which next runs are counted, such as 2027-01-31T00:00:00Z (default the present)"
	f.StringVar(&o.base, "base", "", "compare with the commit `REV`: a branch, a tag or an ID")
	f.StringVar(&o.from, "from", "", "compare the templates in `PATH`, a directory or a file, instead of a commit")
	f.StringVar(&o.to, "to", "", "with the templates in `PATH`, a directory or a file")
	f.StringVar(&o.rendered, "rendered", "rendered", "where the base has its rendered templates, a `DIR` in the repository of specs")
	f.StringVar(&o.environment, "environment", "", "`NAME` of the environment by which a comment is found again (default that of the stacks, or all)")
	f.BoolVar(&o.changed, "changed", false, "look only at stacks whose inputs differ from the base")
	f.BoolVar(&o.list, "list", false, "print the directories of the stacks whose inputs differ, and nothing else")
	f.BoolVar(&o.exitCode, "detailed-exitcode", false, "exit with 2 if something changes")
	o.form.addFlags(cmd)
	return cmd
}

func runDiff(ctx context.Context, o *diffOptions, given func(flag string) bool) error {
	if err := o.check(given); err != nil {
		return err
	}
	if o.now.IsZero() {
		o.now.Time = time.Now().UTC().Truncate(time.Second)
	}
	dir, err := o.env.getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	if given("from") {
		r, err := o.compareFiles(dir)
		if err != nil {
			return err
		}
		return o.tell(dir, r, nil)
	}
	c, err := o.openComparison()
	if err != nil {
		return err
	}
	if len(c.found.stacks) == 0 && diag.HasErrors(c.found.diags) {
		return o.report(c.found, c.found.diags)
	}
	if o.list {
		return o.printList(c)
	}
	r, diags, err := c.review(ctx)
	if err != nil {
		return err
	}
	return o.tell(dir, r, func() error { return o.reportErrors(c.found, diags) })
}

// check refuses flags that contradict each other.
func (o *diffOptions) check(given func(string) bool) error {
	files := given("from") || given("to")
	other := slices.IndexFunc([]string{"base", "changed", "list", "rendered"}, given)
	switch {
	case files && (o.from == "" || o.to == ""):
		return errors.New("--from and --to go together; give both a directory of templates, or both a file")
	case files && len(o.patterns) > 0:
		return fmt.Errorf("--from and --to compare templates, and %s is a path of specs; leave one of them out", o.patterns[0])
	case files && other >= 0:
		return fmt.Errorf("--from and --to compare without git; leave out --%s", []string{"base", "changed", "list", "rendered"}[other])
	case given("base") && o.base == "":
		return errors.New("--base names no commit; give one, such as --base origin/main, or leave it out")
	case !filepath.IsLocal(filepath.FromSlash(o.rendered)):
		return fmt.Errorf("--rendered %s lies outside of the repository of specs; name a directory in it, such as rendered", o.rendered)
	}
	return o.form.check(given)
}

// tell writes the report, and then what else there is to say, and decides on the
// exit code.
func (o *diffOptions) tell(dir string, r *review.Review, report func() error) error {
	if err := o.form.write(dir, r); err != nil {
		return err
	}
	if report != nil {
		if err := report(); err != nil {
			return err
		}
	}
	if o.exitCode && len(r.Stacks) > 0 {
		return errChanges
	}
	return nil
}

func (o *diffOptions) printList(c *comparison) error {
	for _, dir := range c.affected() {
		if _, err := fmt.Fprintln(o.env.stdout, dir); err != nil {
			return fmt.Errorf("print the list: %w", err)
		}
	}
	return nil
}
