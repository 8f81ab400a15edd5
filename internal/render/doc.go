// Package render turns a stack into its CloudFormation template.
//
// For each job it names the training jobs, builds the request, creates the role
// that the container runs with, and lets the job's backend add what starts it.
// Then come the resources that the jobs share, the user's own, and the outputs.
//
// Rendering is pure: the same stack and the same code give the same bytes, with
// no clock, environment, network or chance in it.
package render
