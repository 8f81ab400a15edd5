// Package planning finds out what deploying stacks would do.
//
// A Planner looks at stacks as CloudFormation has them. Of one that is there it makes
// a real change set, whose answer stands in the review instead of a prediction; of
// one that is not there a plan makes none, as that would create the stack, and the
// prediction holds. What a Planner learns of a stack is a Look.
//
// To plan, a Planner deletes each change set again, also when something fails or the
// run is interrupted, and uploads no launcher's code. To deploy, change sets stay, to
// be executed or deleted, new stacks have one, too, and code is uploaded.
package planning
