// Command bench measures smgen against the plain cue command, in one run on one
// machine: the time and memory that a compilation of many stacks takes, over
// what CUE alone needs to check the same specs.
//
//	go run ./tools/bench [-n 1000] [-runs 5] [-keep] [-strict]
//
// It builds smgen, and the cue command of the release that smgen holds, and
// writes three repositories of specs: n stacks, a tenth of them, and five times
// as many. The first is committed with git, and so is a change of 290 of its stacks;
// then ten others change. A measurement is one process from its start to its end. The
// commands that are compared take turns, and the figures are medians, those of
// ratios over the pairs, so that a machine that slows down slows down both.
//
// A line misses its limit, or passes. Missing one is an error with -strict only:
// figures of a busy machine are no reason to fail a build.
package main
