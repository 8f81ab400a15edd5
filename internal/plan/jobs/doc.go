// Package jobs says in the words of specs what changes in the training jobs of a
// stack: "instance ml.m5.large ×1 → ml.g5.2xlarge ×2".
//
// The request that SageMaker gets stands in a string somewhere in the template,
// and where that is depends on what launches the job. Package trace finds it, and
// [Compare] compares the requests themselves, so that the same change reads the
// same whatever launches the job.
//
// A job is known by the name of its training jobs, without the run. What starts
// it is a trigger: a schedule, or a rule for set times or for an event; a job can
// have several. What a trigger calls is the launcher: a function or a state
// machine, or nothing where EventBridge Scheduler makes the call itself.
//
// A [Line] is one change in words, with the values behind it for machines. A
// [Flag] on it says why a reviewer should look: the schedule stops, a run starts
// with the deployment, the change costs money, or the image is another one.
//
// # How a request is compared
//
// Requests are compared down to their smallest parts, lists by what identifies
// their elements. Each difference belongs to one topic, such as the instances or
// one input, and each topic says all of its differences: those that no other
// knows are said by their path in the API. So nothing that changes is left out.
package jobs
