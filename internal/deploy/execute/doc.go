// Package execute carries out one change set, and follows an operation on a stack
// to its end.
//
// Run executes: it asks CloudFormation once, however often the call has to be
// repeated, and then follows. Follow reads the stack's events until one of them
// says that the operation is over; a Mark, taken before, tells its events from
// those of earlier operations. An End is how it went, with the Failure that came
// first if it did not go well.
//
// While an operation runs, a poll that fails for a reason that passes is made
// again: what happens to the stack does not depend on who watches. What smgen
// cannot see any more is an *UnfollowedError; the operation goes on in AWS.
//
// Protect and SetPolicy bring the settings in place that belong to a stack and not
// to its template.
package execute
