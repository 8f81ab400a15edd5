package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options say how much is measured.
type options struct {
	stacks int
	runs   int
	// deploy is how many stacks are deployed, 0 for none.
	deploy int
	only   bool
	keep   bool
	strict bool
}

var errMissed = errors.New("a limit is missed; run it again on a machine with nothing else to do before looking for the cause")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.stacks, "n", 1000, "stacks in the comparison with cue; a tenth and five times as many are measured besides")
	flags.IntVar(&o.runs, "runs", 5, "how often each command runs; figures are medians")
	flags.IntVar(&o.deploy, "deploy", 1000, "stacks that are deployed, which takes a second and a half each; 0 for none")
	flags.BoolVar(&o.only, "only-deploy", false, "leave out everything but the deployment")
	flags.BoolVar(&o.keep, "keep", false, "keep the generated specs and say where they are")
	flags.BoolVar(&o.strict, "strict", false, "fail if a limit is missed")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case o.stacks < 10 || o.runs < 1 || o.deploy < 0:
		return fmt.Errorf("-n %d -runs %d -deploy %d: want at least 10 stacks and 1 run, and no negative number", o.stacks, o.runs, o.deploy)
	}
	dir, err := os.MkdirTemp("", "smgen-bench-")
	if err != nil {
		return fmt.Errorf("create a directory for the specs: %w", err)
	}
	if o.keep {
		fmt.Fprintln(stderr, "specs are kept in", dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	cores := runtime.NumCPU()
	lines, err := measure(ctx, o, dir, cores, stderr)
	if err != nil {
		return err
	}
	if err := printTable(stdout, o.runs, cores, lines); err != nil {
		return err
	}
	if o.strict && missed(lines) {
		return errMissed
	}
	return nil
}

// measure returns the comparisons that the options ask for.
func measure(ctx context.Context, o options, dir string, cores int, progress io.Writer) ([]line, error) {
	commands, err := build(ctx)
	if err != nil {
		return nil, err
	}
	b := &bench{ctx: ctx, dir: dir, commands: commands}
	var lines []line
	if !o.only {
		m, err := b.measureAll(o, progress)
		if err != nil {
			return nil, err
		}
		lines = m.lines(cores)
	}
	if o.deploy > 0 {
		// A directory of its own: its specs have no past.
		b.dir = filepath.Join(dir, "deploy")
		d, err := b.measureDeploy(o.deploy, progress)
		if err != nil {
			return nil, err
		}
		lines = append(lines, d.lines()...)
	}
	return lines, nil
}
