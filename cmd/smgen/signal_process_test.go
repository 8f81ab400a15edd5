//go:build unix

package main

import (
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/localcfn"
)

// start starts the program, and tells at of each of its calls before it is answered.
func (p *pipeline) start(t *testing.T, cmd *exec.Cmd, at func(localcfn.Call)) {
	t.Helper()
	started := make(chan struct{})
	p.Before(func(call localcfn.Call) {
		<-started // the process is known from then on
		at(call)
	})
	err := cmd.Start()
	close(started)
	if err != nil {
		t.Fatal(err)
	}
}

// interrupt runs the program and interrupts it at the first call that when accepts,
// once or twice. It returns the exit code.
func (p *pipeline) interrupt(t *testing.T, cmd *exec.Cmd, signals int, when func(localcfn.Call) bool) int {
	t.Helper()
	var begun atomic.Bool
	interrupted := make(chan struct{})
	p.start(t, cmd, func(call localcfn.Call) {
		if when(call) && begun.CompareAndSwap(false, true) {
			_ = cmd.Process.Signal(syscall.SIGINT)
			// The program notices it before it reads the answer.
			time.Sleep(100 * time.Millisecond)
			close(interrupted)
		}
	})
	<-interrupted
	if signals == 2 {
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode()
}

// killAt runs the program and kills it at its n-th call. It reports whether there were
// as many.
func (p *pipeline) killAt(t *testing.T, n int32, args ...string) bool {
	t.Helper()
	cmd, _ := p.smgen(t, args...)
	var calls atomic.Int32
	defer p.Clear()
	p.start(t, cmd, func(localcfn.Call) {
		if calls.Add(1) == n {
			_ = cmd.Process.Kill()
		}
	})
	_ = cmd.Wait()
	return calls.Load() >= n
}
