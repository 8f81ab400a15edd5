// Package lazyregexp compiles regular expressions when they are first needed.
//
// Some hundred of them stand in this program, and a run needs a few. Compiled as the
// program starts, they would take a fifth of the time of a command as short as smgen
// version.
package lazyregexp
