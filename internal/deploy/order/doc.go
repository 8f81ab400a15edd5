// Package order says which stacks wait for which, and walks them so.
//
// A stack that imports a value comes after the stack that exports it, in the same
// account and region. An Edge is such a reason to wait, or another that is known
// only from what is deployed: a stack that gives up an export comes after those
// that import it until now. Stacks that wait for each other are a *CircleError.
package order
