// Package scheduler renders the default launch: EventBridge Scheduler calls
// CreateTrainingJob itself, through its universal target. There is no code to
// own; EventBridge Scheduler does not look at the request either, so that
// smgen's own checks are the only ones before the job starts.
package scheduler
