package order

import "github.com/smgen/smgen/internal/deploy/target"

// Walk calls work once for each stack, after it has returned for all that the stack
// waits for, and for at most n stacks at once. Work reports whether others may go on
// from there; lacking are those that the stack waits for and that may not.
func (o *Order) Walk(n int, work func(t *target.Target, lacking []*target.Target) bool) {
	type result struct {
		target *target.Target
		ok     bool
	}
	var (
		results = make(chan result)
		waits   = map[*target.Target]int{}
		next    = map[*target.Target][]*target.Target{}
		ready   []*target.Target
		failed  = map[*target.Target]bool{}
	)
	for _, t := range o.targets {
		waits[t] = len(o.waits[t])
		for _, e := range o.waits[t] {
			next[e.First] = append(next[e.First], t)
		}
		if waits[t] == 0 {
			ready = append(ready, t)
		}
	}
	for running := 0; running > 0 || len(ready) > 0; {
		for running < max(n, 1) && len(ready) > 0 {
			t := ready[0]
			ready = ready[1:]
			var lacking []*target.Target
			for _, before := range o.Before(t) {
				if failed[before] {
					lacking = append(lacking, before)
				}
			}
			running++
			go func() { results <- result{t, work(t, lacking)} }()
		}
		r := <-results
		running--
		failed[r.target] = !r.ok
		for _, t := range next[r.target] {
			if waits[t]--; waits[t] == 0 {
				ready = append(ready, t)
			}
		}
	}
}
