package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/deploy/planfile"
	"github.com/smgen/smgen/internal/output"
)

type showOptions struct {
	env     environment
	form    reviewForm
	digest  string
	verbose bool
}

func newShowCmd(env environment) *cobra.Command {
	o := &showOptions{env: env, form: newReviewForm(env)}
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Print a saved plan",
		Long: `show prints a plan that smgen plan --out has saved, in any form that plan has. It
needs neither AWS nor the specs, and refuses a file that was changed after it was
written. With --digest it refuses any plan but that one: whoever can change the file
can change the digest in it.`,
		Example: `  smgen show plan.json
  smgen show plan.json --format markdown -o review.md
  smgen show plan.json --digest sha256:4f8e…`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("which plan? name the file that smgen plan --out has written")
			}
			return atMost(1)(cmd, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runShow(o, args[0], cmd.Flags().Changed)
		},
	}
	o.form.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.digest, "digest", "", "the plan has to have this `DIGEST`, sha256:…")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "say what was left out, and where AWS's answer is not what was predicted")
	return cmd
}

func runShow(o *showOptions, name string, given func(flag string) bool) error {
	if err := o.form.check(given); err != nil {
		return err
	}
	if given("digest") && !isDigest(o.digest) {
		return noDigest(o.digest)
	}
	dir, err := o.env.getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	at, err := o.env.absolute(name)
	if err != nil {
		return err
	}
	plan, err := planfile.Read(at)
	if err != nil {
		return err
	}
	if given("digest") && o.digest != plan.Digest {
		return &outcome{exitStale, fmt.Sprintf("the plan %s is another one: its digest is %s, and --digest says %s; get the one that was reviewed", filepath.ToSlash(name), plan.Digest, output.Printable(o.digest))}
	}
	of := "made outside of a git repository"
	if plan.Commit != nil {
		of = "of the commit " + plan.Commit.ID
	}
	fmt.Fprintf(o.env.stderr, "plan %s, by smgen %s, digest %s\n", output.Printable(of), output.Printable(plan.Smgen), plan.Digest)
	return o.form.writePlan(dir, plan, o.verbose)
}
