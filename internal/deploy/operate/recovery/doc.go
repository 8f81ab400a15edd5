// Package recovery gets a stack out of a state in which nothing can be deployed to
// it.
//
// Which way there is depends on CloudFormation's status of the stack alone: a
// Choice is that way, or what to do instead, with the reason in words. [Choose]
// makes it; [Run] goes it.
package recovery
