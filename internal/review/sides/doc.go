// Package sides reads the stacks that a review compares: those that were just
// compiled, the rendered templates of a commit, and template files on disk,
// whoever wrote them.
package sides
