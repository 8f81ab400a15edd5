package review

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/plan"
)

// s3URI matches a place in S3 as it stands in a template, also within JSON text.
var s3URI = lazyregexp.New(`s3://[a-z0-9][a-z0-9.-]*[^\s"'\\|<>{}$]*`)

// places: jobs and stacks that read or write where a job did so before, or does
// from now on.
func (f *finder) places() {
	for _, job := range f.stack.Jobs {
		for _, place := range f.changedPlaces(job) {
			jobs := f.jobs(func(l launch) bool { return l.job != job.Name && l.job != job.NameBefore && uses(l, place) })
			stacks := f.others(func(s *Side) bool {
				return slices.ContainsFunc(f.placesOf(s), overlaps(place))
			})
			f.add(ReachBucket, place, jobs, stacks)
		}
	}
}

// changedPlaces are the places in S3 that a job's change is about: the values that
// change, and what a job that is gone wrote.
func (f *finder) changedPlaces(job Job) []string {
	var places []string
	for _, l := range job.Lines {
		for _, v := range l.Values {
			for _, text := range []string{v.Before, v.After} {
				if strings.HasPrefix(text, "s3://") {
					places = append(places, text)
				}
			}
		}
	}
	if job.Action == plan.Remove {
		for _, l := range f.before.allLaunches() {
			output, _ := l.Request["OutputDataConfig"].(map[string]any)
			if place, ok := output["S3OutputPath"].(string); ok && l.job == job.Name {
				places = append(places, place)
			}
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// uses reports whether the request of a launch names a place that overlaps.
func uses(l launch, place string) bool {
	text, err := json.Marshal(l.Request)
	return err == nil && slices.ContainsFunc(s3URI().FindAllString(string(text), -1), overlaps(place))
}

// overlaps returns whether one place lies in another: s3://b/models is in
// s3://b/ and next to s3://b/models-old.
func overlaps(place string) func(string) bool {
	place = strings.TrimSuffix(place, "/")
	return func(other string) bool {
		other = strings.TrimSuffix(other, "/")
		rest, inside := strings.CutPrefix(other, place)
		if !inside {
			rest, inside = strings.CutPrefix(place, other)
		}
		return inside && (rest == "" || rest[0] == '/')
	}
}
