// Package policy holds the rules: checks of a stack beyond what its schema and
// the model of the API say.
//
// A [Rule] is a value with an ID, a title, documentation with a good and a bad
// example, and a check. IDs name a family and a number: SM1xx for the request,
// SM2xx for launches and who is told of them, SM3xx for schedules, SM4xx for
// MLflow, SM5xx for security, SM6xx for cost; they never change, so that
// severities can. [Rules] lists them, [Check] applies them all.
package policy
