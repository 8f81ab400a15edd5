// Package spec holds a validated spec as plain Go data: what the user wrote,
// with every default filled in, after CUE has checked it.
//
// A [Stack] has [Job]s; field names are those of the schema. A string that may
// be known only to CloudFormation, or only when a job starts, is a [Text].
// Where each value came from stands beside the data, in [Stack.Origins], keyed
// by the value's path, such as jobs.churn.schedule.expression.
package spec
