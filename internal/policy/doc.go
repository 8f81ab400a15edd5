// Package policy holds the rules: checks of a stack beyond what its schema and
// the model of the API say.
//
// A [Rule] is a value with an ID, a title, documentation with a good and a bad
// example, and a check. IDs name a family and a number: SM1xx for the request,
// SM2xx for launches and who is told of them, SM3xx for schedules, SM4xx for
// MLflow, SM5xx for security, SM6xx for cost, SM7xx for what specs say about rules;
// they never change, so that severities can. [Rules] lists them, [Check] applies
// them all. Some are found broken elsewhere: what a spec says in CUE ([General]),
// launches (package trace), and what several stacks do to each other (package
// compile).
//
// A [Ruling] is what a stack decides about findings. The topmost layer of the specs
// may raise a rule's severity or refuse waivers of it; a waiver, in a stack or a
// job, accepts the findings of one rule, with a reason and perhaps a last day.
package policy
