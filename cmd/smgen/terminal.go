package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/smgen/smgen/internal/output"
)

// isInteractive reports whether a person watches what is printed to w: it is a
// terminal, and neither CI nor a terminal that cannot move its cursor.
func (env environment) isInteractive(w io.Writer) bool {
	if env.getenv("CI") != "" || env.getenv("TERM") == "dumb" {
		return false
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// useColor reports whether the program may color what it prints to w.
func (env environment) useColor(w io.Writer) bool {
	return env.getenv("NO_COLOR") == "" && env.isInteractive(w)
}

// width is how many columns the lines that are printed to w may take, 0 for any
// number: what the terminal has, or else what COLUMNS says.
func (env environment) width(w io.Writer) int {
	if f, ok := w.(*os.File); ok && env.isInteractive(w) {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	columns, err := strconv.Atoi(env.getenv("COLUMNS"))
	if err != nil || columns < minWidth {
		return 0
	}
	return columns
}

// text is the form of reports for people who read w.
func (env environment) text(w io.Writer) output.Text {
	return output.Text{Color: env.useColor(w), Width: env.width(w)}
}

// minWidth is the width below which COLUMNS is not believed.
const minWidth = 20

// progressAfter is how long a run may take before it shows its progress, and
// progressEvery how often the line changes from then on.
const (
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

// counter is a line on a terminal that says how far a long run is.
type counter struct {
	verb       string
	done       atomic.Int64
	stop, gone chan struct{}
}

// watch starts to show on out how many stacks were compiled, or whatever is done with
// them, until clear.
func watch(out io.Writer, verb string, total int) *counter {
	c := &counter{verb: verb, stop: make(chan struct{}), gone: make(chan struct{})}
	go c.show(out, total)
	return c
}

// step counts one stack.
func (c *counter) step() {
	if c != nil {
		c.done.Add(1)
	}
}

// clear removes the line, for good. Without a line there is nothing to do.
func (c *counter) clear() {
	if c != nil {
		close(c.stop)
		<-c.gone
	}
}

func (c *counter) show(out io.Writer, total int) {
	defer close(c.gone)
	shown := int64(-1)
	for wait := progressAfter; ; wait = progressEvery {
		select {
		case <-c.stop:
			if shown >= 0 {
				fmt.Fprint(out, "\r\x1b[K")
			}
			return
		case <-time.After(wait):
		}
		if done := c.done.Load(); done != shown {
			fmt.Fprintf(out, "\r\x1b[K%s %d of %d stacks", c.verb, done, total)
			shown = done
		}
	}
}
