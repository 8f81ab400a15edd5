// Package preview says when jobs will start: the next runs of their schedules, as
// text for people and as JSON for scripts.
//
// [Of] looks at the jobs of one stack, [Text] and [JSON] print what it found of
// all.
package preview
