// Package stepfunctions renders a state machine that runs the training job and
// waits for its end.
//
// The words are those of the Amazon States Language. An execution is one run of
// the machine; its states use JSONata, in which a string between {% and %} is an
// expression and any other means itself. What a user wrote is never an
// expression: see [text].
//
// The execution notes the run's ID and time in variables. With an overlap guard
// it looks whether a run is in progress. Then it starts the job and waits; one
// that found no machines is started again later, under another name. At the end
// it registers the model, if the spec says so. An execution that is stopped
// stops its training job, and one that fails says why.
package stepfunctions
