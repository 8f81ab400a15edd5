package spec

// Notify says whom to tell what went wrong.
type Notify struct {
	Topic  Text     `json:"topic"`
	Create *bool    `json:"create"`
	Emails []string `json:"emails"`
}

// HasTopic reports whether there is a topic that exists. An empty text takes away
// that of a layer.
func (n *Notify) HasTopic() bool { return n != nil && isGiven(n.Topic) }

func isGiven(topic Text) bool {
	text, literal := topic.Literal()
	return !literal || text != ""
}

// Creates reports whether the stack makes a topic of its own.
func (n *Notify) Creates() bool {
	return n != nil && (n.Create != nil && *n.Create || n.Create == nil && len(n.Emails) > 0)
}

// JobNotify is a job's own topic.
type JobNotify struct {
	Topic Text `json:"topic"`
}

// HasTopic reports whether the job has a topic of its own.
func (n *JobNotify) HasTopic() bool { return n != nil && isGiven(n.Topic) }

// Alarms are alarms of a job.
type Alarms struct {
	MissedRun      bool `json:"missedRun"`
	LauncherErrors bool `json:"launcherErrors"`
}

// StackAlarms are alarms of a stack.
type StackAlarms struct {
	Dropped   bool `json:"dropped"`
	Throttled bool `json:"throttled"`
}
