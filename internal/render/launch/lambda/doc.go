// Package lambda renders smgen's own launcher: a small Lambda function in Python
// that calls CreateTrainingJob with the complete request.
//
// The request stands in the function's code, so that no limit of an event or of
// an environment cuts it. What only CloudFormation or a run knows is a hole in
// it, which the launcher fills in: the first from its environment, the second
// from the event that started it.
//
// A run of a schedule is named after its scheduled time, and one that an event
// started after the event's ID. The same start delivered twice is one job; any
// error but that the name is taken is raised, and Lambda tries again.
package lambda
