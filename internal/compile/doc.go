// Package compile is the pipeline that all commands share: load a stack's spec,
// render it, check it.
//
// [Run] compiles many stacks at once, on all processors, and hands each
// [Result] on as soon as it is there, so that memory does not grow with their
// number. What is wrong with the specs is in the results' diagnostics; an error
// is a failure of the world, or of smgen.
package compile
