// Package progress tells people what long work on many stacks is doing.
//
// An Event is something that happened to a stack or to one of its resources. A
// Printer shows events as they come: on a terminal as live lines that are redrawn,
// elsewhere as lines with the time, or as JSON, one object a line.
package progress
