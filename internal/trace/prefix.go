package trace

import "strings"

// Prefix returns what the names of the launch's training jobs begin with: the
// name up to where the run's ID is filled in, with references as ${Queue.Arn}. It
// is the whole name where that is the same in each run, and empty where the
// request has none.
func (l *Launch) Prefix() string {
	switch name := l.Request["TrainingJobName"].(type) {
	case string:
		return beforeRun(name)
	case Symbolic:
		return beforeRun(name.text)
	}
	return ""
}

// beforeRun cuts a name, as it is or as describe writes it, at the first thing
// that the sample run filled in.
func beforeRun(name string) string {
	for _, filled := range []string{sampleID, sampleStamp, "*", "${run: "} {
		name, _, _ = strings.Cut(name, filled)
	}
	return name
}
