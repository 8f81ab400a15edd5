package jobs

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/plan"
)

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
	left := differences(nil, object(r.before), object(r.after))
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
		l.Values = append(l.Values, c.show(d))
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

// members says differences one by one.
func (c *comparison) members(_ requests, found []difference) []Line {
	var lines []Line
	for _, d := range found {
		lines = append(lines, c.line(c.say(titleOf(d.path), d), []difference{d}))
	}
	return lines
}

// say writes a difference after the title of what it is about.
func (c *comparison) say(t title, d difference) string {
	if d.order {
		return t.text + " in another order"
	}
	if b, a, ok := c.texts(d); ok {
		if words := ofList(t, b, a); words != "" {
			return words
		}
	}
	v := c.show(d)
	if t.set && d.action() != plan.Modify {
		before, _ := c.clean(nameOf(d.path), d.before)
		after, _ := c.clean(nameOf(d.path), d.after)
		v.Before, v.After = joinedSet(before), joinedSet(after)
	}
	before, after := cut(v.Before, v.After)
	before, after = t.unit.in(before), t.unit.in(after)
	switch {
	case v.After == changed:
		return t.text + " " + changed
	case t.unit == toggle && v.Action == plan.Remove:
		return t.text + " not given any more (was " + before + ")"
	case t.unit == toggle && v.Action == plan.Add:
		return t.text + " " + after
	case t.unit == toggle && v.Action == plan.Modify && (after == "on" || after == "off"):
		return t.text + " " + after
	case v.Action == plan.Add:
		return t.text + " " + after + " added"
	case v.Action == plan.Remove && v.Before == set:
		return t.text + " removed"
	case v.Action == plan.Remove:
		return t.text + " removed (was " + before + ")"
	}
	return t.text + " " + before + arrow + after
}

// joinedSet writes a set of texts.
func joinedSet(v any) string {
	list, ok := v.([]any)
	if !ok {
		return text(v)
	}
	var names []string
	for _, element := range list {
		names = append(names, text(element))
	}
	return strings.Join(names, ", ")
}

// texts returns the elements of two lists of texts, without what is to be
// concealed.
func (c *comparison) texts(d difference) (before, after []string, ok bool) {
	b, _ := c.clean(nameOf(d.path), d.before)
	a, _ := c.clean(nameOf(d.path), d.after)
	before, isList := textsOf(b)
	after, isToo := textsOf(a)
	return before, after, isList && isToo
}

func textsOf(v any) (texts []string, ok bool) {
	list, ok := v.([]any)
	for _, element := range list {
		word, isText := element.(string)
		ok = ok && isText
		texts = append(texts, word)
	}
	return texts, ok
}

// ofList says which elements of a set come and go; nothing for a list whose order
// means something, and where that is not what changes.
func ofList(t title, before, after []string) string {
	if !t.set {
		return ""
	}
	var parts []string
	without := func(list, other []string, word string) {
		var names []string
		for _, name := range list {
			if !slices.Contains(other, name) {
				names = append(names, inline(name))
			}
		}
		if len(names) > 0 {
			parts = append(parts, word+" "+strings.Join(names, ", "))
		}
	}
	without(after, before, "with")
	without(before, after, "without")
	if len(parts) > 0 {
		return t.text + " " + strings.Join(parts, ", ")
	}
	sorted := func(list []string) []string { return slices.Sorted(slices.Values(list)) }
	if !slices.Equal(before, after) && slices.Equal(sorted(before), sorted(after)) {
		return t.text + " in another order"
	}
	return ""
}
