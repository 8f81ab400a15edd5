// Package review turns two sets of templates into what a reviewer has to know of
// the change between them, and writes it for people and for programs.
//
// A Side is one stack as it is at one end of the change; Build pairs the sides
// by what CloudFormation knows a stack by, and compares each pair. A Review has
// the stacks that change, most dangerous first. Each Stack has
//
//   - a Verdict: how many resources are touched, and flags such as destructive;
//   - the changes of its jobs, in the words of specs (package jobs);
//   - its access: what may be done that could not, by meaning (package plan);
//   - its change set, in the words of CloudFormation's DescribeChangeSet;
//   - notes on what would fail, is lost or stays behind;
//   - its reach: what else depends on what changes;
//   - and of a stack that is gone from the specs what still runs (Gone).
//
// Stacks that change in the same way, but for their own names, are a Group, which
// people are shown once.
//
// JSON is all of a review: [Read] reads it back, and every format writes the same of
// it. Nothing that a format needs may be kept from it, but for the templates, from
// which [Review.Draw] makes the drawings before.
//
// Everything in it is predicted from templates, but for change sets that AWS gave
// ([Side.Answer]). Secrets are concealed when it is built, so that no format can show
// one. All other text is that of the templates, and each format escapes it.
package review
