// Package schedule reads the schedule expressions of AWS and says when they run.
//
// An [Expression] is a text such as cron(0 2 * * ? *), rate(1 day) or
// at(2026-12-24T18:00:00); these are its three kinds. Two services read such
// texts, each in its own [Dialect]: EventBridge Scheduler takes all three kinds
// and counts in a time zone, an EventBridge rule takes cron and rate and counts
// in UTC.
//
// A cron expression has six fields: minutes, hours, day of month, month, day of
// week and year. It is not the cron of Unix: one of the two day fields must be
// ?, the days of the week count from 1, which is SUN, and there is a year. A
// field is a list of items, and an item is a value, a range (a-b), a step (a/b)
// or, for days, one of L (last), W (nearest weekday) and # (nth of the month).
//
// A run is an instant at which the schedule fires. Cron and at name the time on
// the clock of a zone, its wall time. A wall time that the clock jumps over in
// spring gives no run, and one that the clock shows twice in autumn gives one
// run, at the first of the two.
//
// [Parse] accepts what AWS accepts. What AWS refuses is a [SyntaxError] that
// carries a mended expression where the intent is clear. What AWS accepts and
// the author may not have meant is a [Warning]. [Expression.English] says in words
// what was understood.
package schedule
