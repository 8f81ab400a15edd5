package launch

import (
	"github.com/awslabs/goformation/v7/cloudformation/policies"
	"github.com/awslabs/goformation/v7/cloudformation/scheduler"
	"github.com/awslabs/goformation/v7/cloudformation/sqs"
	"github.com/awslabs/goformation/v7/cloudformation/tags"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
	"github.com/smgen/smgen/internal/template"
)

// The logical IDs of the resources that the jobs of a stack share.
const (
	GroupID       = "ScheduleGroup"
	QueueID       = "DeadLetterQueue"
	QueuePolicyID = "DeadLetterQueuePolicy"
)

// Shared are the resources that the jobs of one stack share. Each is added to
// the template when the first job needs it.
type Shared struct {
	stack    *spec.Stack
	template *template.Template
	group    bool
	queue    bool
	senders  iam.Document
	// claimed are the fields that gave a resource its name, by kind and name.
	claimed map[string]string
}

// NewShared returns the shared resources of a stack, none of them in use.
func NewShared(stack *spec.Stack, t *template.Template) *Shared {
	return &Shared{stack: stack, template: t, claimed: map[string]string{}}
}

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

// twoWeeks is the longest that SQS keeps a message, in seconds.
const twoWeeks = 14 * 24 * 60 * 60

// Queue puts the stack's dead-letter queue to use, and returns a token for its
// ARN. Starts that failed for good are kept there for two weeks, and the queue
// outlives the stack, so that nobody loses them by deleting it.
func (s *Shared) Queue() (string, error) {
	queue := s.template.GetAtt(QueueID, "Arn")
	if s.queue {
		return queue, nil
	}
	s.queue = true
	return queue, s.template.Add(QueueID, &sqs.Queue{
		MessageRetentionPeriod:               ptr(twoWeeks),
		SqsManagedSseEnabled:                 ptr(true),
		Tags:                                 Tags(s.stack, nil),
		AWSCloudFormationDeletionPolicy:      policies.DeletionPolicy("Retain"),
		AWSCloudFormationUpdateReplacePolicy: policies.UpdateReplacePolicy("Retain"),
	})
}

// AllowRule lets the EventBridge rule with that ARN send to the queue: rules
// have no role for it.
func (s *Shared) AllowRule(id, rule string) error {
	queue, err := s.Queue()
	if err != nil {
		return err
	}
	statement := iam.Allow(id, iam.On(queue), "sqs:SendMessage").When(
		iam.StringEquals("aws:SourceAccount", s.stack.Account),
		iam.Condition{Operator: "ArnEquals", Key: "aws:SourceArn", Values: []string{rule}},
	)
	statement.Principal = iam.Principal{"Service": {"events.amazonaws.com"}}
	s.senders.Add(statement)
	return nil
}

// origin notes that the property at pointer of a resource came from the value at
// a path of the spec.
func (s *Shared) origin(id, pointer, path string) {
	s.template.Origin("/Resources/"+id+pointer, s.stack.Origins.At(path).Pos.String())
}

// Finish adds what depends on all jobs.
func (s *Shared) Finish() error {
	if len(s.senders.Statements) == 0 {
		return nil
	}
	return s.template.Add(QueuePolicyID, &sqs.QueuePolicy{
		PolicyDocument: s.senders,
		Queues:         []string{s.template.Ref(QueueID)},
	})
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

func ptr[T any](v T) *T { return &v }
