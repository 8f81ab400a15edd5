package launch

import (
	"github.com/awslabs/goformation/v7/cloudformation/scheduler"
	"github.com/awslabs/goformation/v7/cloudformation/tags"

	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// The logical IDs of the resources that the jobs of a stack share.
const (
	GroupID     = "ScheduleGroup"
	QueueID     = "DeadLetterQueue"
	KeptQueueID = "FailedStarts"
)

// Name is a name that a spec gives to a resource, of which AWS makes no second.
type Name struct {
	// Kind is what the resource is, such as "state machine".
	Kind, Name string
}

// Shared are the resources that the jobs of one stack share. Each is added to
// the template when the first job needs it.
type Shared struct {
	stack    *spec.Stack
	template *template.Template
	group    bool
	queues   []*queue
	// groups are the logical IDs of the model package groups by name.
	groups map[string]string
	// claimed are the fields that gave a resource its name.
	claimed map[Name]string
}

// NewShared returns the shared resources of a stack, none of them in use.
func NewShared(stack *spec.Stack, t *template.Template) *Shared {
	return &Shared{stack: stack, template: t, groups: map[string]string{}, claimed: map[Name]string{}}
}

// Claimed returns the paths of the fields that gave resources their names.
func (s *Shared) Claimed() map[Name]string { return s.claimed }

// Claim notes the name that the field at a path gives to a resource of the stack.
func (s *Shared) Claim(kind, name, path string) { s.claimed[Name{kind, name}] = path }

// Group puts the stack's schedule group to use. Metrics of EventBridge Scheduler
// exist for groups only, so that each stack has one.
func (s *Shared) Group() error {
	if s.group {
		return nil
	}
	s.group = true
	return s.template.Add(GroupID, &scheduler.ScheduleGroup{Tags: Tags(s.stack, nil)})
}

// GroupARN returns a token for the ARN of the stack's schedule group.
func (s *Shared) GroupARN() (string, error) {
	return s.template.GetAtt(GroupID, "Arn"), s.Group()
}

// Origin notes that the property at pointer of a resource came from the value at
// a path of the spec.
func (s *Shared) Origin(id, pointer, path string) {
	s.template.Origin("/Resources/"+id+pointer, s.stack.Origins.At(path).Pos.String())
}

// AddOutput adds an output of the stack, exported if the spec says so. A value that
// is empty is none.
func (s *Shared) AddOutput(name, description, value string) error {
	if value == "" {
		return nil
	}
	out := template.Output{Description: description, Value: value}
	if s.stack.Exports {
		out.Export = s.stack.StackName() + "-" + name
	}
	return s.template.Output(name, out)
}

// Tags returns the tags of a job's resources, or with a nil job those of shared
// ones.
func Tags(stack *spec.Stack, job *spec.Job) []tags.Tag {
	var list []tags.Tag
	for _, tag := range request.Tags(stack, job) {
		list = append(list, tags.Tag{Key: tag.Key, Value: tag.Value})
	}
	return list
}
