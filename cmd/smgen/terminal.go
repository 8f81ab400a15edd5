package main

import (
	"fmt"
	"io"
	"os"
	"time"
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

// progressAfter is how long a run may take before it shows its progress, and
// progressEvery how often the line changes from then on.
const (
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

// progress is a line on a terminal that says how far a long run is.
type progress struct {
	out         io.Writer // nil if nobody watches
	total, done int
	next        time.Time // when the line changes
	shown       bool
}

func newProgress(out io.Writer, total int, now time.Time) *progress {
	return &progress{out: out, total: total, next: now.Add(progressAfter)}
}

// step counts one stack.
func (p *progress) step(now time.Time) {
	p.done++
	if p.out == nil || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(progressEvery), true
	fmt.Fprintf(p.out, "\r\x1b[Kcompiled %d of %d stacks", p.done, p.total)
}

// clear removes the line.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
