// Package scaffold writes the files of a repository of specs: [Write] starts one,
// [Upgrade] brings one to the running version of smgen, and [CheckSchema] tells
// when its copy of the schema has fallen behind.
//
// The copy, under cue.mod/pkg, is for editors and plain cue. smgen itself always
// uses the schema inside it. The pin is the version of smgen that a repository
// names in a spec file, as stack: smgen: version.
//
// No function here overwrites what a user has written, except for the version in
// the pin.
package scaffold
