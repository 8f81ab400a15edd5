//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a terminal with somebody in front of it.
type terminal struct {
	*os.File          // their end
	program  *os.File // the program's
	mu       sync.Mutex
	seen     bytes.Buffer
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	if err := unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 100}); err != nil {
		t.Skip(err)
	}
	x := &terminal{File: master, program: program}
	t.Cleanup(func() { master.Close(); program.Close() })
	go func() {
		for {
			buffer := make([]byte, 4096)
			n, err := master.Read(buffer)
			x.mu.Lock()
			x.seen.Write(buffer[:n])
			x.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return x
}

func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.ReplaceAll(x.seen.String(), "\r\n", "\n")
}

// waitFor waits until something is seen.
func (x *terminal) waitFor(t *testing.T, text string) {
	t.Helper()
	for range 1000 {
		if strings.Contains(x.text(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%q is not seen:\n%s", text, x.text())
}

// on runs deploy at a terminal, and returns what waits for its exit code.
func (p *pipeline) on(t *testing.T, x *terminal, args ...string) (wait func() int, signal func(os.Signal)) {
	t.Helper()
	cmd, _ := p.smgen(t, append([]string{"deploy", "--rate", "1000"}, args...)...)
	cmd.Env = append(cmd.Env, "CI=", "TERM=xterm")
	cmd.Stdin, cmd.Stderr = x.program, x.program
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() int {
		_ = cmd.Wait()
		return cmd.ProcessState.ExitCode()
	}, func(s os.Signal) { _ = cmd.Process.Signal(s) }
}

// TestDeployAsks sits at a terminal: says no, interrupts, says yes, and yes to what is
// dangerous.
func TestDeployAsks(t *testing.T) {
	t.Parallel()
	p := newPipeline(t, "churn")
	for _, step := range []struct {
		answer string
		code   int
		want   string
	}{
		{"no\n", exitFindings, "smgen: not confirmed; nothing was deployed\n"},
		{"y\n", exitFindings, "smgen: not confirmed; nothing was deployed\n"},
		{"\x04", exitFindings, "smgen: not confirmed; nothing was deployed\n"},
		{"", exitInterrupted, "smgen: interrupted; nothing was changed\n"},
		{"yes\n", exitOK, "churn-staging: deployed, "},
	} {
		x := newTerminal(t)
		wait, signal := p.on(t, x)
		x.waitFor(t, "Deploy 1 stack? Type yes: ")
		if step.answer == "" {
			signal(os.Interrupt)
		} else if _, err := x.WriteString(step.answer); err != nil {
			t.Fatal(err)
		}
		if code := wait(); code != step.code {
			t.Errorf("%q: exit code %d, want %d", step.answer, code, step.code)
		}
		x.waitFor(t, step.want)
	}
	p.spec(t, "churn", "cron(0 2 * * ? *)")
	p.write(t, "stacks/churn/more.cue", "package stacks\n\nstack: jobs: nightly: inputs: train: s3: \"s3://acme-data/train/\"\n")
	x := newTerminal(t)
	wait, _ := p.on(t, x)
	x.waitFor(t, " churn-staging broadens access: ")
	x.waitFor(t, "Deploy 1 stack, and do what is marked with an exclamation mark? Type yes: ")
	if _, err := x.WriteString("yes\n"); err != nil {
		t.Fatal(err)
	}
	if code := wait(); code != exitOK {
		t.Errorf("exit code %d, want 0:\n%s", code, x.text())
	}
	// The live lines are gone in the end, and the summary stays.
	text := x.text()
	if screen := text[strings.LastIndex(text, "\x1b[J")+3:]; strings.TrimSpace(screen) != "" && strings.Contains(screen, "[#") {
		t.Errorf("a live line stays: %q", screen)
	}
	x.waitFor(t, "1 deployed\n")
}
