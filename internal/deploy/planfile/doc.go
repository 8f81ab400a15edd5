// Package planfile is the saved plan: what was reviewed, so that exactly that is
// deployed.
//
// A Plan has the stacks that were looked at, each with its digest (package
// changeset), the commit, and the review that people read. As a whole it has a
// digest, too, by which tampering is found: of the file alone it proves nothing, as
// whoever changes a file can write another digest into it. Who compares the digest
// with one that came another way knows that the plan is the one that was reviewed.
//
// Secrets are concealed in a plan as they are in a review. Its file is for its owner
// alone all the same: it tells what an account holds.
package planfile
