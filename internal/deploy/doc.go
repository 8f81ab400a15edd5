// Package deploy brings many stacks to what was reviewed, and each to that or not
// at all.
//
// A Danger is a kind of change that nobody should make by accident; a Finding is
// one of a stack, and Allowed says which are meant. A Run takes a plan, which was
// saved or made just before, and goes through its stacks in their order: it creates
// each change set anew, and executes it only if its digest is that of the plan. What
// is done already is not done again, so that a run that was cut off is continued by
// running it again.
package deploy
