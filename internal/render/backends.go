package render

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/render/launch/custom"
	"github.com/smgen/smgen/internal/render/launch/scheduler"
)

// backends returns every kind of launch, the default first.
func backends() []launch.Backend {
	return []launch.Backend{
		scheduler.Backend(),
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
	if s := j.Spec.Schedule; s != nil && s.Via == "rule" && !chosen.Rule {
		rules := slices.DeleteFunc(list, func(b launch.Backend) bool { return !b.Rule })
		j.Report("schedule.via", "an EventBridge rule cannot start a training job by itself",
			"leave out via, or choose a launcher that a rule can start: "+strings.Join(kinds(rules), ", "))
	}
	return chosen
}

func kinds(list []launch.Backend) []string {
	var names []string
	for _, b := range list {
		names = append(names, b.Kind)
	}
	return names
}
