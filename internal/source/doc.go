// Package source turns spec files into [spec.Stack]s. It is the only package
// that knows CUE.
//
// A [Repository] is a CUE module on disk. A stack is a directory in it that
// holds stack.cue; [Repository.Find] finds the stacks that a user means. A
// [Loader] then reads one stack after another: the stack's own files and those
// of the same package in the directories above, unified with the embedded
// schema, checked, and decoded. What is wrong comes back as diagnostics at the
// user's own lines, never at the schema's.
//
// A Loader serves one goroutine. Its CUE context is renewed now and then,
// because a context keeps what it has evaluated.
package source
