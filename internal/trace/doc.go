// Package trace follows a template from what starts a training job to the
// request that SageMaker would receive, and proves that each step can be taken.
//
// A launch is one way in which a template starts a training job: a trigger (a
// schedule or a rule, or a person, where nothing else does it) starts a target
// (SageMaker itself, a function, a state machine), somebody makes the call
// CreateTrainingJob in a role, and the request passes the training role on to
// the container. [Launches] finds them in any template, whoever wrote it: the
// package knows CloudFormation, EventBridge, Lambda, Step Functions and IAM. Of
// smgen's own templates it knows what AWS does not define: the data in the code of
// a function, and where the event of a job without a trigger is kept.
//
// What differs from run to run is filled in as for a sample run. What only
// CloudFormation knows stays a reference: in a request it is a [Symbolic], and
// inside this package a mark, a short text between two characters of Unicode's
// private use area. The same reference is the same mark everywhere, so that a
// policy on an import fits a request that names that import, and nothing else.
// The ARN of a resource of the template is spelled out as far as it is known, so
// that a pattern of a policy fits it.
//
// A need is what a role must be allowed for a launch: actions on a resource,
// under condition keys. Needs are derived from the request and the resources,
// never from policies, and [Prove] asks IAM's evaluation (package iam) whether
// the role's policies grant them. It proves three things:
//
//   - what is sent is valid, and has a new name in each run;
//   - who acts may act: trust, permissions, and those of functions and queues;
//   - the training role may do what the request makes the container do.
//
// A role outside of the template cannot be proven: there is a note that says
// what it must allow. See [Rules] for the findings.
//
// Some things are beyond a template, and no launch is proven against them: what
// an organization or a permissions boundary forbids, the policies of buckets,
// keys and registries, whether what is named exists. A launcher of the user's own
// is taken to pass its request on as it is. Of a state machine the states are
// walked once, each with the variables of the first way that leads to it.
package trace
