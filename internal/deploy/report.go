package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/progress"
)

// Report is how a run went.
type Report struct {
	// Stacks are all of them, in the order of target.Compare.
	Stacks []Stack
	// Interrupted says that the run was asked to stop.
	Interrupted bool
}

// Stack is how it went with one stack.
type Stack struct {
	Target *target.Target
	Result progress.Result
	// Message is what there is to say about the result; it may have several lines.
	Message string
	// Outputs are the stack's by name, nil where they are not known.
	Outputs map[string]string
	// Failure is what failed first in AWS, nil if nothing did; Origin is where in the
	// specs it comes from, as file:line, empty if that is not known.
	Failure *execute.Failure
	Origin  string
	// Next is the command to run after a failure, empty if there is none.
	Next string
	// Again says that the stack was skipped because it could not be planned before
	// others were deployed, which they are now.
	Again bool
	// ChangeSet is the ARN of the change set that was left, with Options.NoExecute.
	ChangeSet string
}

// IsWell reports whether the stack is as it was asked to be, or on the way to it.
func (s Stack) IsWell() bool {
	switch s.Result {
	case progress.Deployed, progress.Unchanged, progress.Planned:
		return true
	}
	return false
}

// Again takes those stacks out of the report that are to be planned again.
func (r *Report) Again() []*target.Target {
	var again []*target.Target
	r.Stacks = slices.DeleteFunc(r.Stacks, func(s Stack) bool {
		if s.Again {
			again = append(again, s.Target)
		}
		return s.Again
	})
	return again
}

// Add adds a further part of the run.
func (r *Report) Add(more *Report) {
	r.Stacks = append(r.Stacks, more.Stacks...)
	slices.SortFunc(r.Stacks, func(a, b Stack) int { return target.Compare(a.Target, b.Target) })
	r.Interrupted = r.Interrupted || more.Interrupted
}

// Count returns how many stacks have a result.
func (r *Report) Count(results ...progress.Result) int {
	n := 0
	for _, s := range r.Stacks {
		for _, result := range results {
			if s.Result == result {
				n++
			}
		}
	}
	return n
}

// Summary counts the results, in words.
func (r *Report) Summary() string {
	var parts []string
	for _, result := range []progress.Result{
		progress.Deployed, progress.Planned, progress.Unchanged, progress.Stale, progress.Failed, progress.Skipped, progress.Interrupted,
	} {
		if n := r.Count(result); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, result))
		}
	}
	return strings.Join(parts, ", ")
}

// FirstFailure is the stack to look at first, nil if all went well.
func (r *Report) FirstFailure() *Stack {
	for _, result := range []progress.Result{progress.Failed, progress.Stale} {
		for i := range r.Stacks {
			if r.Stacks[i].Result == result {
				return &r.Stacks[i]
			}
		}
	}
	return nil
}
