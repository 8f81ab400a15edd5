package alerts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/awslabs/goformation/v7/cloudformation/sns"

	"github.com/smgen/smgen/internal/arn"
	"github.com/smgen/smgen/internal/render/launch"
	"github.com/smgen/smgen/internal/spec"
)

// topicID is the logical ID of the stack's own topic.
const topicID = "FailureTopic"

// addTopic adds the stack's own topic, or takes the one that exists. It returns
// a token for its ARN, or nothing.
func (a *alerts) addTopic() (string, error) {
	n := a.stack.Notify
	switch {
	case n == nil:
		return "", nil
	case n.HasTopic():
		if n.Creates() {
			a.report("notify", "notify gives a topic and asks for a new one", `keep one of them; what a layer above gives as a default is taken away by topic: "" or emails: []`)
		}
		a.checkTopic(n.Topic, "notify.topic")
		return launch.Text(a.template, n.Topic), nil
	case !n.Creates():
		if len(n.Emails) > 0 {
			a.report("notify.emails", "the addresses have no topic: create is false", "remove create")
		}
		return "", nil
	}
	topic := &sns.Topic{Tags: launch.Tags(a.stack, nil)}
	for i, email := range n.Emails {
		if slices.Contains(n.Emails[:i], email) {
			a.report(fmt.Sprintf("notify.emails[%d]", i), strconv.Quote(email)+" is listed twice", "remove one of them")
		}
		topic.Subscription = append(topic.Subscription, sns.Topic_Subscription{Protocol: "email", Endpoint: email})
	}
	a.shared.Origin(topicID, "", "notify")
	for i := range n.Emails {
		a.shared.Origin(topicID, fmt.Sprintf("/Properties/Subscription/%d/Endpoint", i), fmt.Sprintf("notify.emails[%d]", i))
	}
	return a.template.Ref(topicID), a.template.Add(topicID, topic)
}

// checkTopic reports a text that is not the ARN of a topic.
func (a *alerts) checkTopic(topic spec.Text, path string) {
	text, literal := topic.Literal()
	if !literal {
		return
	}
	if message, help := launch.TopicProblem(text); message != "" {
		a.report(path, message, help)
		return
	}
	switch parsed, _ := arn.Parse(text); {
	case strings.HasSuffix(parsed.Resource, ".fifo"):
		a.report(path, "a FIFO topic takes no message from an alarm", "name a standard topic")
	case parsed.Region != a.stack.Region:
		a.report(path, "the topic is in "+parsed.Region+", and an alarm reaches topics of its own region only", "name a topic in "+a.stack.Region)
	}
}

// topicOf returns the topic for what is about a job: its own, or the stack's.
func (a *alerts) topicOf(j *launch.Job) string {
	if j.Spec.Notify.HasTopic() {
		return launch.Text(a.template, j.Spec.Notify.Topic)
	}
	return a.topic
}

// maxActions is how many actions an alarm can have for a state.
const maxActions = 5

// topics are all topics of the stack, its own first.
func (a *alerts) topics() []string {
	var list []string
	add := func(topic string) {
		if topic != "" && !slices.Contains(list, topic) {
			list = append(list, topic)
		}
	}
	add(a.topic)
	for _, j := range a.jobs {
		add(a.topicOf(j))
	}
	return list
}
