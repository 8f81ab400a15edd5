package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
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
	flags.BoolVar(&o.keep, "keep", false, "keep the generated specs and say where they are")
	flags.BoolVar(&o.strict, "strict", false, "fail if a limit is missed")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case o.stacks < 10 || o.runs < 1:
		return fmt.Errorf("-n %d -runs %d: want at least 10 stacks and 1 run", o.stacks, o.runs)
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
	m, err := measureAll(ctx, o, dir, stderr)
	if err != nil {
		return err
	}
	cores := runtime.NumCPU()
	lines := m.lines(cores)
	if err := printTable(stdout, o.runs, cores, lines); err != nil {
		return err
	}
	if o.strict && missed(lines) {
		return errMissed
	}
	return nil
}
