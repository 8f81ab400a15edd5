// Package alerts renders what tells people that something went wrong.
//
// A topic is an SNS topic: given by the spec, or the stack's own. The notifier is
// one small function of the stack that hears of training jobs that failed or were
// stopped, of executions of state machines that failed, and of starts in the
// dead-letter queue; it sends a message about each to the topic of the job. A
// start that somebody was told of is kept in a second queue.
//
// An alarm of CloudWatch watches a metric. Those on the queue and on the
// schedules' targets stand in every stack; each other costs money that the spec
// asks for.
package alerts
