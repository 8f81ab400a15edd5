package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/render/launch"
)

// named is a stack or a job that has a name which others may have, too.
type named struct {
	dir string // of the stack
	pos diag.Position
	// job is the path of the job, or of a resource's name, and stack the name of its
	// stack, both empty for a stack itself.
	job, stack string
}

// String says where it is, for messages.
func (n named) String() string {
	if n.job == "" {
		return n.dir
	}
	return n.dir + ", " + n.job
}

// clashes reports whether two things of one name are a finding of its own: jobs
// of two stacks with one name are not, since the stacks are.
func (n named) clashes(other named) bool {
	return n != other && (n.job == "" || n.dir == other.dir || n.stack != other.stack)
}

// note keeps what is needed of a result to compare the stacks with each other.
func (r *run) note(result *Result) {
	r.holds.add(result.holds)
	s := result.Stack
	if s == nil || s.Account == "" || s.Region == "" || s.Name == "" && (s.Project == "" || s.Environment == "") {
		return // too little was readable for a name
	}
	path := "name"
	if s.Name == "" {
		path = "project"
	}
	place := fmt.Sprintf(" in %s, account %s", s.Region, s.Account)
	r.names[s.StackName()+place] = append(r.names[s.StackName()+place], named{dir: result.Dir, pos: s.Origins.At(path).Pos})
	for _, name := range s.JobNames() {
		job := s.Jobs[name]
		key := launch.Prefix(s, job) + "-…" + place
		r.prefixes[key] = append(r.prefixes[key], named{result.Dir, s.Origins.At(job.Path()).Pos, job.Path(), s.StackName()})
	}
	for n, path := range result.Names {
		key := n.Kind + " " + n.Name + place
		switch n.Kind {
		case "schedule":
			continue // a name in the stack's own group
		case "role":
			key = n.Kind + " " + n.Name + " in account " + s.Account
		}
		r.resources[key] = append(r.resources[key], named{result.Dir, s.Origins.At(path).Pos, path, s.StackName()})
	}
}

// clashes finds stacks that would be one in CloudFormation or would create the
// same resource, which the second deployment would fail at, and jobs, of one stack
// or of several, whose training jobs would have the same names: one could take the
// other's for its own.
func (r *run) clashes() []diag.Diagnostic {
	return slices.Concat(
		twice(r.names, "name", "two stacks have the name %s", "give one of them a name of its own: stack: name: …"),
		twice(r.prefixes, "trainingJobNamePrefix", "two jobs name their training jobs %s", "give one of them a prefix of its own: trainingJobNamePrefix: …"),
		twice(r.resources, "", "two stacks create the %s", "rename one of them; or let one stack create it, and the other use it"),
	)
}

// twice returns a finding about each of several things with one name, which names
// the next of them. A path of no field is that of the thing itself.
func twice(all map[string][]named, path, message, help string) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for key, list := range all {
		slices.SortFunc(list, func(a, b named) int { return strings.Compare(a.String(), b.String()) })
		for i, n := range list {
			other, found := n.next(list[i+1:], list[:i])
			if !found {
				continue
			}
			diags = append(diags, diag.Diagnostic{
				Pos: n.pos, Path: cmp.Or(path, n.job), Help: help,
				Message: fmt.Sprintf(message, key) + ": the other is " + other.String(),
				Related: []diag.Related{{Pos: other.pos, Message: "the other"}},
			})
		}
	}
	return diags
}

// next returns the first that clashes, of those after it and then of those before.
func (n named) next(after, before []named) (named, bool) {
	for _, list := range [][]named{after, before} {
		if k := slices.IndexFunc(list, n.clashes); k >= 0 {
			return list[k], true
		}
	}
	return named{}, false
}
