package trigger

import (
	"github.com/awslabs/goformation/v7/cloudformation/cloudformation"

	"github.com/smgen/smgen/internal/render/launch"
)

// unscheduledNotation is for people: nobody fills it in.
var unscheduledNotation = notation{id: "<run-id>", time: "<run-time>"}

// addUnscheduled keeps the event of a job without a schedule in the metadata of
// a resource that does nothing, where reviews and diffs see it.
func addUnscheduled(j *launch.Job, target Target) error {
	id := j.ID + "Request"
	event, err := input(j, target.Event, unscheduledNotation)
	if err != nil {
		return err
	}
	origins(j, id, "/Metadata/Event", target)
	j.Origin(id, "", j.Spec.Path())
	return j.Template.Add(id, &cloudformation.WaitConditionHandle{
		AWSCloudFormationMetadata: map[string]any{"Event": event},
	})
}
