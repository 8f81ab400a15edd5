package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// options says what is judged. Paths are relative to the repository's root, where
// the command runs.
type options struct {
	templates  globs
	cueDirs    globs
	broken     string
	exceptions string
}

// globs is a flag that may be repeated.
type globs []string

// String joins the values, as package flag wants it.
func (g *globs) String() string { return strings.Join(*g, " ") }

// Set adds a value.
func (g *globs) Set(value string) error {
	*g = append(*g, value)
	return nil
}

var errRejected = errors.New("the judges disagree with the repository; mend what they found, or list it in exceptions.json with a reason")

func run(ctx context.Context, args []string, stdout io.Writer) error {
	var o options
	flags := flag.NewFlagSet("oracle", flag.ContinueOnError)
	flags.Var(&o.templates, "templates", "glob of templates to judge; ** stands for any folders; repeatable")
	flags.Var(&o.cueDirs, "cue-dirs", "packages that the plain cue command must accept, such as ./stacks/...; repeatable")
	flags.StringVar(&o.broken, "broken", "testdata/broken", "folder of templates that the judges must reject")
	flags.StringVar(&o.exceptions, "exceptions", "tools/oracle/exceptions.json", "accepted disagreements")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ok, err := judgeAll(ctx, o, stdout)
	if err == nil && !ok {
		return errRejected
	}
	return err
}

// judgeAll prints a summary and reports whether every judge agrees.
func judgeAll(ctx context.Context, o options, stdout io.Writer) (bool, error) {
	templates, err := find(os.DirFS("."), o.templates)
	if err != nil {
		return false, err
	}
	broken, err := readIndex(o.broken)
	if err != nil {
		return false, err
	}
	exceptions, err := readExceptions(o.exceptions)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(stdout, "%d templates, %d broken ones\n", len(templates), len(broken))
	ok := true
	for _, j := range judges() {
		findings, err := j.judge(ctx, append(filesOf(broken), templates...))
		if err != nil {
			return false, fmt.Errorf("run %s: %w", j.name, err)
		}
		verdict := j.decide(findings, broken, exceptions)
		verdict.print(stdout)
		ok = ok && verdict.agrees()
	}
	for _, e := range exceptions.unused() {
		fmt.Fprintf(stdout, "unused exception: %s %s on %s; delete it\n", e.Judge, e.Rule, e.Type)
		ok = false
	}
	if len(o.cueDirs) == 0 {
		return ok, nil
	}
	accepted, err := vetCUE(ctx, o.cueDirs, stdout)
	return ok && accepted, err
}
