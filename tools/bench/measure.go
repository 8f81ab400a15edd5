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
	// diff compares the stacks that changed with the commit before, and affected
	// compiles them as they are.
	diff, affected []usage
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
	changed, err := b.change(o.stacks)
	if err != nil {
		return nil, err
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
			{&m.diff, func() (usage, error) { return b.run(o.stacks, "smgen", "diff", "--base", "HEAD", "--changed") }},
			{&m.affected, func() (usage, error) {
				return b.run(o.stacks, "smgen", append([]string{"vet", "--no-rules"}, changed...)...)
			}},
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

// change commits the repository of n stacks, and then changes one of a hundred,
// ten at most. It returns the directories of those.
func (b *bench) change(n int) ([]string, error) {
	for _, args := range [][]string{
		{"init", "--quiet"}, {"add", "--all"}, {"-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "base"},
	} {
		cmd := exec.CommandContext(b.ctx, "git", args...)
		cmd.Dir = b.specs(n)
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("run git %s: %w\n%s", args[0], err, out)
		}
	}
	var dirs []string
	for i := range max(1, min(10, n/100)) {
		dirs = append(dirs, stackDir(i*n/10))
		file := filepath.Join(b.specs(n), filepath.FromSlash(dirs[i]), "stack.cue")
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, bytes.ReplaceAll(text, []byte(`epochs: "10"`), []byte(`epochs: "20"`)), 0o644)
		}
		if err != nil {
			return nil, fmt.Errorf("change a stack: %w", err)
		}
	}
	return dirs, nil
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
