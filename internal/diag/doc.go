// Package diag holds the words in which smgen says what is wrong with a spec.
//
// A [Diagnostic] is one finding: a mistake or a risk in what the user wrote,
// at a [Position] in the user's own file, with a [Severity]. Diagnostics are
// values, collected and printed together; they are never returned as an error.
// A Go error, in contrast, is a failure of the world (a disk, a network), and
// there is one of them.
//
// [Suggest] answers "did you mean" for names that are nearly right.
package diag
