package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// compileOptions are what the compiling commands have in common.
type compileOptions struct {
	env      environment
	patterns []string
	now      string
	timeout  time.Duration
	format   template.Format
}

func (o *compileOptions) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.now, "now", "", "time for checks that depend on the date, such as 2027-01-31T00:00:00Z (default the present)")
	cmd.Flags().DurationVar(&o.timeout, "timeout", 30*time.Second, "how long the evaluation of one stack may take")
}

// compiled is what came of a run.
type compiled struct {
	repository *source.Repository
	stacks     int
	diags      []diag.Diagnostic
}

// compile finds the stacks and compiles them, handing each result on.
func (o *compileOptions) compile(ctx context.Context, each func(*compile.Result) error) (*compiled, error) {
	now, err := o.time()
	if err != nil {
		return nil, err
	}
	dir, err := o.env.getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	repository, err := source.Open(dir)
	if err != nil {
		return nil, err
	}
	patterns := o.patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	dirs, diags := repository.Find(dir, patterns)
	c := &compiled{repository: repository, stacks: len(dirs), diags: diags}
	more, err := compile.Run(ctx, compile.Options{
		Repository: repository, Dirs: dirs, Version: version(), Now: now, Format: o.format, Timeout: o.timeout,
	}, func(r *compile.Result) error {
		c.diags = append(c.diags, r.Diags...)
		if each == nil {
			return nil
		}
		return each(r)
	})
	if err != nil {
		return nil, err
	}
	c.diags = diag.Sort(append(c.diags, more...))
	return c, nil
}

func (o *compileOptions) time() (time.Time, error) {
	if o.now == "" {
		return time.Now(), nil
	}
	now, err := time.Parse(time.RFC3339, o.now)
	if err != nil {
		return now, fmt.Errorf("--now %q is no time; write it like 2027-01-31T00:00:00Z", o.now)
	}
	return now, nil
}

// report prints the findings and a count of them to stderr. The error is
// errFindings if one of them is an error.
func (o *compileOptions) report(c *compiled, verb string) error {
	dir, err := o.env.getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	text := output.Text{Root: c.repository.Dir, Dir: dir, Color: o.env.useColor(o.env.stderr)}
	if err := text.Print(o.env.stderr, c.diags); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	counts := map[diag.Severity]int{}
	for _, d := range c.diags {
		counts[d.Severity]++
	}
	fmt.Fprintf(o.env.stderr, "%s %s: %s, %s, %s\n", verb, plural(c.stacks, "stack"),
		plural(counts[diag.Error], "error"), plural(counts[diag.Warning], "warning"), plural(counts[diag.Note], "note"))
	if counts[diag.Error] > 0 {
		return errFindings
	}
	return nil
}
