package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// usage is what one process took.
type usage struct {
	cpu  time.Duration // user and system time
	wall time.Duration
	peak int64 // bytes of memory at most, 0 where the system does not tell
}

// measurements are the usages of each command, one for each run. Those with the
// same index ran one after the other.
type measurements struct {
	stacks int
	// cue, render, vet and plain, which is vet without rules, read the same specs;
	// small and large render a tenth and five times as many.
	cue, render, vet, plain, small, large []usage
	version                               []usage
}

// bench runs commands on generated specs.
type bench struct {
	ctx context.Context
	dir string // holds the repositories of specs, one for each number of stacks
	// commands are the files of the commands by name.
	commands map[string]string
	// rendered counts the directories of rendered templates.
	rendered int
}

func measureAll(ctx context.Context, o options, dir string, progress io.Writer) (*measurements, error) {
	commands, err := build(ctx)
	if err != nil {
		return nil, err
	}
	b := &bench{ctx: ctx, dir: dir, commands: commands}
	m := &measurements{stacks: o.stacks}
	for _, n := range []int{o.stacks / 10, o.stacks, o.stacks * 5} {
		fmt.Fprintf(progress, "writing %d stacks\n", n)
		if err := writeSpecs(b.specs(n), n); err != nil {
			return nil, err
		}
	}
	for i := range o.runs {
		fmt.Fprintf(progress, "run %d of %d\n", i+1, o.runs)
		for _, step := range []struct {
			usages  *[]usage
			measure func() (usage, error)
		}{
			{&m.cue, func() (usage, error) { return b.run(o.stacks, "cue", "vet", "-c", "./stacks/...") }},
			{&m.render, func() (usage, error) { return b.render(o.stacks) }},
			{&m.vet, func() (usage, error) { return b.run(o.stacks, "smgen", "vet", "stacks/...") }},
			{&m.plain, func() (usage, error) { return b.run(o.stacks, "smgen", "vet", "--no-rules", "stacks/...") }},
			{&m.small, func() (usage, error) { return b.render(o.stacks / 10) }},
			{&m.large, func() (usage, error) { return b.render(o.stacks * 5) }},
			{&m.version, func() (usage, error) { return b.run(o.stacks, "smgen", "version") }},
		} {
			u, err := step.measure()
			if err != nil {
				return nil, err
			}
			*step.usages = append(*step.usages, u)
		}
	}
	return m, nil
}

func (b *bench) specs(n int) string { return filepath.Join(b.dir, fmt.Sprintf("specs-%d", n)) }

// render renders into a directory that does not exist, so that all files are
// written. It stays until the end: some file systems are slow to create files
// where others were removed a moment ago.
func (b *bench) render(n int) (usage, error) {
	b.rendered++
	return b.run(n, "smgen", "render", "stacks/...", "-o", filepath.Join(b.dir, fmt.Sprintf("rendered-%d", b.rendered)))
}

// tuning are the variables by which a user would make either command faster.
var tuning = []string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG", "CUE_DEBUG", "CUE_EXPERIMENT"}

// run runs a command on the repository of n stacks, with the settings that its
// users have.
func (b *bench) run(n int, name string, args ...string) (usage, error) {
	cmd := exec.CommandContext(b.ctx, b.commands[name], args...)
	cmd.Dir = b.specs(n)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(tuning, name)
	})
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return usage{}, fmt.Errorf("run %s %s: %w\n%s", name, strings.Join(args, " "), err, output.Bytes())
	}
	return usage{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: wall, peak: peak(cmd.ProcessState)}, nil
}
