// Command smgen compiles specs of SageMaker training jobs, written in CUE, into
// CloudFormation templates.
package main

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() { os.Exit(start()) }

// start runs the program in the environment of the process.
func start() int {
	if os.Getenv("GOGC") == "" {
		// CUE drops its compiled regular expressions at each collection; fewer
		// collections save more than a third of the time.
		debug.SetGCPercent(400)
	}
	// A reader that has seen enough, such as head, is an error of writing; as a
	// signal it would end the program before it cleans up.
	signal.Ignore(syscall.SIGPIPE)
	last := &lastWords{}
	ctx, stop := interruptible(os.Stderr, last)
	defer stop()
	return run(ctx, environment{
		args:   os.Args[1:],
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		getwd:  os.Getwd,
		last:   last,
	})
}
