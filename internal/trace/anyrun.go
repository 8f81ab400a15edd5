package trace

import "strings"

// AnyRun writes text from the request of a [Launch] so that it holds for every
// run: * for the run's ID, as [Symbolic] has it, and <run time> for the time of
// the run, where the text has those of the sample run.
func AnyRun(text string) string {
	text = strings.ReplaceAll(text, sampleID, "*")
	text = strings.ReplaceAll(text, sampleStamp, "*")
	return strings.ReplaceAll(text, sampleTime, "<run time>")
}
