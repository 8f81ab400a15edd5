// Package changeset asks CloudFormation what deploying a stack would do.
//
// A Stack is one as CloudFormation has it. Create makes a change set of a stack as
// it is to be, waits for it and reads it whole: a ChangeSet has the changes in the
// words of package plan, with secrets concealed. Until it is executed or deleted it
// stays with the stack; what fails or says that nothing changes is deleted at once.
//
// A phantom is a change that CloudFormation announces and that does not happen: a
// value that stays as it is, or the ARN of a role that is updated in place. Phantoms
// are folded away and counted.
//
// A digest stands for what would happen to a stack: equal digests, equal deployment.
// See Digest for what it binds.
package changeset
