// Package drift finds what was changed in a stack's resources behind
// CloudFormation's back, and says it in the words of specs.
//
// To drift is to be no longer as it was deployed. CloudFormation compares the
// properties that a template sets with those of the live resources, and gives a
// Difference for each that is another one. Two templates follow from that, the one
// that was deployed and the one that would give what there is now; their comparison
// (package review) says what a difference does to jobs and to access: a schedule
// that was disabled in the console is one that starts nothing any more.
//
// [Detect] asks CloudFormation, [Explain] puts the answer into words, [Text] and
// [JSON] print it.
package drift
