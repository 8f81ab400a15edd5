// Package render turns a stack into its CloudFormation template.
//
// For each job it names the training jobs, builds the request, creates the role
// that the container runs with, and lets the job's backend add what starts it.
// What registers the job's model and the job's outputs follow. Then come the topic,
// the notifier and the alarms of the stack, and the user's own resources.
//
// Rendering is pure: the same stack and the same code give the same bytes, with
// no clock, environment, network or chance in it.
package render
