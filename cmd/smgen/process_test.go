//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program returns a command that runs smgen as a process of its own, with its
// temporary files in temp.
func program(t *testing.T, dir, temp string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "smgen" // which TestMain takes for the program's name
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "GORACE="+withoutNap)
	return cmd
}

// endless writes a repository with one stack, whose evaluation takes forever.
func endless(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cue.mod/module.cue": `module: "acme.example/specs", language: version: "v0.17.0"`,
		"stacks/endless/stack.cue": `package stacks

import (
	"list"

	"github.com/smgen/smgen/schema"
)

stack: schema.#Stack & {
	_n: list.Range(0, 3000, 1)
	_endless: [for a in _n for b in _n for c in _n if a > b+c+9000 {a}]
	project: "p\(len(_endless))"
}
`,
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// waitForSpool waits until a render has begun to collect files in temp.
func waitForSpool(t *testing.T, temp string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(temp, "smgen-render-*")); len(found) > 0 {
			return
		}
	}
	t.Fatal("the render did not begin")
}

func TestInterrupt(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		dir, temp := endless(t), t.TempDir()
		cmd := program(t, dir, temp, "render", "-o", "rendered", "--timeout", "5m")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitForSpool(t, temp)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
			t.Errorf("%v: exit code %d, want %d", signal, got, exitInterrupted)
		}
		if got, want := stderr.String(), "smgen: interrupted; nothing was changed\n"; got != want {
			t.Errorf("%v: stderr %q, want %q", signal, got, want)
		}
		if left, _ := os.ReadDir(temp); len(left) > 0 {
			t.Errorf("%v: temporary files are left: %v", signal, left)
		}
		if _, err := os.Stat(filepath.Join(dir, "rendered")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%v: the output directory was touched: %v", signal, err)
		}
	}
}

// TestClosedPipe runs commands whose reader has gone, as head does.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"schema"}, {"schema", "--format", "jsonschema"}, {"version"}} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close()
		cmd := program(t, t.TempDir(), t.TempDir(), args...)
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = write, &stderr
		_ = cmd.Run()
		write.Close()
		if code := cmd.ProcessState.ExitCode(); code != exitFindings || stderr.Len() > 0 {
			t.Errorf("smgen %s: exit code %d, want %d; stderr %q, want nothing", strings.Join(args, " "), code, exitFindings, &stderr)
		}
	}
}
