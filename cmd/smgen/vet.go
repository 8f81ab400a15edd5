package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/policy"
)

type vetOptions struct {
	compileOptions
	format, failOn choice
	// file takes the report; empty for the format's own stream, - for stdout.
	file string
}

// textFormat is the format of a report that nobody asked for another one of.
const textFormat = "text"

func newVetCmd(env environment) *cobra.Command {
	o := &vetOptions{compileOptions: compileOptions{env: env, withNotes: true}, format: choice{textFormat, nil}}
	for _, f := range output.Formats(output.Text{}) {
		o.format.allowed = append(o.format.allowed, f.Name)
	}
	o.failOn = choice{diag.Error.String(), nil}
	for _, s := range severities() {
		o.failOn.allowed = append(o.failOn.allowed, s.String())
	}
	cmd := &cobra.Command{
		Use:   "vet [PATH…]",
		Short: "Check specs",
		Long: `vet checks specs as render would, and writes no templates. All mistakes of all
stacks are reported in one run, and it exits with 1 if there are any; warnings
and notes alone leave the exit code at 0, unless --fail-on says otherwise.

It holds specs to the rules, which smgen rules lists and explains. Of a stack
without mistakes it proves each launch: that the trigger may start its target, that
the request is one that SageMaker takes, and that the roles allow every step.

A PATH is a stack's directory, a tree such as stacks/..., or a spec file; a file
that stacks inherit means all of them. Without a PATH it is the tree at the
working directory.

Text for people goes to the standard error. The other formats go to the standard
output: markdown for a comment or a summary, json for programs, github for the
log of a workflow, gitlab and sarif for a file. With -o FILE the report is
written to a file, all of it or nothing, and the text is printed all the same.`,
		Example: `  smgen vet
  smgen vet stacks/prod/...
  smgen vet stacks/prod/defaults.cue
  smgen vet --fail-on warning --format sarif -o smgen.sarif
  smgen vet --now 2027-01-31T00:00:00Z stacks/staging/churn`,
		ValidArgsFunction: directories,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.patterns = args
			return runVet(cmd.Context(), o, cmd.Flags().Changed("output"))
		},
	}
	o.addFlags(cmd)
	cmd.Flags().BoolVar(&o.withoutRules, "no-rules", false, "check the text of the specs and their requests alone, without rules and launch proof")
	o.format.addTo(cmd, "format", "form of the report")
	o.failOn.addTo(cmd, "fail-on", "exit with 1 for findings as bad as this")
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write the report to `FILE`, - for the standard output")
	return cmd
}

func severities() []diag.Severity { return []diag.Severity{diag.Error, diag.Warning, diag.Note} }

func runVet(ctx context.Context, o *vetOptions, toFile bool) error {
	if toFile && o.file == "" {
		return errors.New("-o names no file; give one, such as -o smgen.sarif, or - for the standard output")
	}
	f, err := o.find()
	if err != nil {
		return err
	}
	out, err := o.destination(f)
	if err != nil {
		return err
	}
	defer out.discard()
	diags, err := o.compile(ctx, f, func(*compile.Result) error { return nil })
	if err != nil {
		return err
	}
	r := o.newReport(f, diags)
	r.Rules = policy.Rules()
	if err := o.write(out, r); err != nil {
		return err
	}
	if out.name != "" && o.format.value != textFormat {
		// The log of a pipeline that fails has to say why.
		if err := o.print(r); err != nil {
			return err
		}
	}
	fmt.Fprintln(o.env.stderr, r.Summary())
	if diag.Reaches(r.Findings, severities()[slices.Index(o.failOn.allowed, o.failOn.value)]) {
		return errFindings
	}
	return nil
}

// write writes the report in the format that was asked for.
func (o *vetOptions) write(out *destination, r *output.Report) error {
	var text output.Text
	if out.file == nil {
		text = o.text(out.Writer)
	}
	for _, f := range output.Formats(text) {
		if f.Name == o.format.value {
			if err := f.Write(out, r); err != nil {
				return fmt.Errorf("write the report: %w", err)
			}
		}
	}
	return out.commit()
}

// destination opens what takes the report, before there is one: that it cannot
// be written is better known before the work than after it.
func (o *vetOptions) destination(f *found) (*destination, error) {
	switch {
	case o.file == "-", o.file == "" && o.format.value != textFormat:
		return &destination{Writer: o.env.stdout}, nil
	case o.file == "":
		return &destination{Writer: o.env.stderr}, nil
	case !filepath.IsAbs(o.file):
		return createDestination(o.file, filepath.Join(f.dir, o.file))
	}
	return createDestination(o.file, o.file)
}
