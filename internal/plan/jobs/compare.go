package jobs

import (
	"slices"
	"strings"

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
	var requests [][]Line
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
		if p.before != nil && p.after != nil || job.Action == plan.Add {
			requests = append(requests, ofTrigger(request, p.now().anchor()))
		}
	}
	job.Lines = unique(append(job.Lines, shared(requests)...))
	for i, l := range job.Lines {
		job.Lines[i].Flags = slices.DeleteFunc(Flags(), func(f Flag) bool { return !l.has(f) })
	}
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
	before, after := triggerOf(p.before), triggerOf(p.after)
	switch {
	case p.before != nil && p.after != nil:
		request = c.request(requests{p.before.request, p.after.request})
		own = append(c.triggers(before, after, p.before.kind == p.after.kind), c.launchers(p.before, p.after)...)
		sends := p.after.kind == Scheduler || p.after.kind == Custom
		if l, ok := c.countsAnew(before, after, own, sends && len(request) > 0); ok {
			own = append([]Line{l}, own...)
		}
		return own, request
	case before != nil || after != nil:
		own = c.triggers(before, after, true)
	case a == plan.Add:
		own = []Line{{Text: "started by hand: nothing in the stack starts it", Resource: p.after.anchor(), Values: []Value{}}}
	case a == plan.Remove:
		own = []Line{{Text: "was started by hand: nothing in the stack started it", Resource: p.before.anchor(), Values: []Value{}}}
	}
	if a == plan.Add {
		request = c.essentials()
	}
	return own, request
}

// essentials says of a new job on what it runs, what, and how long.
func (c *comparison) essentials() []Line {
	r := requests{after: c.after.request}
	isSpot := r.after["EnableManagedSpotTraining"] == true
	found := slices.DeleteFunc(differences(nil, object(r.before), object(r.after)), func(d difference) bool {
		switch d.path.at(0) + "." + d.path.at(1) {
		case "AlgorithmSpecification.TrainingImage", "StoppingCondition.MaxRuntimeInSeconds":
			return false
		case "EnableManagedSpotTraining.", "StoppingCondition.MaxWaitTimeInSeconds":
			return !isSpot
		}
		return d.path.at(0) != "ResourceConfig"
	})
	lines := c.sayAll(r, found)
	for i := range lines {
		lines[i].Text = strings.TrimSuffix(lines[i].Text, " added") // as all of the job is
	}
	return lines
}

// ofTrigger says of lines which trigger's request they are about.
func ofTrigger(lines []Line, trigger string) []Line {
	for i := range lines {
		lines[i].Resource = trigger
	}
	return lines
}

// shared joins what changes in the requests of several triggers. Almost always
// they are the same: then no trigger is named.
func shared(requests [][]Line) []Line {
	var out []Line
	for _, lines := range requests {
		for _, l := range lines {
			has := func(other []Line) bool {
				return slices.ContainsFunc(other, func(o Line) bool { return o.Text == l.Text })
			}
			if !slices.ContainsFunc(requests, func(other []Line) bool { return !has(other) }) {
				l.Resource = ""
			}
			out = append(out, l)
		}
	}
	return out
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
