// Package stacks keeps stacks and carries out what is asked of them.
//
// A [Stack] has resources, events and change sets. What is asked becomes an
// [Operation]: phases of steps, each step on one resource. [Runner] takes one step
// after another, and each step is one change of the store, together with its
// events: whoever is killed in between goes on at the next step. So nothing is
// done twice, and what can be seen is always a place that the life cycle has.
//
// No resource is real. A resource is its evaluated properties and the names that
// AWS would give it; buckets alone have an effect, in package objects.
package stacks
