// Package removal deletes stacks, and says before it does what goes with them.
//
// A Loss is what the deletion of a stack does: which schedules stop, which data is
// lost, what stays behind. An orphan is a stack that was deployed from a repository
// of specs and that no spec of it names any more; [Orphans] finds them, and never
// one of another repository.
package removal
