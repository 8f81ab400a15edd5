package jobs

import (
	"slices"
	"time"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
	"github.com/smgen/smgen/internal/trace"
)

// Options are what the templates do not say.
type Options struct {
	// Place is where the stack is deployed; see [trace.Launches].
	Place trace.Place
	// Now is the time from which next runs are counted.
	Now time.Time
	// Conceal decides whether a named value must not be shown; nil is [secret.Is].
	Conceal func(name, value string) bool
}

// Changes is what changes in the jobs of one stack.
type Changes struct {
	// Jobs are those that change, ordered by name.
	Jobs []Job `json:"jobs"`
	// Flags are those of all lines, in the order of [Flags].
	Flags []Flag `json:"flags"`
}

// Job is what changes in one job.
type Job struct {
	// Name is what its training jobs are called, without the run: churn-staging-nightly.
	// Text from the template stands in it as it is.
	Name string `json:"name"`
	// NameBefore is set where the job had another name.
	NameBefore string      `json:"nameBefore,omitempty"`
	Action     plan.Action `json:"action"`
	// Launch is what makes the call; LaunchBefore is set where that changes.
	Launch       Kind `json:"launch"`
	LaunchBefore Kind `json:"launchBefore,omitempty"`
	// Triggers are the logical IDs of what starts it, of a removed job those that
	// did; empty if a person has to.
	Triggers []string `json:"triggers"`
	// Lines are ordered by what they are about: triggers, launcher, request.
	Lines []Line `json:"lines"`
}

// Line is one change.
type Line struct {
	// Text says it in words, on one line. It escapes line breaks and the like, and
	// nothing that means something to a format.
	Text string `json:"text"`
	// Resource is the logical ID of the trigger or the launcher that changes. It is
	// empty for the request, unless the job's triggers send different ones.
	Resource string `json:"resource,omitempty"`
	// Values are the changes behind it. They are empty where all of a trigger is
	// added or removed.
	Values []Value `json:"values"`
	// Flags are in the order of [Flags].
	Flags []Flag `json:"flags,omitempty"`
}

// Value is one value that changes.
type Value struct {
	// Path is where it is in the request or in the properties of the resource, in the
	// API's spelling; elements of lists are called by what identifies them, as in
	// Tags[Owner].Value.
	Path string `json:"path"`
	// Action is Add, Modify or Remove.
	Action plan.Action `json:"action"`
	// Before and After are strings as they are, and other values as JSON. "(set)" and
	// "(changed)" stand for what is concealed, and text of more than 4096 bytes is only
	// measured.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Flag says why a change deserves a look.
type Flag string

// The flags.
const (
	// ScheduleStops: something that started the job does so no more.
	ScheduleStops Flag = "scheduleStops"
	// RunsOnDeploy: a run starts, or may start, as soon as this is deployed.
	RunsOnDeploy Flag = "runsOnDeploy"
	// CostRelevant: a run costs more or less, or there are more runs.
	CostRelevant Flag = "costRelevant"
	// ImageChanged: other code is run.
	ImageChanged Flag = "imageChanged"
)

// Flags returns all flags, the most urgent first.
func Flags() []Flag { return []Flag{ScheduleStops, RunsOnDeploy, CostRelevant, ImageChanged} }

// Compare returns what changes in the jobs of a stack that has the template
// before and gets the one after; nil is the template of no stack. It changes
// neither, and equal templates have no changes.
func Compare(before, after *template.Document, o Options) Changes {
	if o.Conceal == nil {
		o.Conceal = secret.Is
	}
	pairs := match(read(before, o.Place), read(after, o.Place))
	changes := Changes{Jobs: []Job{}, Flags: []Flag{}}
	for _, group := range byJob(pairs) {
		c := comparison{options: o}
		if job := c.job(group); len(job.Lines) > 0 {
			changes.Jobs = append(changes.Jobs, job)
		}
	}
	for _, f := range Flags() {
		if slices.ContainsFunc(changes.Jobs, func(j Job) bool { return j.Has(f) }) {
			changes.Flags = append(changes.Flags, f)
		}
	}
	return changes
}

// Has reports whether a line of the job has a flag.
func (j Job) Has(f Flag) bool {
	return slices.ContainsFunc(j.Lines, func(l Line) bool { return slices.Contains(l.Flags, f) })
}
