package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/cloudwatch"
	"github.com/awslabs/goformation/v7/cloudformation/scheduler"

	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/request"
)

// checkTags reports tags whose keys differ in letter case only. IAM takes such
// keys for one, and refuses to create a role with both.
func checkTags(j *launch.Job) {
	first := map[string]request.Tag{}
	for _, tag := range request.Tags(j.Stack, j.Spec) {
		folded := strings.ToLower(tag.Key)
		other, again := first[folded]
		if !again {
			first[folded] = tag
			continue
		}
		// A tag that smgen adds by itself has no path.
		j.ReportAt(cmp.Or(tag.Path, other.Path), fmt.Sprintf("the tags %s and %s differ in letter case only, and IAM takes them for one", other.Key, tag.Key),
			"keep one of them, or write both the same")
	}
}

// tagValues reports tags without a value on resources that must not have any:
// most services take them, but not these three. It needs the whole template.
func (r *renderer) tagValues() {
	reported := map[string]bool{}
	check := func(on string, tags []request.Tag) {
		for _, tag := range tags {
			if tag.Value == "" && !reported[tag.Path] {
				reported[tag.Path] = true
				r.report(tag.Path, fmt.Sprintf("the tag %s has no value, and %s must not have such tags", tag.Key, on), `give it one, such as "true", or remove it`)
			}
		}
	}
	t := r.result.Template
	for _, id := range t.Resources() {
		switch t.Resource(id).(type) {
		case *scheduler.ScheduleGroup:
			check("a schedule group", request.Tags(r.stack, nil))
		case *cloudwatch.Alarm:
			check("an alarm", request.Tags(r.stack, nil))
		}
	}
	for _, j := range r.jobs {
		if j.Spec.Launch.StepFunctions != nil {
			check("a state machine", request.Tags(r.stack, j.Spec))
		}
	}
}
