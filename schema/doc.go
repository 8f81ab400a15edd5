// Package schema holds the CUE schema of smgen's specs, embedded. The same
// files serve people's editors, from cue.mod/pkg, and smgen itself.
//
// Of the files, spec.cue has the stack, job.cue the job, and the others what a
// job is made of; launch_<kind>.cue has the settings of one kind of launch.
// error("…") at the end of an alternative is what a user reads when the value
// is none of those before it.
package schema
