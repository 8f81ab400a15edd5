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
	// diff compares the few stacks that changed with the commit before, and affected
	// compiles them as they are. report writes the Markdown about many that changed
	// since the commit before that, and reported compiles those.
	diff, affected, report, reported []usage
}

// few and many are how many of n stacks change for the measurements of diff.
func few(n int) int { return max(1, min(10, n/100)) }

func many(n int) int { return max(few(n), min(300, n*3/10)) }

// bench runs commands on generated specs.
type bench struct {
	ctx context.Context
	dir string // holds the repositories of specs, one for each number of stacks
	// commands are the files of the commands by name.
	commands map[string]string
	// rendered counts the directories of rendered templates.
	rendered int
}

func (b *bench) measureAll(o options, progress io.Writer) (*measurements, error) {
	m := &measurements{stacks: o.stacks}
	for _, n := range []int{o.stacks / 10, o.stacks, o.stacks * 5} {
		fmt.Fprintf(progress, "writing %d stacks\n", n)
		if err := writeSpecs(b.specs(n), n); err != nil {
			return nil, err
		}
	}
	changed, err := b.commitAndChange(o.stacks)
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
				return b.run(o.stacks, "smgen", append([]string{"vet", "--no-rules"}, changed[:few(o.stacks)]...)...)
			}},
			{&m.report, func() (usage, error) {
				return b.run(o.stacks, "smgen", "diff", "--base", "HEAD~1", "--changed", "--format", "markdown")
			}},
			{&m.reported, func() (usage, error) {
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

// commitAndChange commits the repository of n stacks, changes many of them and commits
// that, but for a few. It returns the directories of all that changed, those of the
// few first.
func (b *bench) commitAndChange(n int) ([]string, error) {
	if err := b.git(n, "init", "--quiet"); err != nil {
		return nil, err
	}
	if err := b.commit(n); err != nil {
		return nil, err
	}
	var dirs []string
	for i := range many(n) {
		dirs = append(dirs, stackDir(i*n/many(n)))
	}
	if err := b.change(n, dirs[few(n):]); err != nil {
		return nil, err
	}
	if err := b.commit(n); err != nil {
		return nil, err
	}
	return dirs, b.change(n, dirs[:few(n)])
}

func (b *bench) commit(n int) error {
	if err := b.git(n, "add", "--all"); err != nil {
		return err
	}
	return b.git(n, "-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "base")
}

func (b *bench) git(n int, args ...string) error {
	cmd := exec.CommandContext(b.ctx, "git", args...)
	cmd.Dir = b.specs(n)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("run git %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// change gives each stack another number of epochs, so that no two change alike.
func (b *bench) change(n int, dirs []string) error {
	for i, dir := range dirs {
		file := filepath.Join(b.specs(n), filepath.FromSlash(dir), "stack.cue")
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, bytes.ReplaceAll(text, []byte(`epochs: "10"`), fmt.Appendf(nil, `epochs: "%d"`, 20+i)), 0o644)
		}
		if err != nil {
			return fmt.Errorf("change a stack: %w", err)
		}
	}
	return nil
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
	err := cmd.Start()
	if err != nil {
		return usage{}, fmt.Errorf("run %s: %w", name, err)
	}
	most := follow(cmd.Process.Pid)
	err = cmd.Wait()
	wall, memory := time.Since(start), most()
	if memory == 0 { // it was too short, or the system is another one
		memory = peak(cmd.ProcessState)
	}
	if err != nil {
		return usage{}, fmt.Errorf("run %s %s: %w\n%s", name, strings.Join(args, " "), err, output.Bytes())
	}
	return usage{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: wall, peak: memory}, nil
}
