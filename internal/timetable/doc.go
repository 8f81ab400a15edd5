// Package timetable says when the schedule of a job starts it.
//
// A [Timetable] is what the spec says of a schedule, understood: its expression,
// the zone whose clock counts, and the bounds outside of which nothing starts.
package timetable
