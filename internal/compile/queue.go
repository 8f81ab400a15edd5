package compile

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/smgen/smgen/internal/diag"
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
	key := fmt.Sprintf("%s in %s, account %s", s.StackName(), s.Region, s.Account)
	r.names[key] = append(r.names[key], named{result.Dir, s.Origins.At(path).Pos})
}

// sameNames finds stacks that would be one stack in CloudFormation.
func (r *run) sameNames() []diag.Diagnostic {
	var diags []diag.Diagnostic
	for key, stacks := range r.names {
		slices.SortFunc(stacks, func(a, b named) int { return strings.Compare(a.dir, b.dir) })
		for i, s := range stacks {
			if len(stacks) == 1 {
				continue
			}
			other := stacks[(i+1)%len(stacks)]
			diags = append(diags, diag.Diagnostic{
				Pos:     s.pos,
				Path:    "name",
				Message: fmt.Sprintf("two stacks have the name %s: the other is %s", key, other.dir),
				Help:    "give one of them a name of its own: stack: name: …",
				Related: []diag.Related{{Pos: other.pos, Message: "the other stack"}},
			})
		}
	}
	return diags
}
