package compile

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render/launch"
)

// queue hands out the stacks to the workers, in order.
type queue struct {
	mu   sync.Mutex
	left []string
}

func (q *queue) take() (dir string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.left) == 0 {
		return "", false
	}
	dir, q.left = q.left[0], q.left[1:]
	return dir, true
}

// stop ends the handing out, and returns how many stacks were left.
func (q *queue) stop() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	left := len(q.left)
	q.left = nil
	return left
}

// named is a stack under its name in CloudFormation.
type named struct {
	dir string
	pos diag.Position
	// stack is the name of the job's stack, empty for a stack itself.
	stack string
}

// clashes reports whether two things of one name are a finding of its own: jobs
// of two stacks with one name are not, since the stacks are.
func (n named) clashes(other named) bool {
	return n != other && (n.stack == "" || n.stack != other.stack || strings.HasPrefix(other.dir, strings.SplitAfter(n.dir, ", ")[0]))
}

// note keeps what is needed of a result to compare the stacks with each other.
func (r *run) note(result *Result) {
	s := result.Stack
	if s == nil || s.Account == "" || s.Region == "" || s.Name == "" && (s.Project == "" || s.Environment == "") {
		return // too little was readable for a name
	}
	path := "name"
	if s.Name == "" {
		path = "project"
	}
	place := fmt.Sprintf(" in %s, account %s", s.Region, s.Account)
	r.names[s.StackName()+place] = append(r.names[s.StackName()+place], named{result.Dir, s.Origins.At(path).Pos, ""})
	for _, name := range s.JobNames() {
		job := s.Jobs[name]
		key := launch.Prefix(s, job) + "-…" + place
		r.prefixes[key] = append(r.prefixes[key], named{result.Dir + ", " + job.Path(), s.Origins.At(job.Path()).Pos, s.StackName()})
	}
}

// samePrefixes finds jobs, of one stack or of several, whose training jobs would
// have the same names: one could take the other's for its own.
func (r *run) samePrefixes() []diag.Diagnostic {
	return twice(r.prefixes, func(key string, other named) diag.Diagnostic {
		return diag.Diagnostic{
			Path:    "trainingJobNamePrefix",
			Message: fmt.Sprintf("two jobs name their training jobs %s: the other is %s", key, other.dir),
			Help:    "give one of them a prefix of its own: trainingJobNamePrefix: …",
			Related: []diag.Related{{Pos: other.pos, Message: "the other job"}},
		}
	})
}

// sameNames finds stacks that would be one stack in CloudFormation.
func (r *run) sameNames() []diag.Diagnostic {
	return twice(r.names, func(key string, other named) diag.Diagnostic {
		return diag.Diagnostic{
			Path:    "name",
			Message: fmt.Sprintf("two stacks have the name %s: the other is %s", key, other.dir),
			Help:    "give one of them a name of its own: stack: name: …",
			Related: []diag.Related{{Pos: other.pos, Message: "the other stack"}},
		}
	})
}

// twice returns a finding about each of several things with one name, which names
// the next of them.
func twice(all map[string][]named, find func(key string, other named) diag.Diagnostic) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for key, list := range all {
		slices.SortFunc(list, func(a, b named) int { return strings.Compare(a.dir, b.dir) })
		for i, n := range list {
			// The next one, from the front again after the last.
			others := slices.Concat(list[i+1:], list[:i])
			if k := slices.IndexFunc(others, n.clashes); k >= 0 {
				d := find(key, others[k])
				d.Pos = n.pos
				diags = append(diags, d)
			}
		}
	}
	return diags
}
