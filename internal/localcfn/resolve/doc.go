// Package resolve gives the values of a template that a deployment knows.
//
// Where package plan leaves references symbolic, a [Scope] has an answer for each:
// parameters and pseudo parameters, the physical IDs and attributes of resources
// that exist already, the exports of other stacks, and the parameters of Systems
// Manager. [Check] reads what a template must fulfil before anything is deployed,
// and [Order] in which order its resources come.
//
// Errors are those that CloudFormation answers with, in its words.
package resolve
