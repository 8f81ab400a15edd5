// Package asset reads the code of custom launchers: a zip file as it is, or a
// directory, zipped to the same bytes on every machine.
//
// What is zipped stays inside the repository, whatever links say, and files
// that hold secrets or belong to tools are refused, not packed along.
package asset
