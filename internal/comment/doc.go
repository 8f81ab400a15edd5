// Package comment keeps one comment on a pull request up to date: the report of a
// review.
//
// A [Report] is a text in Markdown whose first line is a marker that nobody sees,
// <!-- smgen review: staging -->. A [Thread] is where people talk about one pull
// request of GitHub or one merge request of GitLab. [Thread.Upsert] looks for the
// comments in it that begin with the report's marker and were written by the same
// account: the first of them is rewritten, others are removed, and if there is none
// a comment is added. Nobody else's comment is touched, whatever it begins with.
//
// The report is data. It may come from a stranger's pull request: it is bounded,
// and sent as it is.
//
// A platform that is overloaded, or asks to wait, is asked again, a few times and
// for a few minutes at most. Each attempt looks for the comment anew, so that one
// which arrived in spite of an error is not added twice. The token is sent to the
// platform's own host alone, and is in no message.
package comment
