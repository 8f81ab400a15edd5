// Package operate is what there is to know of a stack before something is done
// with it: what the specs say of it, and what CloudFormation has.
//
// A Stack pairs the two; either may be missing. [Find] asks CloudFormation, with
// one list for each account and region where many stacks are meant. A Phase is
// what CloudFormation's status means to whoever operates the stack, in one of a few
// words, and [Standing] says all statuses in sentences, with the command that comes
// next.
//
// The packages below do one thing each: status, drift and outputs look, recovery
// and removal act.
package operate
