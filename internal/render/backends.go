package render

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/launch/custom"
	"github.com/smgen/smgen/internal/render/launch/lambda"
	"github.com/smgen/smgen/internal/render/launch/scheduler"
	"github.com/smgen/smgen/internal/render/launch/stepfunctions"
)

// backends returns every kind of launch, the default first.
func backends() []launch.Backend {
	return []launch.Backend{
		scheduler.Backend(),
		lambda.Backend(),
		stepfunctions.Backend(),
		custom.Backend(),
	}
}

// backend returns the backend that a job asks for. More than one is reported.
func backend(j *launch.Job) launch.Backend {
	list := backends()
	asked := slices.DeleteFunc(slices.Clone(list), func(b launch.Backend) bool { return !b.Asked(j.Spec.Launch) })
	if len(asked) > 1 {
		j.Report("launch", "a job starts in one way, and launch names "+strings.Join(kinds(asked), " and "), "keep one of them")
	}
	chosen := append(asked, list[0])[0]
	refuse(j, list, chosen)
	return chosen
}

// refuse reports what the job asks for and its backend cannot do, with the
// backends that can.
func refuse(j *launch.Job, list []launch.Backend, chosen launch.Backend) {
	ruled := able(list, func(b launch.Backend) bool { return b.Rule })
	if s := j.Spec.Schedule; s != nil && s.Via == "rule" && !chosen.Rule {
		j.Report("schedule.via", "an EventBridge rule cannot start a training job by itself", "leave out via, or choose a launch that a rule can start: "+ruled)
	}
	if j.Spec.On != nil && !chosen.Rule {
		j.Report("on", "EventBridge cannot start a training job by itself when something happens", "choose a launch that an event can start: "+ruled)
	}
	if j.Spec.Launch.Overlap == "skip" && !chosen.Looks {
		message := "EventBridge Scheduler starts each run without a look at the one before"
		if j.Spec.Launch.Custom != nil {
			message = "smgen does not write the code of a custom launcher, which has to look itself"
		}
		j.Report("launch.overlap", message, "choose a launch that looks: "+able(list, func(b launch.Backend) bool { return b.Looks }))
	}
}

// able lists the backends that can do something.
func able(list []launch.Backend, can func(launch.Backend) bool) string {
	return strings.Join(kinds(slices.DeleteFunc(slices.Clone(list), func(b launch.Backend) bool { return !can(b) })), ", ")
}

func kinds(list []launch.Backend) []string {
	var names []string
	for _, b := range list {
		names = append(names, b.Kind)
	}
	return names
}
