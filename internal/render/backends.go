package render

import (
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/launch/custom"
	"github.com/smgen/smgen/internal/render/launch/scheduler"
	"github.com/smgen/smgen/internal/spec"
)

// Backends returns every kind of launch, the default first.
func Backends() []launch.Backend {
	return []launch.Backend{
		scheduler.Backend(),
		custom.Backend(),
	}
}

// backend returns the backend that a job asks for. More than one is reported.
func backend(j *launch.Job) launch.Backend {
	asked := kinds(j.Spec.Launch)
	if len(asked) > 1 {
		j.Report("launch", "a job starts in one way, and launch names "+strings.Join(asked, " and "), "keep one of them")
	}
	list := Backends()
	chosen := list[0]
	for _, b := range list {
		if len(asked) > 0 && b.Kind == asked[0] {
			chosen = b
		}
	}
	if s := j.Spec.Schedule; s != nil && s.Via == "rule" && !chosen.Rule {
		j.Report("schedule.via", "an EventBridge rule cannot start a training job by itself",
			"leave out via, or choose a launcher that a rule can start: "+strings.Join(ruleKinds(list), ", "))
	}
	return chosen
}

// kinds are the backends that a spec names, in the schema's order.
func kinds(l spec.Launch) []string {
	var list []string
	if l.Scheduler != nil {
		list = append(list, "scheduler")
	}
	if l.Custom != nil {
		list = append(list, "custom")
	}
	return list
}

func ruleKinds(list []launch.Backend) []string {
	var names []string
	for _, b := range list {
		if b.Rule {
			names = append(names, b.Kind)
		}
	}
	return names
}
