package jobs

import "slices"

// topic is what some differences of a request are about. Each difference belongs to
// exactly one, and each topic says all that it gets.
type topic struct {
	// key tells topics of one kind apart, such as inputs by their name; empty for
	// differences that are not of the topic.
	key func(path) string
	say func(c *comparison, r requests, found []difference) []Line
}

// requests are the two requests that are compared; nil if there is none.
type requests struct{ before, after map[string]any }

// topics are in the order in which a reader wants them. The last takes all that is
// left.
func topics() []topic {
	return []topic{
		{about("ResourceConfig.InstanceType", "ResourceConfig.InstanceCount"), (*comparison).instances},
		{element("ResourceConfig", "InstanceGroups"), (*comparison).instanceGroup},
		{about("EnableManagedSpotTraining", "StoppingCondition.MaxWaitTimeInSeconds"), (*comparison).spot},
		{about("AlgorithmSpecification.TrainingImage"), (*comparison).image},
		{element("InputDataConfig"), (*comparison).input},
		{element("AlgorithmSpecification", "MetricDefinitions"), (*comparison).named},
		{element("Tags"), (*comparison).named},
		{func(path) string { return "*" }, (*comparison).members},
	}
}

func about(paths ...string) func(path) string {
	return func(p path) string {
		if slices.Contains(paths, p.String()) {
			return paths[0]
		}
		return ""
	}
}

// element is about one element of a list.
func element(list ...string) func(path) string {
	return func(p path) string {
		if len(p) <= len(list) || !p[len(list)].element {
			return ""
		}
		for i, name := range list {
			if p[i].name != name {
				return ""
			}
		}
		return "[" + p[len(list)].name
	}
}

// request says what changes in a request.
func (c *comparison) request(r requests) []Line {
	return c.sayAll(r, differences(nil, object(r.before), object(r.after)))
}

// sayAll says differences of two requests by topic.
func (c *comparison) sayAll(r requests, left []difference) []Line {
	var lines []Line
	for _, t := range topics() {
		var keys []string
		found := map[string][]difference{}
		left = slices.DeleteFunc(left, func(d difference) bool {
			key := t.key(d.path)
			if key != "" {
				if found[key] == nil {
					keys = append(keys, key)
				}
				found[key] = append(found[key], d)
			}
			return key != ""
		})
		for _, key := range keys {
			lines = append(lines, t.say(c, r, found[key])...)
		}
	}
	return lines
}

func object(m map[string]any) any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// line makes a line of a text and the differences that it says.
func (c *comparison) line(text string, found []difference) Line {
	l := Line{Text: text, Values: []Value{}}
	for _, d := range found {
		l.Values = append(l.Values, c.show(d).short())
		if f := costs(d.path); f && !slices.Contains(l.Flags, CostRelevant) {
			l.Flags = append(l.Flags, CostRelevant)
		}
	}
	return l
}

// costs reports whether a member of the request decides what a run costs: machines
// are paid for by type, number and time, volumes by size, see the pricing of
// SageMaker AI.
func costs(p path) bool {
	switch p.at(0) {
	case "ResourceConfig":
		return p.at(1) != "VolumeKmsKeyId" && p.at(1) != "InstancePlacementConfig"
	case "EnableManagedSpotTraining", "ServerlessJobConfig":
		return true
	case "StoppingCondition":
		return p.at(1) != "MaxPendingTimeInSeconds"
	case "DebugRuleConfigurations", "ProfilerRuleConfigurations":
		last := p.at(len(p) - 1)
		return last == "InstanceType" || last == "VolumeSizeInGB"
	}
	return false
}
