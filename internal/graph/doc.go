// Package graph draws templates: what starts each training job, what the job
// uses, and who hears of it, as the text of a Mermaid flowchart.
//
// [Draw] draws one stack. Its boxes are resources and training jobs; a job is
// drawn once however many triggers start it. Solid arrows are the way from the
// trigger to the job and on, dotted ones are what stands beside it: roles, queues
// for what failed, alarms. What the template names and does not hold, such as a
// topic of another stack, has a dashed border. Resources that only connect others
// (permissions, logs, policies of queues) are not drawn unless they are marked.
//
// A [Mark] says what a change does to a box. It is written in the box, and the
// color says it again. [Union] puts two templates together, so that a drawing of
// a change holds what is removed as well.
//
// [Fleet] draws many stacks by their jobs, and what connects one stack to another.
//
// Launches are found by package trace, so that a template may be anybody's. The
// text is the same in each run, and is bounded: what is too much is counted. Values
// of variables and hyperparameters are not in it, nor text that looks like a secret.
//
// # Mermaid
//
// Everything that comes from a template stands between double quotes, and there
// each character that could mean something to Mermaid, to Markdown or in HTML is
// written as a number, such as #35; for #: see "Entity codes to escape characters"
// in the documentation of flowcharts. The names of boxes are numbers of our own.
package graph
