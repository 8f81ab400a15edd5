package trigger

import (
	"github.com/awslabs/goformation/v7/cloudformation/cloudformation"

	"github.com/smgen/smgen/internal/render/launch"
)

// unscheduledNotation is for people: nobody fills it in.
var unscheduledNotation = notation{id: "<run-id>", time: "<run-time>"}

// addUnscheduled keeps the input of a job that nothing starts in the metadata of
// a resource that does nothing, where reviews and diffs see it.
func addUnscheduled(j *launch.Job, call Call) error {
	id := j.ID + "Request"
	event, err := input(j, call.Input, unscheduledNotation)
	if err != nil {
		return err
	}
	origins(j, id, "/Metadata/Event", call)
	j.Origin(id, "", j.Spec.Path())
	return j.Template.Add(id, &cloudformation.WaitConditionHandle{
		AWSCloudFormationMetadata: map[string]any{"Event": event},
	})
}
