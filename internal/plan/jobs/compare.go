package jobs

import (
	"slices"

	"github.com/smgen/smgen/internal/plan"
)

// comparison is the work on one job, and on one pair of its launches at a time.
type comparison struct {
	options       Options
	before, after *launch
}

// job says what changes in the launches of one job.
func (c *comparison) job(pairs []pair) Job {
	current := pairs[0].now()
	job := Job{Name: current.name, Action: action(pairs), Launch: current.kind, Triggers: []string{}, Lines: []Line{}}
	var requests []Line
	for _, p := range pairs {
		if id := p.now().Trigger; id != "" && (p.after != nil || job.Action == plan.Remove) {
			job.Triggers = append(job.Triggers, id)
		}
		if p.before != nil && p.after != nil {
			if p.before.name != p.after.name {
				job.NameBefore = p.before.name
			}
			if p.before.kind != p.after.kind {
				job.LaunchBefore = p.before.kind
			}
		}
		own, request := c.pair(p, job.Action)
		job.Lines = append(job.Lines, own...)
		requests = append(requests, request...)
	}
	job.Lines = unique(append(job.Lines, requests...))
	slices.Sort(job.Triggers)
	job.Triggers = slices.Compact(job.Triggers)
	return job
}

// action is what happens to a job: it is only new, or gone, with all that starts
// it.
func action(pairs []pair) plan.Action {
	switch {
	case !slices.ContainsFunc(pairs, func(p pair) bool { return p.before != nil }):
		return plan.Add
	case !slices.ContainsFunc(pairs, func(p pair) bool { return p.after != nil }):
		return plan.Remove
	}
	return plan.Modify
}

// pair says what changes in one launch, and in its request.
func (c *comparison) pair(p pair, a plan.Action) (own, request []Line) {
	c.before, c.after = p.before, p.after
	switch {
	case p.before == nil:
		own = c.triggers(nil, triggerOf(p.after), true)
		if a == plan.Add {
			return append(own, c.added()...), nil
		}
		return own, nil
	case p.after == nil:
		own = c.triggers(triggerOf(p.before), nil, true)
		if a == plan.Remove && len(own) == 0 {
			own = []Line{{Text: "nobody can start it any more; nothing started it at set times", Resource: p.before.anchor(), Values: []Value{}}}
		}
		return own, nil
	}
	request = c.request(requests{p.before.request, p.after.request})
	before, after := triggerOf(p.before), triggerOf(p.after)
	own = append(c.triggers(before, after, p.before.kind == p.after.kind), c.launchers(p.before, p.after)...)
	if l, ok := c.countsAnew(before, after, own, p.before.kind == Scheduler && len(request) > 0); ok {
		own = append([]Line{l}, own...)
	}
	return own, request
}

// added says the essentials of a new job: on what it runs, what, and how long.
func (c *comparison) added() []Line {
	var lines []Line
	if c.after.Trigger == "" {
		lines = append(lines, Line{Text: "starts when a person starts it", Resource: c.after.anchor(), Values: []Value{}})
	}
	config := func(members ...string) map[string]any {
		tree := c.after.request
		for _, name := range members {
			tree, _ = tree[name].(map[string]any)
		}
		return tree
	}
	essential := map[string]any{}
	for _, name := range []string{"ResourceConfig", "EnableManagedSpotTraining"} {
		if v := c.after.request[name]; v != nil && v != false {
			essential[name] = v
		}
	}
	if image := config("AlgorithmSpecification")["TrainingImage"]; image != nil {
		essential["AlgorithmSpecification"] = map[string]any{"TrainingImage": image}
	}
	limits := map[string]any{}
	for name, v := range config("StoppingCondition") {
		if name == "MaxRuntimeInSeconds" || name == "MaxWaitTimeInSeconds" && essential["EnableManagedSpotTraining"] != nil {
			limits[name] = v
		}
	}
	essential["StoppingCondition"] = limits
	return append(lines, c.request(requests{nil, essential})...)
}

// unique drops lines that say the same: those of a request that several triggers
// send, or of a value that stands in two places.
func unique(lines []Line) []Line {
	var out []Line
	for _, l := range lines {
		same := func(o Line) bool { return o.Text == l.Text && o.Resource == l.Resource }
		i := slices.IndexFunc(out, same)
		if i < 0 {
			out = append(out, l)
			continue
		}
		for _, v := range l.Values {
			if !slices.Contains(out[i].Values, v) {
				out[i].Values = append(out[i].Values, v)
			}
		}
	}
	return out
}
