// Package lifecycle knows which way stacks and change sets go.
//
// A [Status] is CloudFormation's word for where a stack stands; [Status.Next] has
// the ones that may follow it, and [Status.Allows] says which [Operation] may begin
// there. A change set has two: whether it was made ([Made]), and whether it can be
// executed ([Execution]). The package holds no state: it is the table that the
// endpoint obeys and that its tests hold it to.
//
// The tables are those of the user guide: "Stack status codes", "Stack failure
// options", "Continue rolling back an update" and the API reference of the actions.
package lifecycle
