package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"
)

// The exit codes of all commands.
const (
	exitOK          = 0   // fine, or nothing to do
	exitFindings    = 1   // errors, findings, wrong usage, or a failure of the world
	exitChanges     = 2   // something changes, and --detailed-exitcode asks
	exitInterrupted = 130 // stopped by a signal
)

// errFindings says that the findings, printed already, are the failure.
var errFindings = errors.New("findings")

// errChanges says that something changes, which was shown already.
var errChanges = errors.New("changes")

// exitCode prints an error that has not been printed, and returns the exit code.
func exitCode(stderr io.Writer, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "smgen: interrupted; nothing was changed")
		return exitInterrupted
	case errors.Is(err, errChanges):
		return exitChanges
	case errors.Is(err, errFindings), errors.Is(err, syscall.EPIPE):
		return exitFindings
	default:
		fmt.Fprintf(stderr, "smgen: %v\n", err)
		return exitFindings
	}
}
