// Package changeset writes a plan's prediction as CloudFormation writes the
// content of a change set.
//
// CloudFormation has two forms. The short one names the top-level properties that
// change, and announces what refers by Fn::GetAtt to whatever changes. The full
// one, with property values, has the place of each value with what it is and
// becomes, and the resource as a whole before and after. What becomes known in the
// deployment alone is [plan.KnownAfterApply]. Recordings of real change sets are
// what the forms were taken from.
package changeset
