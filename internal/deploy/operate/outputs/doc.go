// Package outputs prints what stacks say of themselves: their outputs, such as the
// ARN of a queue, for people, for programs and for a shell.
//
// What looks like a secret is concealed: an output is read by everybody who may look
// at the stack, and no place for one.
package outputs
