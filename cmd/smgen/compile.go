package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/scaffold"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// compileOptions are what the compiling commands have in common.
type compileOptions struct {
	env      environment
	patterns []string
	now      moment
	timeout  duration
	format   template.Format
	// withoutRules leaves out the rules and the launch proof.
	withoutRules bool
	// workers is how many stacks are compiled at a time, 0 for one for each processor.
	workers int
	// withNotes keeps the notes among the findings; otherwise untold says that
	// there were some.
	withNotes, untold bool
}

func (o *compileOptions) addFlags(cmd *cobra.Command) {
	o.timeout.Duration = 30 * time.Second
	cmd.Flags().Var(&o.now, "now", "time for checks that depend on the date, such as 2027-01-31T00:00:00Z (default the present)")
	cmd.Flags().Var(&o.timeout, "timeout", "how long the evaluation of one stack may take")
}

// found are the stacks that a command line means.
type found struct {
	// dir is the working directory.
	dir        string
	repository *source.Repository
	stacks     []string
	diags      []diag.Diagnostic
}

// find finds the repository and the stacks in it.
func (o *compileOptions) find() (*found, error) {
	dir, err := o.env.getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	repository, err := o.open(dir)
	if err != nil {
		return nil, err
	}
	patterns := o.patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	stacks, diags := repository.Find(dir, patterns)
	stale, err := scaffold.CheckSchema(repository.Dir)
	if err != nil {
		return nil, err
	}
	return &found{dir, repository, stacks, append(diags, stale...)}, nil
}

// open opens the repository of the working directory, or else the one that the
// first path lies in.
func (o *compileOptions) open(dir string) (*source.Repository, error) {
	repository, err := source.Open(dir)
	if err == nil || len(o.patterns) == 0 {
		return repository, err
	}
	path, _ := strings.CutSuffix(o.patterns[0], "...")
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if filepath.Ext(path) == ".cue" {
		path = filepath.Dir(path)
	}
	if other, otherErr := source.Open(path); otherErr == nil {
		return other, nil
	}
	return nil, err
}

// compile compiles the stacks and hands each result on. It returns what was
// found on the way.
func (o *compileOptions) compile(ctx context.Context, f *found, each func(*compile.Result) error) ([]diag.Diagnostic, error) {
	now := o.now.Time
	if now.IsZero() {
		now = time.Now()
	}
	var line *counter
	if o.env.isInteractive(o.env.stderr) {
		line = watch(o.env.stderr, "compiled", len(f.stacks))
	}
	defer line.clear()
	diags := o.kept(f.diags)
	more, err := compile.Run(ctx, compile.Options{
		Repository: f.repository, Dirs: f.stacks, Version: version(), Now: now, Format: o.format, Timeout: o.timeout.Duration, WithoutRules: o.withoutRules, Workers: o.workers,
	}, func(r *compile.Result) error {
		line.step()
		diags = append(diags, o.kept(r.Diags)...)
		return each(r)
	})
	if err != nil {
		return nil, err
	}
	return diag.Sort(append(diags, o.kept(more)...)), ctx.Err()
}

// kept are the findings that the command tells: notes are vet's, and of thousands
// of stacks there are many.
func (o *compileOptions) kept(diags []diag.Diagnostic) []diag.Diagnostic {
	if o.withNotes {
		return diags
	}
	kept := slices.DeleteFunc(slices.Clone(diags), func(d diag.Diagnostic) bool { return d.Severity == diag.Note && d.Waiver == nil })
	o.untold = o.untold || len(kept) < len(diags)
	return kept
}

// report prints the findings and a count of them to stderr. The error is
// errFindings if one of them is an error.
func (o *compileOptions) report(f *found, diags []diag.Diagnostic) error {
	r := o.newReport(f, diags)
	if err := o.print(r); err != nil {
		return err
	}
	fmt.Fprintln(o.env.stderr, r.Summary())
	if diag.HasErrors(diags) {
		return errFindings
	}
	return nil
}

// print prints the findings to stderr, for people.
func (o *compileOptions) print(r *output.Report) error {
	if err := o.text(o.env.stderr).Write(o.env.stderr, r); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	return nil
}

// newReport is the report of what was found in the stacks.
func (o *compileOptions) newReport(f *found, diags []diag.Diagnostic) *output.Report {
	root := f.repository.Dir
	return &output.Report{
		Root: root, Base: output.Worktree(root), Dir: f.dir, Version: version(), Stacks: len(f.stacks), Findings: diags, Untold: o.untold,
	}
}

// text is the form of findings for people who read w.
func (o *compileOptions) text(w io.Writer) output.Text { return o.env.text(w) }
