// Package trigger renders what starts a job: at set times a schedule of
// EventBridge Scheduler or a classic EventBridge rule; when something happens, a
// rule with an event pattern.
//
// A [Target] is what is started, and the event that it gets. An event is a tree
// with texts in it; the run's ID and scheduled time, which the trigger fills in
// when it fires, are written in the trigger's own notation, and no text of the
// user's can look like it.
package trigger
