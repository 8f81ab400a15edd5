// Package target is a stack as the specs want it: what a deployment needs of a
// compiled stack, in CloudFormation's words.
//
// Settings are what belongs to the stack and not to its template: who may change
// it, and what happens when a deployment fails. An artifact is a file that the
// template refers to in the artifact bucket, known by its content.
package target
