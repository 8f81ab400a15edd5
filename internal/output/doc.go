// Package output writes what smgen found, for people and for machines.
//
// A [Report] is the findings of one run with what is needed to present them. A
// [Format] writes it in one form, and [Formats] lists them all: text for a
// terminal, Markdown for a comment or a summary, JSON for programs, and what
// GitHub and GitLab read. Each is one file here.
//
// Text of the user reaches a target through the one function that escapes for
// it: Printable for terminals, Code and Prose for Markdown, data and property
// for GitHub's annotations, sarifText for SARIF. JSON is left to encoding/json.
package output
