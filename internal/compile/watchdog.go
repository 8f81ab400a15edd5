package compile

import (
	"fmt"
	"maps"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/source"
)

// giveUp reports whether a stack takes too long, or all take too much memory.
// A CUE evaluation cannot be stopped from outside: its goroutine is left behind,
// and the stacks that were not begun are left out, with a finding that says so.
func (r *run) giveUp() bool {
	var stuck []string
	for dir, since := range r.running {
		if time.Since(since) > r.options.Timeout {
			stuck = append(stuck, dir)
		}
	}
	message := fmt.Sprintf("the evaluation takes longer than %s", r.options.Timeout)
	if len(stuck) == 0 && memoryInUse() > r.options.MaxMemory {
		stuck = slices.Collect(maps.Keys(r.running))
		message = fmt.Sprintf("the evaluation takes more than %d MB of memory", r.options.MaxMemory>>20)
	}
	if len(stuck) == 0 {
		return false
	}
	slices.Sort(stuck)
	for _, dir := range stuck {
		r.diags = append(r.diags, diag.Diagnostic{
			Pos:     diag.Position{File: dir + "/" + source.StackFile},
			Message: message,
			Help:    "look for structs that refer to themselves and for comprehensions over comprehensions in the last change",
		})
	}
	// Stacks that the other workers have begun are left behind as well.
	left := r.queue.stop()
	for dir := range r.running {
		if !slices.Contains(stuck, dir) {
			left = append(left, dir)
		}
	}
	if len(left) > 0 {
		r.diags = append(r.diags, diag.Diagnostic{
			Pos:     diag.Position{File: stuck[0] + "/" + source.StackFile},
			Message: fmt.Sprintf("%d of the other stacks were not checked because of it: %s", len(left), some(left)),
			Help:    "mend it, or give the paths of the others",
		})
	}
	return true
}

// maxNamed is how many stacks a message names.
const maxNamed = 10

// some names stacks in order, and counts those that are too many to name.
func some(dirs []string) string {
	dirs = slices.Sorted(slices.Values(dirs))
	if more := len(dirs) - maxNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(dirs[:maxNamed], ", "), more)
	}
	return strings.Join(dirs, ", ")
}

// memoryInUse is the memory that the process has from the operating system and
// has not given back.
func memoryInUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
