// Package planning finds out what deploying stacks would do.
//
// A Planner looks at stacks as CloudFormation has them. Of one that is there it makes
// a real change set, whose answer stands in the review instead of a prediction; of
// one that is not there a plan makes none, as that would create the stack, and the
// prediction holds. What a Planner learns of a stack is a Look.
//
// Each change set is deleted again, also when something fails or the run is
// interrupted, and no launcher's code is uploaded: planning leaves nothing behind, but
// for a template that is too large for a call, in the artifact bucket.
package planning
