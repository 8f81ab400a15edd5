package launch

import (
	"slices"

	"github.com/awslabs/goformation/v7/cloudformation/policies"
	"github.com/awslabs/goformation/v7/cloudformation/sqs"

	"github.com/smgen/smgen/internal/iam"
)

// twoWeeks is the longest that SQS keeps a message, in seconds.
const twoWeeks = 14 * 24 * 60 * 60

// queue is a queue of starts that failed, and who may send to it besides roles.
type queue struct {
	id      string
	queue   *sqs.Queue
	senders iam.Document
}

// Queue puts the stack's dead-letter queue to use, and returns a token for its
// ARN. Starts that failed for good are kept there for two weeks, and the queue
// outlives the stack, so that nobody loses them by deleting it.
func (s *Shared) Queue() (string, error) { return s.addQueue(QueueID) }

// KeptQueue puts the queue to use in which failed starts are kept once somebody
// was told of them, and returns a token for its ARN. What cannot be told ends
// there, too.
func (s *Shared) KeptQueue() (string, error) { return s.addQueue(KeptQueueID) }

// HasQueue reports whether anything can be left in the dead-letter queue.
func (s *Shared) HasQueue() bool { return s.queueOf(QueueID) != nil }

// HasGroup reports whether the stack has schedules.
func (s *Shared) HasGroup() bool { return s.group }

func (s *Shared) queueOf(id string) *queue {
	i := slices.IndexFunc(s.queues, func(q *queue) bool { return q.id == id })
	if i < 0 {
		return nil
	}
	return s.queues[i]
}

func (s *Shared) addQueue(id string) (string, error) {
	arn := s.template.GetAtt(id, "Arn")
	if s.queueOf(id) != nil {
		return arn, nil
	}
	q := &queue{id: id, queue: &sqs.Queue{
		MessageRetentionPeriod:               new(twoWeeks),
		SqsManagedSseEnabled:                 new(true),
		Tags:                                 Tags(s.stack, nil),
		AWSCloudFormationDeletionPolicy:      policies.DeletionPolicy("Retain"),
		AWSCloudFormationUpdateReplacePolicy: policies.UpdateReplacePolicy("Retain"),
	}}
	s.queues = append(s.queues, q)
	return arn, s.template.Add(id, q.queue)
}

// ReadQueue makes the dead-letter queue one that a function with that timeout, in
// seconds, reads: a message is hidden for six times as long, as Lambda's guide
// asks for, and kept in the other queue when it was read in vain five times.
func (s *Shared) ReadQueue(timeout int) error {
	kept, err := s.KeptQueue()
	if err != nil {
		return err
	}
	if _, err := s.Queue(); err != nil {
		return err
	}
	q := s.queueOf(QueueID).queue
	q.VisibilityTimeout = new(6 * timeout)
	q.RedrivePolicy = map[string]any{"deadLetterTargetArn": kept, "maxReceiveCount": 5}
	return nil
}

// allowRule lets the EventBridge rule with that ARN send to a queue of the stack:
// rules have no role for it.
func (s *Shared) allowRule(id, rule, arn string) {
	for _, q := range s.queues {
		if s.template.GetAtt(q.id, "Arn") != arn {
			continue
		}
		statement := iam.Allow(id, iam.On(arn), "sqs:SendMessage").When(
			iam.StringEquals("aws:SourceAccount", s.stack.Account),
			iam.Condition{Operator: "ArnEquals", Key: "aws:SourceArn", Values: []string{rule}},
		)
		statement.Principal = iam.Principal{"Service": {"events.amazonaws.com"}}
		q.senders.Add(statement)
	}
}

// Finish adds what depends on all jobs.
func (s *Shared) Finish() error {
	for _, q := range s.queues {
		if len(q.senders.Statements) == 0 {
			continue
		}
		err := s.template.Add(q.id+"Policy", &sqs.QueuePolicy{PolicyDocument: q.senders, Queues: []string{s.template.Ref(q.id)}})
		if err != nil {
			return err
		}
	}
	return nil
}
