package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/smgen/smgen/internal/output"
)

// The exit codes of all commands.
const (
	exitOK          = 0   // fine, or nothing to do
	exitFindings    = 1   // errors, findings, wrong usage, or a failure of the world
	exitChanges     = 2   // something changes, and --detailed-exitcode asks
	exitBlocked     = 3   // a dangerous change that was not allowed
	exitStale       = 4   // what was reviewed is no longer what would happen
	exitSome        = 5   // some stacks failed, and others did not
	exitInterrupted = 130 // stopped by a signal
)

// errFindings says that the findings, printed already, are the failure.
var errFindings = errors.New("findings")

// errChanges says that something changes, which was shown already.
var errChanges = errors.New("changes")

// outcome is an exit code that is not 1, and what there is to say that has not been
// said; nothing if empty.
type outcome struct {
	code    int
	message string
}

// Error returns what there is to say.
func (o *outcome) Error() string { return o.message }

// exitCode prints an error that has not been printed, and returns the exit code. What
// an error quotes is no more than text.
func exitCode(stderr io.Writer, err error) int {
	var o *outcome
	switch {
	case errors.As(err, &o):
		if o.message != "" {
			fmt.Fprintf(stderr, "smgen: %s\n", output.PrintableLines(o.message))
		}
		return o.code
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
		fmt.Fprintf(stderr, "smgen: %s\n", output.PrintableLines(err.Error()))
		return exitFindings
	}
}
