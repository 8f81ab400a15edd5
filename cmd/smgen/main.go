// Command smgen compiles specs of SageMaker training jobs, written in CUE, into
// CloudFormation templates.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// CUE drops its compiled regular expressions at each collection; fewer
		// collections save more than a third of the time.
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, environment{
		args:   os.Args[1:],
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		getwd:  os.Getwd,
	})
	stop()
	os.Exit(code)
}
